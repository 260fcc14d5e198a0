import Agents

extension ToolCallParser {
  /// What the parser makes of a text that comes in pieces, with what belongs together joined.
  ///
  /// - Parameter next: bytes of the piece that begins at a place; one at least is taken.
  func outputs(of text: [UInt8], next: (Int) -> Int) -> [ModelOutput] {
    var parser = self
    var outputs: [ModelOutput] = []
    func add(_ more: [ModelOutput]) {
      for output in more {
        switch (outputs.last, output) {
        case (.text(let a), .text(let b)): outputs[outputs.count - 1] = .text(a + b)
        case (.reasoning(let a), .reasoning(let b)): outputs[outputs.count - 1] = .reasoning(a + b)
        default: outputs.append(output)
        }
      }
    }
    var place = 0
    while place < text.count {
      let end = place + min(text.count - place, max(1, next(place)))
      add(parser.feed(Array(text[place..<end])))
      place = end
    }
    add(parser.finish(isCutShort: false))
    return outputs
  }

  /// The same in pieces of one size.
  func outputs(of text: String, pieces size: Int = .max) -> [ModelOutput] {
    outputs(of: Array(text.utf8)) { _ in size }
  }
}
