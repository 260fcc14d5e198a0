/// Text with gaps: what stands around a call's name and arguments, with identifiers and numbers that change from call to
/// call.
public struct CallPattern: Sendable, Hashable {
  /// A part of it.
  public enum Piece: Sendable, Hashable {
    /// As it is.
    case text(String)
    /// The name of the tool that is called.
    case name
    /// The key of an argument.
    case key
    /// The identifier of the call.
    case identifier
    /// The call's number within the answer, counted from this one.
    case number(from: Int)

    var isText: Bool {
      guard case .text = self else { return false }
      return true
    }
  }

  /// Its parts, in order; no two texts side by side.
  public var pieces: [Piece]

  /// Nothing.
  public static let empty = CallPattern(pieces: [])

  /// These pieces.
  public init(pieces: [Piece]) { self.pieces = pieces }

  /// Text without gaps.
  public init(_ text: String) { pieces = text.isEmpty ? [] : [.text(text)] }

  /// Whether it is nothing.
  public var isEmpty: Bool { pieces.isEmpty }

  /// The text behind its last gap.
  public var tail: String {
    guard case .text(let text)? = pieces.last else { return "" }
    return text
  }

  /// The text before its first gap.
  public var head: String {
    guard case .text(let text)? = pieces.first else { return "" }
    return text
  }

  /// All markers in it, without those that hold a gap.
  public var tags: [String] {
    pieces.flatMap { piece -> [String] in
      guard case .text(let text) = piece else { return [] }
      return text.allTags
    }
  }

  /// What a call writes, with these in its gaps.
  func text(name: String = "", key: String = "", identifier: String = "", number: Int = 0) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .name: name
      case .key: key
      case .identifier: identifier
      case .number(let first): String(first + number)
      }
    }.joined()
  }
}

// While texts are compared, a gap is one scalar that no template writes.
extension CallPattern {
  static let nameMark: Unicode.Scalar = "\u{F0000}"
  static let keyMark: Unicode.Scalar = "\u{F0001}"
  static let identifierMark: Unicode.Scalar = "\u{F0002}"
  /// A number 0 to 2 is this one and so many further.
  static let numberMark: UInt32 = 0xF0010

  /// A text with such scalars in it.
  init(marked scalars: some Collection<Unicode.Scalar>) {
    var pieces: [Piece] = []
    var text = String.UnicodeScalarView()
    func flush() {
      if !text.isEmpty { pieces.append(.text(String(text))) }
      text = String.UnicodeScalarView()
    }
    for scalar in scalars {
      let gap: Piece? =
        switch scalar {
        case Self.nameMark: .name
        case Self.keyMark: .key
        case Self.identifierMark: .identifier
        default:
          (Self.numberMark...(Self.numberMark + 9)).contains(scalar.value)
            ? .number(from: Int(scalar.value - Self.numberMark)) : nil
        }
      guard let gap else {
        text.append(scalar)
        continue
      }
      flush()
      pieces.append(gap)
    }
    flush()
    self.pieces = pieces
  }
}
