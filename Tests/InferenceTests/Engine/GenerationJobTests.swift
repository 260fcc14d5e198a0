import Testing
import Threading

@testable import Inference

@Suite struct GenerationJobTests {
  private func job(prompt: Int = 3) -> GenerationJob {
    GenerationJob(
      lane: LaneID(value: 1), prompt: [Token](repeating: 1, count: prompt), maxTokens: 5, ignoresEnd: false,
      chooser: GreedyChooser())
  }

  @Test func whatIsNotFetchedInTimeIsJoinedAndComesInOrder() throws {
    let job = job()
    job.report(prefill: 1, reused: 0)
    job.report(prefill: 3, reused: 0)
    for text in ["a", "", "b", "c"] { job.report(text: text) }
    job.finish(.success(GenerationResult(reason: .endOfTurn, tokens: [1, 2, 3], text: "")))
    var events: [GenerationEvent] = []
    let result = try job.wait { events.append($0) }
    #expect(events == [.prefill(done: 3, total: 3, reused: 0), .text("abc")])
    #expect(result == GenerationResult(reason: .endOfTurn, tokens: [1, 2, 3], text: "abc"))
  }

  @Test func textBeforeAFailureIsDelivered() {
    let job = job()
    job.report(text: "half")
    let failure = InferenceError(.decodeFailed, "it failed")
    job.finish(.failure(failure))
    var events: [GenerationEvent] = []
    #expect(throws: failure) { try job.wait { events.append($0) } }
    #expect(events == [.text("half")])
  }

  @Test func firstEndStays() throws {
    let job = job()
    job.finish(.success(GenerationResult(reason: .maxTokens, text: "")))
    job.finish(.failure(InferenceError(.closed, "too late")))
    #expect(try job.wait { _ in }.reason == .maxTokens)
  }

  @Test func nothingIsLostBetweenTwoThreads() throws {
    let job = job()
    let pieces = (0..<2000).map { "\($0) " }
    let maker = try WorkerThread(name: "maker") {
      for piece in pieces { job.report(text: piece) }
      job.finish(.success(GenerationResult(reason: .endOfTurn, text: "")))
    }
    var streamed = ""
    let result = try job.wait { if case .text(let text) = $0 { streamed += text } }
    maker.join()
    #expect(streamed == pieces.joined())
    #expect(result.text == streamed)
  }

  @Test func markersArePrintedInPlaceOfWhatTheirTokensPrintByThemselves() throws {
    let fake = FakeCore(cells: 100)
    fake.open(1)
    let prompt = tokens(10, seed: 3)
    let alone = try #require(fake.alone(prompt, maxTokens: 6)).tokens
    let job = GenerationJob(
      lane: LaneID(value: 1), prompt: prompt, maxTokens: 6, ignoresEnd: true, chooser: GreedyChooser(),
      markers: [alone[2]: Array("<mark>".utf8)])
    fake.core.submit(job)
    #expect(fake.drain())
    let printed = alone.flatMap { $0 == alone[2] ? Array("<mark>".utf8) : FakeModel.bytes(of: $0) }
    #expect(try job.wait { _ in }.text == String(decoding: printed, as: UTF8.self))
  }
}
