import AgentTUI
import Inference
import Orchestrator
import System
import TerminalUI
import Threading

/// The program `agent-tui`.
@main
enum Main {
  static func main() {
    SignalWatcher.unblockAll()
    SignalWatcher.ignoreBrokenPipes()
    do {
      let status = try run(Array(CommandLine.arguments.dropFirst()), .current)
      if let reason = Output.standard.failure {
        Output.error.writeLine("agent-tui: the output cannot be written: \(reason).")
        exit(max(status, 1))
      }
      exit(status)
    } catch {
      Output.error.writeLine("agent-tui: \(TextSanitizer.sanitize(error.description))")
      exit(2)
    }
  }

  /// Does what the command line asks for. Returns the exit status.
  private static func run(_ arguments: [String], _ environment: ProgramEnvironment) throws(UsageError) -> Int32 {
    if let problem = environment.homeProblem, !arguments.contains(where: ["--help", "-h", "--version"].contains) {
      throw UsageError(problem)
    }
    let options = try OptionResolver(environment: environment).resolve(arguments)
    /// The options again, with the folder of a session; what was given on the command line beats it.
    func resolve(_ more: [String]) throws(UsageError) -> ResolvedOptions {
      let isGiven = arguments.contains { $0 == "--workspace" || $0.hasPrefix("--workspace=") }
      return try OptionResolver(environment: environment).resolve(isGiven ? arguments : more + arguments)
    }
    if options.wantsHelp {
      Output.standard.write(Help.text(for: options.command))
      return 0
    }
    if options.wantsVersion {
      Output.standard.writeLine("agent-tui \(ProgramVersion.text) (libllama \(InferenceEngine.libraryVersion))")
      return 0
    }
    let log = try MessageLog(path: options.log, isQuiet: options.hasScreen)
    for warning in options.warnings { log.say(warning) }
    switch options.command {
    case .console:
      return try ConsoleProgram(options: options, environment: environment, log: log).run()
    case .run:
      return try RunProgram(
        options: options, environment: environment, log: log, interruption: try interruption(), resolve: resolve
      ).run()
    case .bench:
      return try BenchProgram(
        options: options, environment: environment, log: log, interruption: try interruption()
      ).run()
    case .info:
      return try InfoProgram(options: options, environment: environment, log: log).run()
    case .prompt:
      return try PromptProgram(options: options, environment: environment, log: log).run()
    case .trust:
      return try TrustProgram(options: options, environment: environment).run()
    case .permissions:
      return try ExplainProgram(options: options, environment: environment).run()
    case .pull:
      return try PullProgram(
        options: options, environment: environment, log: log, interruption: try interruption()
      ).run()
    case .rpcWorker:
      return try RPCWorkerProgram(options: options, log: log).run()
    case .config:
      return try ConfigProgram(options: options, environment: environment).run()
    case .completions:
      Output.standard.write(CompletionScript.text(for: options.shell ?? .bash))
      return 0
    case .man:
      Output.standard.write(ManualPage.text)
      return 0
    case .resume:
      return try ResumeProgram(options: options, environment: environment, log: log, resolve: resolve).run()
    case .sessions, .export:
      let program = SessionsProgram(
        options: options, reader: JournalReader(folder: ProgramPaths(environment).sessions), log: log)
      return options.command == .sessions ? program.list() : try program.export()
    }
  }

  /// Is cancelled by the first SIGINT, SIGTERM or SIGHUP; the second ends the program at once.
  private static func interruption() throws(UsageError) -> Cancellation {
    let interruption = Cancellation()
    // Who was started to outlive its terminal (nohup) goes on doing so.
    let signals = [SIGINT, SIGTERM] + (SignalWatcher.isIgnored(SIGHUP) ? [] : [SIGHUP])
    try SignalWatcher.start(signals) { _ in
      if interruption.isCancelled { _exit(130) }
      interruption.cancel(reason: "interrupted")
    }
    return interruption
  }
}
