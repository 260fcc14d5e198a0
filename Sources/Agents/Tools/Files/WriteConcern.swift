/// Why a change is asked about even where changes are allowed, and is not made where nobody is asked.
public struct WriteConcern: Sendable, Equatable {
  /// For the person who is asked, the end of a sentence: `it would drop 38 of the 40 lines of data.txt`.
  public let reason: String
  /// For the model, where nobody is asked: one or two sentences with what to do.
  public let refusal: String

  /// A concern.
  public init(reason: String, refusal: String) {
    self.reason = reason
    self.refusal = refusal
  }
}

extension WriteConcern {
  /// Bytes of the file that a refused model is shown, at its beginning and at its end.
  private static let shown = (head: 1_200, tail: 400)

  /// Whether a whole file that is written would drop most of what is there: less than a quarter of the old lines stay,
  /// blank ones and the white space around them not counted. Small models write the piece that they changed, or a
  /// sentence about it, in place of the file.
  init?(replacing old: String, by new: String, named path: String) {
    let before = Self.lines(old)
    guard before.count >= 2 else { return nil }
    var left: [String: Int] = [:]
    for line in Self.lines(new) { left[line, default: 0] += 1 }
    var kept = 0
    for line in before where left[line, default: 0] > 0 {
      left[line, default: 0] -= 1
      kept += 1
    }
    guard kept * 4 < before.count else { return nil }
    reason = "it would drop \(before.count - kept) of the \(before.count) lines of \(path)"
    var held = BoundedText(headLimit: Self.shown.head, tailLimit: Self.shown.tail)
    held.append(NumberedLines.text(LooseLines.lines(TextForm.plain(old))))
    refusal =
      "\(path) was not written: \(before.count - kept) of its \(before.count) lines would be lost. Write the whole "
      + "file, with what is to stay; to really replace all of it, remove it first. It holds:\n\(held.text)"
  }

  private static func lines(_ text: String) -> [String] {
    LooseLines.lines(TextForm.plain(text)).map { String($0).trimmingSpace }.filter { !$0.isEmpty }
  }
}
