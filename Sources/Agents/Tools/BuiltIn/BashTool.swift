import OrderedJSON
import Threading

/// Runs a command in a shell that stays in the folder where the last one has left it.
struct BashTool: Tool {
  let name = "bash"
  let summary = "Runs a bash command. cd holds for the next one."
  let parameters = ToolSchema([
    .init("command", .string(maxLength: ToolLimits.command), ""),
    .init("timeout", .integer(1...600), "seconds, else 120", required: false),
    .init("background", .boolean, "", required: false),
  ])
  let effect = ToolEffect.executes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    let command = arguments["command"]?.string ?? ""
    return arguments["background"]?.bool == true
      ? begin(command, in: context) : run(command, seconds: arguments["timeout"]?.integer ?? 120, in: context)
  }

  private func run(_ command: String, seconds: Int, in context: ToolContext) -> ToolResult {
    let folder = context.shell.folder(in: context.workspace)
    var output = CommandOutput(stream: context.output)
    let watch = CommandWatch(in: context)
    // Before the workspace is looked at again: what the shell reports lies there, where that is the folder for such.
    defer { watch?.end() }
    do throws(ChildError) {
      let shell = ShellCommand(in: try context.sandbox.shellPlace(for: context.shell))
      let child = try context.sandbox.confine(
        ChildProcess(
          executable: ShellCommand.shell, arguments: shell.arguments(for: command), folder: folder,
          deadline: Double(seconds)), in: context.workspace, context.shell)
      let arrivals = context.sandbox.arrivals(in: context.workspace)
      let outcome = try child.run(cancellation: context.cancellation) { bytes -> ChildProcess.Appetite in
        output.append(bytes)
        return .more
      }
      output.finish()
      let next = ShellFolder(
        after: shell.lastFolder(), from: folder, mayHaveMoved: !CommandAnalysis(command).folders.isEmpty,
        resolver: PathResolver(workspace: context.workspace))
      let taken = try arrivals.map { arrivals throws(ChildError) in
        arrivals.takeAway(to: try context.shell.privateFolders().taken)
      }
      return output.result(
        of: outcome, seconds: seconds, stopReason: context.cancellation.reason,
        remarks: context.shell.move(to: next) + (taken ?? []))
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }

  /// Starts a job. What it changes in files cannot be told from what is changed beside it in the time that it runs, so
  /// it is not followed, and a command that runs meanwhile may be taken for the author: both are said.
  private func begin(_ command: String, in context: ToolContext) -> ToolResult {
    do throws(ChildError) {
      let shell = ShellCommand(in: try context.sandbox.shellPlace(for: context.shell), tellsFolder: false)
      let child = try context.sandbox.confine(
        ChildProcess(
          executable: ShellCommand.shell, arguments: shell.arguments(for: command),
          folder: context.shell.folder(in: context.workspace), deadline: nil, grace: 1), in: context.workspace,
        context.shell)
      let job = try context.shell.jobs.start(child)
      // Never taken away: it holds the job only weakly, and the run's end takes it along.
      _ = context.cancellation.onCancel { [weak job] in job?.cancel() }
      if context.changes.ledger.isKeeping {
        context.changes.note("what its job \(job.number) in the background changed is not followed")
      }
      return ToolResult(
        ok: true,
        output: "job \(job.number) is running; job shows what it writes and stops it. It ends when the run is stopped, "
          + "and with the session. What it changes in files cannot be undone.")
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }
}
