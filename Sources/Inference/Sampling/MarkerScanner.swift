/// Looks for a marker in text that comes in pieces, outside of the model's thinking.
///
/// The thinking (`<think>` … `</think>`) may speak of the marker without meaning it.
struct MarkerScanner: Sendable {
  private let marker: [UInt8]
  private static let open = Array("<think>".utf8)
  private static let close = Array("</think>".utf8)
  private var tail: [UInt8] = []
  private var isThinking = false

  init(marker: String) {
    self.marker = Array(marker.utf8)
  }

  /// Takes the next bytes. Returns what follows the marker in them, if they complete it, else nil.
  mutating func scan(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
    var rest: [UInt8]?
    for byte in bytes {
      if rest != nil {
        rest?.append(byte)
        continue
      }
      tail.append(byte)
      let longest = max(marker.count, Self.close.count)
      if tail.count > longest { tail.removeFirst(tail.count - longest) }
      if isThinking {
        if ends(with: Self.close) { isThinking = false }
      } else if ends(with: Self.open) {
        isThinking = true
      } else if ends(with: marker) {
        rest = []
      }
    }
    return rest
  }

  private func ends(with text: [UInt8]) -> Bool {
    tail.count >= text.count && tail[(tail.count - text.count)...].elementsEqual(text)
  }
}
