import Agents
import Foundation
import Inference
import Orchestrator
import Testing
import Threading

@testable import Program

@Suite struct StandardStreamTests {
  /// A pipe: its reading and its writing end.
  private func makePipe() -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #expect(pipe(&ends) == 0)
    return (ends[0], ends[1])
  }

  private func lines(of text: String, cancelled: Bool = false) throws -> [String] {
    let (read, write) = makePipe()
    defer { close(read) }
    #expect(Output(descriptor: write).write(text))
    close(write)
    let cancellation = Cancellation()
    if cancelled { cancellation.cancel() }
    var lines: [String] = []
    try LineInput(descriptor: read).forEachLine(until: cancellation) { lines.append($0) }
    return lines
  }

  @Test(arguments: [("", []), ("one\ntwo\n", ["one", "two"]), ("one\n\nlast", ["one", "", "last"]), ("é\n", ["é"])])
  func `Input is read by lines, the last one without its newline too`(text: String, expected: [String]) throws {
    #expect(try lines(of: text) == expected)
  }

  @Test func `Reading that was cancelled gives nothing, though nobody writes or closes`() throws {
    #expect(try lines(of: "one\n", cancelled: true) == [])
    let (read, write) = makePipe()
    defer { for end in [read, write] { close(end) } }
    let cancellation = Cancellation()
    let reader = try WorkerThread(name: "reader") {
      try? LineInput(descriptor: read).forEachLine(until: cancellation) { _ in Issue.record("a line came") }
    }
    cancellation.cancel()
    reader.join()
  }

  @Test func `Writing to a pipe that nobody reads is told, and ends nothing`() {
    SignalWatcher.ignoreBrokenPipes()
    let (read, write) = makePipe()
    defer { close(write) }
    #expect(Output(descriptor: write).write("here"))
    close(read)
    #expect(!Output(descriptor: write).write("there"))
  }

  @Test(arguments: [("a\n\n b \r\n", ["a", "b"]), ("", []), ("\n \n", [])])
  func `A file's tasks are its lines with something in them`(text: String, tasks: [String]) {
    #expect(TaskSource.tasks(in: text) == tasks)
  }

  /// Says a line a hundred times unless it is stopped.
  private final class Talker: FleetAgent {
    func setMode(_ mode: PermissionMode) {}
    func rename(to name: String) {}
    func promptTokens(on engine: any GenerationEngine) -> Int { 0 }
    func move(to engine: any GenerationEngine) {}
    func run(
      task: String, cancellation: Cancellation, emit: @escaping @Sendable (AgentEvent) -> Void
    ) -> RunOutcome {
      while !cancellation.isCancelled { emit(.text("\(task)\n")) }
      return RunOutcome(reason: .stopped, text: "")
    }
  }

  @Test func `A reader that has gone stops the runs, and the printer ends`() throws {
    SignalWatcher.ignoreBrokenPipes()
    let (read, write) = makePipe()
    defer { close(write) }
    let fleet = try Fleet(
      settings: FleetSettings(agents: 2), session: "s", events: try EventStream(), makeAgent: { _ in Talker() })
    let printer = try StreamPrinter(fleet, format: .jsonl, showsAgents: true, output: Output(descriptor: write))
    try fleet.attach(NoEngine())
    _ = try fleet.submit("on and on", to: .all)
    var byte: UInt8 = 0
    #expect(Foundation.read(read, &byte, 1) == 1)
    close(read)
    fleet.waitUntilIdle()
    fleet.shutdown()
    printer.join()
    #expect(printer.isClosed)
  }

  @Test func `What cannot be written is told; a reader who has gone is no failure`() {
    SignalWatcher.ignoreBrokenPipes()
    let (read, write) = makePipe()
    defer { close(write) }
    let unwritable = Output(descriptor: read)
    #expect(!unwritable.write("x"))
    #expect(unwritable.failure == String(cString: strerror(EBADF)))
    close(read)
    let left = Output(descriptor: write)
    #expect(!left.write("x"))
    #expect(left.failure == nil)
  }

  /// An engine that nobody generates with.
  private final class NoEngine: GenerationEngine {
    let facts = ModelFacts()
    let scheduler: InferenceScheduler
    init() throws { scheduler = try InferenceScheduler(maxConcurrent: 1) }
    func openSequence(named name: String) throws(InferenceError) -> any GenerationSequence {
      throw InferenceError(.closed, "none")
    }
    func render(_ messages: [ChatMessage], addingGenerationPrompt: Bool) throws(InferenceError) -> [PromptPart] { [] }
    func countTokens(_ parts: [PromptPart]) -> Int { 0 }
    func memorySnapshot() -> MemorySnapshot { MemorySnapshot() }
    func shutdown() {}
  }
}
