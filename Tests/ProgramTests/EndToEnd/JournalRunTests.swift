import Foundation
import OrderedJSON
import Testing
import TestSupport

/// Journals of the real binary: full disks, kills, going on.
@Suite(.serialized) struct JournalRunTests {
  private let options = [
    "run", "--model", TestModel.path, "--threads", "1", "--agents", "2", "--context", "1024", "--max-tokens", "12",
    "--permission-mode", "plan", "--tools", "none", "--format", "jsonl",
  ]

  private func journal(_ home: String) throws -> String {
    let folder = "\(home)/.local/state/agent-tui/sessions"
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".jsonl") }
    return "\(folder)/\(try #require(names.first))"
  }

  private func name(_ journal: String) -> String {
    String(journal.split(separator: "/").last?.dropLast(".jsonl".count) ?? "")
  }

  @Test func aDiskThatIsFullIsToldAtOnceAndAtTheEndAndTheWorkGoesOn() throws {
    try Program.withHome { home in
      // No file may grow beyond 4 KB, and a write that would is an error: as on a full disk.
      let ending = try Program.run(
        options + ["--task", "Say one.", "--task", "Say two."], home: home, limit: "ulimit -f 4")
      let events = try ending.events()
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(events.count { $0["event"]?.string == "run.finished" } == 2)
      let path = try journal(home)
      let kept = try String(contentsOfFile: path, encoding: .utf8)
      #expect(kept.hasSuffix("}\n"))
      let last = kept.split(separator: "\n").compactMap { try? JSON(parsing: String($0))["seq"]?.integer }.compactMap {
        $0
      }.max()
      #expect(ending.errors.contains("only the first \(last ?? 0) events are kept on disk: cannot write to \(path)"))
      #expect(ending.errors.contains("The journal of this session, \(name(path)), is not whole"))
    }
  }

  @Test func aSessionThatWasKilledIsGoneOnWithByItsAgents() throws {
    try Program.withHome { home in
      let killed = try Program.run(
        options + ["--max-tokens", "400", "--temperature", "1", "--task", "Write a long story about a whale."],
        home: home
      ) { process, output in
        if output.contains(#""event":"text""#) { kill(process.processIdentifier, SIGKILL) }
      }
      #expect(killed.status == 128 + SIGKILL)
      let path = try journal(home)
      let session = name(path)
      let list = try Program.run(["sessions"], home: home)
      #expect(list.output.contains("cut short") && list.output.contains("Write a long story about a whale."))
      // A damaged line takes nothing else with it.
      let told = try String(contentsOfFile: path, encoding: .utf8)
      try (told + "\u{0}\u{0}\u{0}\n").write(toFile: path, atomically: false, encoding: .utf8)
      let ending = try Program.run(options + ["--resume", session, "--continue"], home: home)
      let events = try ending.events()
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.errors.contains("\(path): line "))
      let ends = events.filter { $0["event"]?.string == "run.finished" }
      #expect(
        ends.map { $0["reason"]?.string } == ["stopped", "max_tokens"]
          || ends.map { $0["reason"]?.string } == ["stopped", "done"])
      #expect(ends.first?["error"]?.string == "interrupted: the program ended while this ran")
      #expect(
        events.first { $0["event"]?.string == "task.queued" }?["text"]?.string
          == "Go on where you were interrupted. The task: Write a long story about a whale.")
      // What it had said before is in its prompt again.
      let seqs = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .compactMap { try? JSON(parsing: String($0))["seq"]?.integer }.compactMap { $0 }
      #expect(seqs == Array(1...seqs.count))
      let page = try Program.run(["export", session, "--format", "html"], home: home)
      #expect(page.status == 0 && page.output.hasPrefix("<!DOCTYPE html>") && page.output.contains("whale"))
      let nothing = try Program.run(options + ["--resume", session, "--continue"], home: home)
      #expect(nothing.status == 2)
      #expect(nothing.errors.contains("Nothing was interrupted or waits to be gone on with."))
    }
  }

  @Test func aReaderThatHasGoneEndsWithASentenceAndAStatus() throws {
    try Program.withHome { home in
      let ending = try Program.run(
        options + ["--max-tokens", "400", "--task", "Write a long story."], home: home, pipe: "head -n 3")
      #expect(ending.errors.contains("Nobody reads the output any more, so the work was stopped: 0 of 1 task done"))
      #expect(ending.output.split(separator: "\n").count == 3)
    }
  }

  @Test func withoutHomeNothingIsWrittenWhereOneIs() throws {
    try Program.withHome { home in
      _ = try Program.run(["sessions"], home: home, limit: "unset HOME")
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(home)/work").isEmpty)
    }
  }
}
