import Testing

@testable import TerminalUI

@Suite("The outbox")
struct OutboxTests {
  /// A line with room for some bytes, which says what it has taken.
  private final class Line: OutputLine {
    var room: Int
    var isGone = false
    private(set) var taken = ""
    private(set) var writes = 0

    init(room: Int) { self.room = room }

    func take(_ bytes: UnsafeRawBufferPointer) -> LineUptake {
      if isGone { return .gone }
      guard room > 0 else { return .full }
      let part = bytes.prefix(room)
      taken += String(decoding: part, as: UTF8.self)
      room -= part.count
      writes += 1
      return .taken(part.count)
    }
  }

  private func outbox(_ frame: String, then sequences: String...) -> Outbox {
    var outbox = Outbox()
    outbox.put(frame: Array(frame.utf8))
    for sequence in sequences { outbox.put(sequence: sequence.utf8) }
    return outbox
  }

  private func expectSent(_ outbox: inout Outbox, through line: Line, isThere: Bool = true) {
    let answer = outbox.send(through: line)
    #expect(answer == isThere)
  }

  @Test("A frame for which there is room goes at once, in one piece")
  func room() {
    let line = Line(room: 100)
    var outbox = outbox("a whole frame")
    expectSent(&outbox, through: line)
    #expect(outbox.isEmpty)
    #expect(line.taken == "a whole frame")
    #expect(line.writes == 1)
  }

  @Test("On a line that takes a little at a time nothing is lost, sent twice or out of order")
  func pieces() {
    let line = Line(room: 3)
    var outbox = outbox("frame one", then: "<bell>")
    var turns = 0
    while !outbox.isEmpty {
      expectSent(&outbox, through: line)
      if turns == 1 { outbox.put(sequence: "<copy>".utf8) }
      line.room = 3
      turns += 1
    }
    outbox.put(frame: Array("frame two".utf8))
    line.room = 100
    expectSent(&outbox, through: line)
    #expect(line.taken == "frame one<bell><copy>frame two")
  }

  @Test(
    "Of a frame that is dropped nothing more is sent, and what was said is, after the end of what was cut off",
    arguments: [
      (0, "\u{18}\u{1B}\\<copy><bell>"), (5, "frame\u{18}\u{1B}\\<copy><bell>"), (9, "frame one<copy><bell>"),
      (12, "frame one<copy><bell>"),
    ])
  func dropped(room: Int, taken: String) {
    let line = Line(room: room)
    var outbox = outbox("frame one", then: "<copy>", "<bell>")
    expectSent(&outbox, through: line)
    outbox.dropFrame()
    line.room = 100
    expectSent(&outbox, through: line)
    #expect(line.taken == taken)
  }

  @Test("Where only a frame waits and it is dropped, nothing waits")
  func onlyAFrame() {
    let line = Line(room: 5)
    var outbox = outbox("frame one")
    expectSent(&outbox, through: line)
    outbox.dropFrame()
    #expect(outbox.isEmpty)
  }

  @Test("A line that is gone is told, and nothing waits for it")
  func gone() {
    let line = Line(room: 5)
    var outbox = outbox("frame one", then: "<bell>")
    expectSent(&outbox, through: line)
    line.isGone = true
    expectSent(&outbox, through: line, isThere: false)
    #expect(outbox.isEmpty)
  }
}
