import OrderedJSON
import TerminalUI

/// The result of a measurement: its figures, each with its name for scripts and its words for people.
struct BenchReport: Sendable, Equatable {
  /// One figure.
  struct Row: Sendable, Equatable {
    /// For scripts: the name is a promise.
    var field: String
    var value: JSON
    /// For people; nil where the title says it already.
    var words: Words?
  }

  /// How a figure reads.
  struct Words: Sendable, Equatable {
    var name: String
    var unit: String
    var meaning: String
    /// The figure as people have it, where that is another one.
    var figure: JSON?
  }

  /// What was measured, for people.
  let title: String
  private(set) var rows: [Row] = []

  init(title: String) {
    self.title = title
  }

  /// Adds a figure that the title says already.
  mutating func add(_ field: String, _ value: JSON) {
    rows.append(Row(field: field, value: value, words: nil))
  }

  /// Adds a figure with its words.
  mutating func add(
    _ field: String, _ value: JSON, _ name: String, _ unit: String = "", _ meaning: String = "", figure: JSON? = nil
  ) {
    rows.append(Row(field: field, value: value, words: Words(name: name, unit: unit, meaning: meaning, figure: figure)))
  }

  /// For scripts.
  var json: JSON { .object(JSONObject(rows.map { .init(name: $0.field, value: $0.value) })) }

  /// For people: numbers stand one below the other, by their points.
  var table: String {
    let lines = rows.compactMap { row in row.words.map { (words: $0, value: Self.split($0.figure ?? row.value)) } }
    let name = lines.map(\.words.name.count).max() ?? 0
    let numbers = lines.compactMap(\.value.number)
    let (whole, part) = (numbers.map(\.whole.count).max() ?? 0, numbers.map(\.part.count).max() ?? 0)
    let unit = lines.map(\.words.unit.count).max() ?? 0
    let texts = lines.map { words, value in
      let figure =
        value.number.map { Self.space(whole - $0.whole.count) + $0.whole + $0.part + Self.space(part - $0.part.count) }
        ?? value.word
      let row = [
        words.name + Self.space(name - words.name.count), figure, words.unit + Self.space(unit - words.unit.count),
        words.meaning,
      ]
      return TextSanitizer.line(row.joined(separator: "  ")).trimmingEnd + "\n"
    }
    return TextSanitizer.line(title) + "\n\n" + texts.joined()
  }

  /// Rounded to this many places.
  static func figure(_ value: Double, places: Int) -> JSON {
    let parts = (0..<places).reduce(1.0) { parts, _ in parts * 10 }
    return .number((value * parts).rounded() / parts)
  }

  /// A number before and from its point, or a word.
  private static func split(_ value: JSON) -> (number: (whole: String, part: String)?, word: String) {
    switch value {
    case .integer, .number:
      let text = value.text
      let point = text.firstIndex(of: ".") ?? text.endIndex
      return ((String(text[..<point]), String(text[point...])), "")
    case .string(let text): return (nil, text)
    case .null, .bool, .array, .object: return (nil, value.text)
    }
  }

  private static func space(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmingEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
