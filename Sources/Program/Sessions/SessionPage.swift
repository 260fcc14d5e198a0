// A session as one page of HTML that needs nothing else: no script, no picture, no address. Everything that agents, tools and
// people wrote is text, and its five characters that HTML gives a meaning are written as entities, in one place.

import Orchestrator
import OrderedJSON
import TerminalUI

/// A session for somebody else, as a page.
struct SessionPage {
  let story: SessionStory

  init(_ story: SessionStory) { self.story = story }

  /// The whole page.
  var text: String {
    var body = "<h1>Session \(Self.escaped(story.id))</h1>\n<p>\(Self.escaped(facts))</p>\n"
    if let damage = story.damage { body += "<p class=\"failed\">\(Self.escaped(damage))</p>\n" }
    for run in story.runs { body += Self.section(run) }
    if !story.waiting.isEmpty {
      body += "<section>\n<h2>Not begun</h2>\n"
      body += story.waiting.map { "<pre class=\"task\">\(Self.escaped($0))</pre>\n" }.joined() + "</section>\n"
    }
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width">
      <title>Session \(Self.escaped(story.id))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      \(body)</body>
      </html>

      """
  }

  private var facts: String {
    let models = story.models.map { String($0.split(separator: "/").last ?? "") }
    let names = models.isEmpty ? "no model" : models.joined(separator: ", then ")
    return "\(LocalTime.text(milliseconds: story.startedAt)), \(names)"
  }

  private static let style = """
    body { font: 16px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color-scheme: light dark }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 14px/1.4 ui-monospace, monospace; margin: .5em 0 }
    .task { border-left: .3em solid #58c; padding-left: .7em; font-weight: bold }
    .text { font: inherit }
    details { border-left: .3em solid #888; padding-left: .7em; margin: .5em 0 }
    .failed, .failed summary { color: #c33 }
    """

  private static func section(_ run: SessionStory.Run) -> String {
    var text = "<section>\n<h2>\(escaped(run.agent)): \(escaped(run.id))</h2>\n"
    text += "<pre class=\"task\">\(escaped(run.task))</pre>\n"
    for part in run.parts {
      switch part {
      case .text(let words):
        if words.contains(where: { !$0.isWhitespace }) { text += "<pre class=\"text\">\(escaped(words))</pre>\n" }
      case .reasoning(let words):
        text += "<details><summary>Thinking</summary><pre>\(escaped(words))</pre></details>\n"
      case .note(let words): text += "<p><em>\(escaped(words))</em></p>\n"
      case .call(let call): text += details(call)
      }
    }
    let isBad = run.reason != "done"
    let ending = run.error.map { "\(run.reason ?? "interrupted"): \($0)" } ?? run.reason ?? "interrupted"
    return text + "<p\(isBad ? " class=\"failed\"" : "")>Ended: \(escaped(ending))</p>\n</section>\n"
  }

  private static func details(_ call: SessionStory.Call) -> String {
    let state = call.ok.map { $0 ? "done" : "failed" } ?? "interrupted"
    let decision = call.decision.map { ", \($0)" } ?? ""
    var text =
      "<details\(call.ok == true ? "" : " class=\"failed\"")><summary>\(escaped(call.tool)) (\(escaped(state + decision)))"
    text += "</summary><pre>\(escaped(call.arguments.pretty))</pre>"
    if let diff = call.diff {
      text += "<pre>\(escaped(diff))</pre>"
    } else if !call.output.isEmpty {
      text += "<pre>\(escaped(call.output))</pre>"
    }
    return text + "</details>\n"
  }

  /// Text that means nothing but itself. Control characters, which HTML does not allow, are made visible.
  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in TextSanitizer.sanitize(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
