/// Who wrote what of a prompt, by its tokens. It is asked only where a prompt leaves what its sequence held.
struct PromptOrigins: Sendable {
  private struct Piece {
    /// Behind its last token.
    var end: Int
    var seams: [PromptSegment.Seam]
  }

  private let pieces: [Piece]

  /// Of a prompt's segments, each with the number of its tokens.
  init(_ layout: PromptLayout = PromptLayout(), counts: [Int] = []) {
    var end = 0
    pieces = zip(layout.seams, counts).map { seams, count in
      end += count
      return Piece(end: end, seams: seams)
    }
  }

  /// What the token at this position belongs to. Where a token holds the end of one text and the beginning of another,
  /// it belongs to the first.
  func cause(at position: Int, of tokens: [Token], bytesOf: (Token) -> [UInt8]) -> PrefixBreak.Cause {
    guard let index = pieces.firstIndex(where: { position < $0.end }) else { return .content }
    let seams = pieces[index].seams
    guard seams.count > 1 else { return seams.first?.cause ?? .content }
    let start = index > 0 ? pieces[index - 1].end : 0
    let bytes = tokens[start..<position].reduce(0) { $0 + bytesOf($1).count }
    return (seams.first { bytes < $0.end } ?? seams[seams.count - 1]).cause
  }
}
