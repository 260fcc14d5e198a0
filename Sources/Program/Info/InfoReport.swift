import Inference
import OrderedJSON
import TerminalUI

/// Everything `agent-tui info` shows, in order; a pure value, so that both formats say the same.
struct InfoReport: Sendable, Equatable {
  /// A heading with its lines.
  struct Section: Sendable, Equatable {
    var name: String
    var entries: [Entry]
  }

  /// A name and what there is to say.
  struct Entry: Sendable, Equatable {
    var name: String
    var value: JSON
  }

  var sections: [Section] = []

  /// Adds a section.
  mutating func add(_ name: String, _ entries: [(String, JSON)]) {
    sections.append(Section(name: name, entries: entries.map { Entry(name: $0.0, value: $0.1) }))
  }

  /// For scripts.
  var json: JSON {
    .object(
      JSONObject(
        sections.map { section in
          .init(
            name: section.name,
            value: .object(JSONObject(section.entries.map { .init(name: $0.name, value: $0.value) })))
        }))
  }

  /// For people.
  var text: String {
    sections.map { section in
      let width = section.entries.map(\.name.count).max() ?? 0
      let lines = section.entries.map { entry -> String in
        let name = entry.name + String(repeating: " ", count: width - entry.name.count)
        let values = Self.lines(of: entry.value)
        let indent = "\n" + String(repeating: " ", count: width + 4)
        return "  \(name)  \(values.joined(separator: indent))\n"
      }
      return "\(section.name)\n" + lines.joined()
    }.joined(separator: "\n")
  }

  private static func lines(of value: JSON) -> [String] {
    switch value {
    case .string(let text): [TextSanitizer.line(text)]
    case .array(let elements): elements.isEmpty ? ["none"] : elements.flatMap(lines)
    case .null: ["none"]
    case .bool(let isTrue): [isTrue ? "yes" : "no"]
    case .integer, .number, .object: [value.text]
    }
  }
}
