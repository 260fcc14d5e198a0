import OrderedJSON
import Threading

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Runs a command in a shell.
struct BashTool: Tool {
  let name = "bash"
  let summary =
    "Runs a command with bash in the workspace and returns its output and exit status. "
    + "There is no terminal and no input; what it leaves running ends with it."
  let parameters = ToolSchema([
    .init("command", .string(maxLength: ToolLimits.command), "the command"),
    .init("timeout", .integer(1...600), "seconds after which it is ended, 120 if not given", required: false),
  ])
  let effect = ToolEffect.executes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    let seconds = arguments["timeout"]?.integer ?? 120
    let shell = access("/bin/bash", X_OK) == 0 ? "/bin/bash" : Program.find("bash") ?? "/bin/sh"
    let child = ChildProcess(
      executable: shell, arguments: ["-c", arguments["command"]?.string ?? ""], folder: context.workspace,
      deadline: Double(seconds))
    var output = CommandOutput(stream: context.output)
    let watch = CommandWatch(in: context)
    defer { watch?.end() }
    do throws(ChildError) {
      let outcome = try child.run(cancellation: context.cancellation) { bytes -> ChildProcess.Appetite in
        output.append(bytes)
        return .more
      }
      output.finish()
      return output.result(of: outcome, seconds: seconds, stopReason: context.cancellation.reason)
    } catch {
      return ToolResult(ok: false, output: error.description)
    }
  }
}
