import Agents
import Foundation
import Orchestrator
import OrderedJSON
import Testing
import TestSupport

@testable import Program

@Suite struct SessionExportTests {
  private static let hostile = #"</pre><script>alert("x")</script>&amp;<img src='y'>"# + "\u{1B}]0;t\u{7}\u{202E}"

  /// A session in which everything that somebody can write is hostile.
  private func story(text: String = hostile) throws -> SessionStory {
    let folder = NSTemporaryDirectory() + "export-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let id = "20260102-150405-abc234"
    let journal = Journal(folder: folder, session: id) { Issue.record("\($0)") }
    let kinds: [FleetEvent.Kind] = [
      .sessionStarted(id: id, model: "/m/\(text)", agents: 1, slots: 1, context: 0),
      .taskQueued(task: "t1", text: text, position: 1), .taskQueued(task: "t2", text: text, position: 1),
      .runStarted(task: "t1"), .agent(.reasoning(text)), .agent(.text("a")), .agent(.text(text)),
      .agent(.toolStarted(call: "c1", name: text, arguments: ["path": .string(text)])),
      .agent(.toolFinished(call: "c1", name: text, ok: false, output: text, milliseconds: 1)),
      .agent(.toolStarted(call: "c2", name: "write", arguments: [:])),
      .agent(.toolFinished(call: "c2", name: "write", ok: true, output: text, milliseconds: 1, diff: text)),
      .agent(.contextCompacted(tokensBefore: 9, tokensAfter: 2)),
      .runFinished(.init(reason: .failed, text: text, error: text)),
    ]
    journal.write(
      kinds.enumerated().map { place, kind in
        FleetEvent(
          seq: place + 1, time: 0, agent: place < 3 ? nil : text, run: place < 3 ? nil : "r1", kind: kind)
      })
    return SessionStory(try JournalReader(folder: folder).contents(of: id))
  }

  @Test func `On a page nothing that was said is more than text`() throws {
    let page = SessionPage(try story()).text
    for mark in ["<script", "<img", "\u{1B}", "\u{7}", "\u{202E}"] {
      #expect(!page.contains(mark), "\(mark)")
    }
    #expect(
      page.contains("&lt;/pre&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;amp;&lt;img src=&#39;y&#39;&gt;")
    )
    // The page's own elements, and no others: each that is opened is closed.
    for element in ["section", "pre", "details", "summary", "h2", "p", "body", "html"] {
      let opened = page.matches(of: try Regex("<\(element)[ >]")).count
      #expect(opened == page.components(separatedBy: "</\(element)>").count - 1, "\(element)")
    }
    #expect(!page.contains("http:") && !page.contains("https:"))
  }

  @Test func `Nothing that was said ends a fence of the Markdown`() throws {
    let text = SessionMarkdown(try story(text: "one\n````\ntwo\u{1B}[2J")).text
    #expect(!text.contains("\u{1B}"))
    #expect(text.contains("`````\none\n````\ntwo"))
    #expect(text.contains("\n> one\n> ````\n> two"))
    #expect(text.hasPrefix("# Session 20260102-150405-abc234\n"))
    #expect(text.contains("*Ended: failed: "))
  }

  @Test func `The object has all that was said, in order`() throws {
    let json = try story(text: "x").json
    let run = try #require(json["runs"]?[0])
    #expect(run["task"]?.string == "x")
    #expect(run["reason"]?.string == "failed")
    #expect(
      run["parts"]?.array?.map { $0.object?.names.first ?? "" } == ["reasoning", "text", "call", "call", "note"])
    #expect(run["parts"]?[1]?["text"]?.string == "ax")
    #expect(json["waiting"]?.array?.map(\.string) == ["x"])
  }
}
