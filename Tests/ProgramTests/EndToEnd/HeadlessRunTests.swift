import Foundation
import OrderedJSON
import Testing
import TestSupport

/// `agent-tui run` with the real binary and the real model: what a script that reads its stream relies on.
@Suite(.serialized) struct HeadlessRunTests {
  private func kinds(_ events: [JSON], _ kind: String) -> [JSON] { events.filter { $0["event"]?.string == kind } }

  @Test func eightTasksOnFourAgentsAndTwoSlotsAllFinishWithinTheSlots() throws {
    try Program.withHome { home in
      let tasks = (1...8).flatMap { ["--task", "Say the number \($0)."] }
      let ending = try Program.run(
        [
          "run", "--model", TestModel.path, "--threads", "1", "--agents", "4", "--slots", "2", "--max-tokens", "8",
          "--context", "1024",
          "--permission-mode", "plan", "--format", "jsonl",
        ] + tasks, home: home)
      let events = try ending.events()
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(events.map { $0["seq"]?.integer } == (1...events.count).map { $0 })
      #expect(kinds(events, "run.finished").count == 8)
      #expect(events.first?["event"]?.string == "session.started")
      #expect(events.last?["event"]?.string == "session.finished")
      let active = (kinds(events, "slot.acquired") + kinds(events, "slot.released")).compactMap {
        $0["active"]?.integer
      }
      #expect(active.max() == 2)
      #expect(kinds(events, "slot.acquired").count == kinds(events, "slot.released").count)
      var held = 0
      for event in events {
        if event["event"]?.string == "slot.acquired" { held += 1 }
        if event["event"]?.string == "slot.released" { held -= 1 }
        #expect((0...2).contains(held))
      }
      // The first run computes the common prompt; every prefill behind it takes that over.
      let prefills = kinds(events, "prefill")
      let first = prefills.first?["run"]?.string
      #expect(prefills.filter { $0["run"]?.string != first }.allSatisfy { ($0["reused"]?.integer ?? 0) > 0 })
    }
  }

  @Test func sameSeedWithOneAgentAndOneSlotGivesTheSameTextTwice() throws {
    try Program.withHome { home in
      let arguments = [
        "run", "--model", TestModel.path, "--threads", "1", "--agents", "1", "--slots", "1", "--max-tokens", "12",
        "--context", "1024",
        "--seed", "11", "--temperature", "1", "--permission-mode", "plan", "--format", "jsonl", "--task",
        "Tell a story.",
      ]
      let answers = try (0..<2).map { _ in
        kinds(try Program.run(arguments, home: home).events(), "run.finished").first?["text"]?.string
      }
      #expect(answers[0] != nil)
      #expect(answers[0] == answers[1])
    }
  }

  @Test func requiredToolCallHasArgumentsThatSatisfyTheSchema() throws {
    try Program.withHome { home in
      try "one\ntwo\n".write(toFile: "\(home)/work/notes.txt", atomically: true, encoding: .utf8)
      for seed in 1...2 {
        let ending = try Program.run(
          [
            "run", "--model", TestModel.path, "--threads", "1", "--agents", "1", "--tool-choice", "required", "--tools",
            "read", "--seed",
            "\(seed)", "--max-tokens", "200", "--max-iterations", "1", "--context", "2048", "--format", "jsonl",
            "--task",
            "Read the file notes.txt",
          ], home: home)
        let started = kinds(try ending.events(), "tool.started")
        #expect(started.first?["name"]?.string == "read", "seed \(seed): \(ending.output)\(ending.errors)")
        #expect(started.first?["arguments"]?["path"]?.string != nil)
      }
    }
  }

  @Test func answerByASchemaIsJSONThatSatisfiesIt() throws {
    try Program.withHome { home in
      let path = "\(home)/work/schema.json"
      try
        #"{"type": "object", "properties": {"city": {"type": "string", "maxLength": 12}, "size": {"type": "integer", "minimum": 1, "maximum": 99}}, "required": ["city", "size"]}"#
        .write(toFile: path, atomically: true, encoding: .utf8)
      let ending = try Program.run(
        [
          "run", "--model", TestModel.path, "--threads", "1", "--agents", "1", "--tools", "none", "--max-tokens", "60",
          "--context", "1024", "--json-schema", path, "--format", "jsonl", "--task", "Name a city.",
        ], home: home)
      let finished = try #require(kinds(try ending.events(), "run.finished").first)
      #expect(finished["reason"]?.string == "done", "\(ending.output)\(ending.errors)")
      let answer = try JSON(parsing: finished["text"]?.string ?? "")
      #expect((1...99).contains(answer["size"]?.integer ?? 0))
      #expect((answer["city"]?.string?.unicodeScalars.count ?? 99) <= 12)
    }
  }

  @Test func interruptStopsTheRunsTellsWhatWasReachedAndExitsWith130() throws {
    try Program.withHome { home in
      var isInterrupted = false
      let ending = try Program.run(
        [
          "run", "--model", TestModel.path, "--threads", "1", "--agents", "1", "--max-tokens", "1500", "--context",
          "4096", "--temperature", "1.5", "--tools", "none", "--format", "jsonl",
        ] + (1...40).flatMap { ["--task", "Write a very long book, volume \($0)."] }, home: home
      ) { process, output in
        // Once it streams, and once only: a second interrupt does not wait for the end.
        guard !isInterrupted, output.contains(#""event":"text""#) else { return }
        isInterrupted = true
        kill(process.processIdentifier, SIGINT)
      }
      #expect(ending.status == 130)
      let events = try ending.events()
      // A small model may find that the first volumes are short; one of forty is being written at the interrupt.
      #expect(kinds(events, "run.finished").last?["reason"]?.string == "stopped")
      #expect(events.last?["event"]?.string == "session.finished")
      #expect(!ending.errors.isEmpty)
    }
  }

  @Test(arguments: [
    (["run", "--slots", "0", "--task", "x"], "--slots"), (["run", "--modle", "x"], "--model"),
    (["run", "--model", "/no/such/model.gguf", "--task", "x"], "/no/such/model.gguf"),
    (["run", "--permission-mode", "yolo"], "accept-edits"), (["rnu"], "run"),
  ]) func badInputIsOneSentenceAndExitStatusTwoOrOne(arguments: [String], mentioned: String) throws {
    try Program.withHome { home in
      let ending = try Program.run(arguments, home: home)
      #expect(ending.status == 2 || ending.status == 1)
      #expect(ending.errors.contains(mentioned), "\(ending.errors)")
      #expect(ending.output.isEmpty)
      #expect(ending.errors.split(separator: "\n").count <= 3)
    }
  }
}
