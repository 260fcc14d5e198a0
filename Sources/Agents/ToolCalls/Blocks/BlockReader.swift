import OrderedJSON
import System

/// Reads what stands in a block as calls of the tools that are offered.
struct BlockReader {
  let tools: ToolRegistry
  private let calls: ToolCallReader

  init(tools: ToolRegistry) {
    self.tools = tools
    calls = ToolCallReader(tools: tools)
  }

  /// The calls of a block that is whole; nil where it is none, and shown as it is.
  func read(_ opening: BlockOpening, _ body: [UInt8]) -> [ModelOutput]? {
    let text = Self.text(body, opening.fence)
    switch opening.kind {
    case .json: return calls.readLoose(text)
    case .command: return [calls.read("bash", ["command": .string(text.trimmingSpace)])]
    case .tool(let name): return calls.readLoose(text) ?? [calls.read(name, arguments(of: name, text))]
    case .file(let path):
      if let edits = SearchReplace.edits(in: text), !edits.isEmpty {
        return [calls.read("edit", Self.arguments(path, edits))]
      }
      return [calls.read("write", ["path": .string(path), "content": .string(text)])]
    }
  }

  /// What the model began to write and did not end.
  func readUnfinished(_ opening: BlockOpening, _ body: [UInt8], isCutShort: Bool) -> [ModelOutput]? {
    // A model that ends its turn without the last line has said all that is needed.
    guard isCutShort else { return read(opening, Self.endingLine(body)) }
    let lines = Self.text(body, opening.fence).split(separator: "\n").count
    switch opening.kind {
    case .json: return nil
    case .file(let path):
      return [
        calls.malformed(
          "write",
          "\(path) was not written: its block was cut off after \(Figures.count(lines, "line")), because it was too "
            + "long. Write less at a time: first a shorter file, then add to it with a bash block")
      ]
    case .command:
      return [
        calls.malformed(
          "bash", "the command was cut off after \(Figures.count(lines, "line")) and was not run. Write a shorter one")
      ]
    case .tool(let name):
      return [calls.malformed(name, "the \(name) block was cut off and was not run. Write a shorter one")]
    }
  }

  /// A tool's arguments: a JSON object, its first argument as plain text, or lines of `name: value`.
  private func arguments(of name: String, _ text: String) -> JSON {
    guard let tool = tools[name] else { return [:] }
    let properties = tool.parameters.properties
    if let json = try? JSON(parsing: text), json.object != nil { return json }
    var object = JSONObject()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
    for line in lines {
      guard let colon = line.firstIndex(of: ":"), case let key = String(line[..<colon]),
        let property = properties.first(where: { $0.name == key })
      else { continue }
      object[key] = Self.value(String(line[line.index(after: colon)...]).trimmingSpace, property.kind)
    }
    if object.members.count == lines.count { return .object(object) }
    guard let first = properties.first else { return [:] }
    return .object([first.name: Self.value(text.trimmingSpace, first.kind)])
  }

  private static func arguments(_ path: String, _ edits: [(old: String, new: String)]) -> JSON {
    guard edits.count > 1 else {
      return ["path": .string(path), "old_string": .string(edits[0].old), "new_string": .string(edits[0].new)]
    }
    return [
      "path": .string(path),
      "edits": .array(edits.map { ["old": .string($0.old), "new": .string($0.new)] }),
    ]
  }

  private static func value(_ text: String, _ kind: ToolSchema.Kind) -> JSON {
    switch kind {
    case .string, .choice: .string(text)
    case .integer, .boolean, .array, .object, .other: (try? JSON(parsing: text)) ?? .string(text)
    }
  }

  /// The inside without the fence's own indentation.
  private static func text(_ body: [UInt8], _ fence: FenceLine) -> String {
    guard fence.indent > 0 else { return String(decoding: body, as: UTF8.self) }
    let lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
      line.dropFirst(min(fence.indent, line.prefix { $0 == 0x20 || $0 == 0x09 }.count))
    }
    return String(decoding: Array(lines.joined(separator: [UInt8(ascii: "\n")])), as: UTF8.self)
  }

  private static func endingLine(_ body: [UInt8]) -> [UInt8] {
    body.isEmpty || body.last == UInt8(ascii: "\n") ? body : body + [UInt8(ascii: "\n")]
  }
}

/// Edits as models write them in text: the lines to find and those to put in their place, between markers.
enum SearchReplace {
  /// The edits of a block; nil where it is none of this kind.
  static func edits(in text: String) -> [(old: String, new: String)]? {
    guard text.contains("<<<<<<<"), text.contains(">>>>>>>") else { return nil }
    var edits: [(old: String, new: String)] = []
    var (old, new): ([Substring], [Substring]) = ([], [])
    enum Part { case outside, old, new }
    var part = Part.outside
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      switch part {
      case .outside:
        if line.hasPrefix("<<<<<<<") { (part, old, new) = (.old, [], []) }
      case .old:
        if line.hasPrefix("=======") { part = .new } else { old.append(line) }
      case .new:
        if line.hasPrefix(">>>>>>>") {
          part = .outside
          edits.append((joined(old), joined(new)))
        } else {
          new.append(line)
        }
      }
    }
    return part == .outside ? edits : nil
  }

  private static func joined(_ lines: [Substring]) -> String { lines.map { $0 + "\n" }.joined() }
}
