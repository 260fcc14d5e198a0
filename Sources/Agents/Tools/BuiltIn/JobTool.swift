import OrderedJSON
import Threading

/// Tells of a job in the background, or stops it.
struct JobTool: Tool {
  let name = "job"
  let summary = "Shows what is new of a background job, or stops it."
  let parameters = ToolSchema([
    .init("id", .integer(1...1_000_000), ""),
    .init("stop", .boolean, "", required: false),
  ])
  let effect = ToolEffect.notes
  let isRepeatable = true
  /// Seconds to wait for a job that has nothing new to tell: who asks again at once asks for nothing.
  var patience = 10.0

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    let number = arguments["id"]?.integer ?? 0
    guard let job = context.shell.jobs[number] else {
      return ToolResult(ok: false, output: context.shell.jobs.sentence(forMissing: number))
    }
    if arguments["stop"]?.bool == true {
      job.cancel()
      job.wait()
    } else {
      job.waitForNews(until: .now.advanced(bySeconds: patience), cancellation: context.cancellation)
    }
    return job.report()
  }
}
