// A session as Markdown. What agents and tools said is fenced with more backticks than it holds, so that nothing in it ends
// its block; control characters are made visible, since the text may be looked at in a terminal.

import Orchestrator
import OrderedJSON
import TerminalUI

/// A session for somebody else, as Markdown.
struct SessionMarkdown {
  let story: SessionStory

  init(_ story: SessionStory) { self.story = story }

  /// The whole document.
  var text: String {
    var blocks = ["# Session \(story.id)", facts]
    if let damage = story.damage { blocks.append("> \(Self.line(damage))") }
    for run in story.runs { blocks += Self.blocks(of: run) }
    if !story.waiting.isEmpty {
      blocks.append("## Not begun")
      blocks += story.waiting.map(Self.quoted)
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private var facts: String {
    let models = story.models.map { "`\(Self.line(String($0.split(separator: "/").last ?? "")))`" }
    return
      "\(LocalTime.text(milliseconds: story.startedAt)), \(models.isEmpty ? "no model" : models.joined(separator: ", then "))"
  }

  private static func blocks(of run: SessionStory.Run) -> [String] {
    var blocks = ["## \(line(run.agent)): \(run.id)", quoted(run.task)]
    for part in run.parts {
      switch part {
      case .text(let text):
        if text.contains(where: { !$0.isWhitespace }) { blocks.append(TextSanitizer.sanitize(text)) }
      case .reasoning(let text): blocks.append("*Thinking:*\n\n\(quoted(text))")
      case .note(let text): blocks.append("*\(line(text))*")
      case .call(let call): blocks += self.blocks(of: call)
      }
    }
    blocks.append(ending(of: run))
    return blocks
  }

  private static func blocks(of call: SessionStory.Call) -> [String] {
    let state = call.ok.map { $0 ? "done" : "failed" } ?? "interrupted"
    let decision = call.decision.map { ", \(line($0))" } ?? ""
    var blocks = ["**\(line(call.tool))** (\(state)\(decision))", fenced(call.arguments.pretty, "json")]
    if let diff = call.diff {
      blocks.append(fenced(diff, "diff"))
    } else if !call.output.isEmpty {
      blocks.append(fenced(call.output, ""))
    }
    return blocks
  }

  /// How a run ended, a line.
  static func ending(of run: SessionStory.Run) -> String {
    let error = run.error.map { ": \(line($0))" } ?? ""
    return "*Ended: \(run.reason ?? "interrupted, the program ended while it ran")\(error)*"
  }

  private static func line(_ text: String) -> String { TextSanitizer.line(text) }

  private static func quoted(_ text: String) -> String {
    TextSanitizer.sanitize(text).split(separator: "\n", omittingEmptySubsequences: false).map { "> \($0)" }
      .joined(separator: "\n")
  }

  private static func fenced(_ text: String, _ language: String) -> String {
    let safe = TextSanitizer.sanitize(text)
    var (longest, run) = (2, 0)
    for character in safe.utf8 {
      run = character == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)\(language)\n\(safe)\(safe.hasSuffix("\n") ? "" : "\n")\(fence)"
  }
}
