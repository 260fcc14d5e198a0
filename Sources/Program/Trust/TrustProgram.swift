import AgentTUI
import TerminalUI

/// `agent-tui trust [DIR]`: says that a project's settings file may widen what is allowed, or no longer.
struct TrustProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment

  /// Records it, and says what it means.
  ///
  /// - Throws: `UsageError` when there is no such file, or the record cannot be written.
  func run() throws(UsageError) -> Int32 {
    let store = TrustStore(path: ProgramPaths(environment).trust)
    let folder = options.workspace
    do {
      if options.isUntrusting {
        let file = TrustStore.key(ofFolder: folder)
        let was = try store.forget(file)
        say(
          "\(TextSanitizer.line(file)) is \(was ? "no longer trusted" : "not trusted"): it only narrows what is allowed."
        )
        return 0
      }
      guard let project = options.project else {
        throw UsageError("There is no \(ProgramPaths.projectFile(in: TextSanitizer.line(folder))) to trust.")
      }
      guard !project.widenings.isEmpty else {
        say("\(project.shownFile) sets nothing that needs trust.")
        return 0
      }
      try store.trust(project.file, digest: project.digest)
      say("\(project.shownFile) is trusted as it is now, and sets:")
      for widening in project.widenings { say("  \(widening)") }
      say("When it is changed it has to be trusted again; 'agent-tui trust --untrust' takes it back.")
      return 0
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("The trust cannot be recorded: \(error).")
    }
  }

  private func say(_ line: String) { Output.standard.writeLine(line) }
}
