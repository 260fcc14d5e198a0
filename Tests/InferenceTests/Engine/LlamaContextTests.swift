import Testing

@testable import Inference

/// What libllama's memories refuse, and that it is noticed.
@Suite(.serialized) struct LlamaContextTests {
  private static func context(_ kind: TinyModel) throws -> LlamaContext {
    try LlamaContext(
      model: Oracle(kind).model, cells: 256, sequences: 4, outputs: 4, batchTokens: 256, threads: 1,
      config: kind.config(sequences: 4, context: 256))
  }

  private static func compute(_ context: LlamaContext, _ sequence: Int32, _ positions: Range<Int>) {
    let outcome = context.decode(
      positions.map { DecodeRow(token: 50, position: $0, sequence: sequence, wantsLogits: false) })
    #expect(outcome == .done)
  }

  @Test func sequenceWhoseWindowMovedOnIsNeitherCutNorSharedBeforeIt() throws {
    let context = try Self.context(.window)
    Self.compute(context, 1, 0..<100)
    Self.compute(context, 0, 0..<100)
    #expect(context.firstPosition(of: 0) == 0)
    #expect(context.truncate(sequence: 1, to: 0))
    // Who comes behind the room that is free takes the cells that the window does not need any more.
    var position = 0
    while context.firstPosition(of: 0) == 0, position < 150 {
      Self.compute(context, 1, position..<position + 10)
      position += 10
    }
    let first = context.firstPosition(of: 0)
    try #require(first > 0 && first <= 100 - TinyModel.windowTokens)
    #expect(!context.share(from: 0, to: 2, positions: 0..<first + 10))
    #expect(context.firstPosition(of: 2) == -1)
    #expect(context.share(from: 0, to: 2, positions: 0..<100))
    #expect(context.firstPosition(of: 2) == first)
    #expect(!context.truncate(sequence: 0, to: first + 10))
    #expect(context.firstPosition(of: 0) == -1)
    #expect(context.truncate(sequence: 2, to: 99))
    #expect(!context.truncate(sequence: 2, to: max(1, first - 5)), "nothing of the window is left")
  }

  @Test(arguments: [TinyModel.recurrent, .hybrid])
  func stateIsNotCutButForgottenOrCopiedAsAWhole(_ kind: TinyModel) throws {
    let context = try Self.context(kind)
    Self.compute(context, 0, 0..<50)
    #expect(context.share(from: 0, to: 1, positions: 0..<50))
    #expect(!context.truncate(sequence: 0, to: 30))
    #expect(context.firstPosition(of: 0) == -1)
    #expect(context.firstPosition(of: 1) == 49)
    Self.compute(context, 1, 50..<60)
    #expect(context.truncate(sequence: 1, to: 0))
    #expect(context.firstPosition(of: 1) == -1)
  }

  @Test func plainSequenceIsCutAndSharedAnywhere() throws {
    let context = try Self.context(.plain)
    Self.compute(context, 0, 0..<100)
    Self.compute(context, 1, 0..<100)
    #expect(context.share(from: 0, to: 2, positions: 0..<30))
    #expect(context.truncate(sequence: 0, to: 20))
    #expect(context.share(from: 1, to: 0, positions: 20..<100))
    #expect([0, 1, 2].map(context.firstPosition) == [0, 0, 0])
  }
}
