import Agents
import AgentTUI
import OrderedJSON
import System
import TerminalUI
import Threading

/// `agent-tui permissions explain`: what the rules of this start decide on calls that nobody makes.
struct ExplainProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment

  /// Returns the exit status: 0 all was told.
  ///
  /// - Throws: `UsageError` when there is nothing to tell about, or what is given is no call.
  func run() throws(UsageError) -> Int32 {
    guard !options.explain.calls.isEmpty || options.explain.file != nil else {
      throw UsageError(
        "Give a call, as in: agent-tui permissions explain 'bash(git push)'; or --file FILE, a call a line.")
    }
    let policy = PermissionPolicy(rules: options.rules, own: ProgramPaths(environment).ownFolders)
    for call in options.explain.calls { try explain(call, policy) }
    if let file = options.explain.file {
      let descriptor = file == "-" ? 0 : open(file, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else {
        throw UsageError("--file: cannot read \(file): \(String(cString: strerror(errno))).")
      }
      defer { if descriptor != 0 { close(descriptor) } }
      try LineInput(descriptor: descriptor).forEachLine(until: Cancellation()) { line throws(UsageError) in
        if !line.isEmpty { try explain(try Self.call(line), policy) }
      }
    }
    return 0
  }

  private static let tools = BuiltInTools.all + BuiltInTools.optional

  private func explain(_ text: String, _ policy: PermissionPolicy) throws(UsageError) {
    let call: WrittenToolCall
    do {
      call = try WrittenToolCall(text, tools: Self.tools)
    } catch {
      throw UsageError("\(error).")
    }
    let explanation = policy.explain(call, mode: options.permissionMode, workspace: options.workspace)
    let line = options.format == .json ? explanation.json.text : TextSanitizer.sanitize(explanation.text)
    Output.standard.writeLine(line)
  }

  /// What a line says: a call, or one as a JSON string, where it holds a newline.
  private static func call(_ line: String) throws(UsageError) -> String {
    guard line.hasPrefix("\"") else { return line }
    guard let text = (try? JSON(parsing: Array(line.utf8)))?.string else {
      throw UsageError("--file: '\(line)' is no JSON string.")
    }
    return text
  }
}
