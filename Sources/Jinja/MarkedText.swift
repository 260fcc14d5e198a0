/// What a template renders to: text in runs, each of which says where it came from.
public struct MarkedText: Sendable, Hashable {
  /// Where text came from: 0 is the template itself, any other number what the caller gave to a value.
  public typealias Mark = UInt32

  /// Text of one origin.
  public struct Run: Sendable, Hashable {
    /// The text; never empty.
    public var text: String
    /// Where it came from.
    public var mark: Mark

    /// A run.
    public init(text: String, mark: Mark) {
      self.text = text
      self.mark = mark
    }
  }

  /// The runs in order; two neighbours have different marks.
  public let runs: [Run]

  /// The whole text, whatever its origin.
  public var text: String { runs.reduce(into: "") { $0 += $1.text } }

  init(_ text: Text) {
    runs = text.allRuns.map { range, mark in
      Run(text: String(decoding: text.bytes[range], as: UTF8.self), mark: mark)
    }
  }
}
