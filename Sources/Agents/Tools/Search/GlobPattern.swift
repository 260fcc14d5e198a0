/// A pattern of paths as models write it: `*.swift` (in any folder), `src/**/*.{c,h}`, `[a-z]*`.
struct GlobPattern: Sendable {
  private enum Name: Sendable {
    case anyFolders
    case name(Wildcard)
  }
  private let alternatives: [[Name]]

  /// - Throws: a sentence for the model, when it would lead out of the folder that is searched.
  init(_ text: String) throws(FileError) {
    if text.hasPrefix("/") || text.hasPrefix("~") || text.split(separator: "/").contains("..") {
      throw FileError(
        "the pattern '\(text)' leads out of the folder; give that folder as path, and a pattern within it")
    }
    var alternatives = Self.expandBraces(text[...])
    alternatives = alternatives.map { $0.hasSuffix("/") ? $0 + "**" : $0 }
    self.alternatives = alternatives.map { text in
      var names: [Name] = text.split(separator: "/").filter { $0 != "." }
        .map { $0 == "**" ? .anyFolders : .name(Wildcard($0, flavour: .glob)) }
      if !text.contains("/") { names.insert(.anyFolders, at: 0) }
      return names
    }
  }

  /// Whether a path, relative to the folder that is searched, matches.
  func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    return alternatives.contains { Self.match($0, parts) }
  }

  private static func match(_ names: [Name], _ parts: [String]) -> Bool {
    var reached = [Bool](repeating: false, count: parts.count + 1)
    reached[0] = true
    for name in names {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for place in 0...parts.count {
        switch name {
        case .anyFolders: next[place] = reached[place] || (place > 0 && next[place - 1])
        case .name(let wildcard):
          next[place] = place > 0 && reached[place - 1] && wildcard.matches(parts[place - 1], ignoringCase: false)
        }
      }
      reached = next
    }
    return reached[parts.count]
  }

  /// `a{b,c}` becomes `ab` and `ac`; at most 64 of them, past which braces are taken as they are.
  private static func expandBraces(_ text: Substring) -> [String] {
    var done: [String] = []
    var left = [text.description]
    while let next = left.popLast() {
      if let expanded = expandFirst(next), done.count + left.count + expanded.count <= 64 {
        left += expanded.reversed()
      } else {
        done.append(next)
      }
    }
    return done
  }

  private static func expandFirst(_ text: String) -> [String]? {
    guard let open = text.firstIndex(of: "{") else { return nil }
    var depth = 0
    var pieces = [""]
    for index in text[open...].indices {
      switch text[index] {
      case "{":
        depth += 1
        if depth == 1 { continue }
      case "}":
        depth -= 1
        if depth == 0 {
          guard pieces.count > 1 else { return nil }
          return pieces.map { text[..<open] + $0 + text[text.index(after: index)...] }
        }
      case "," where depth == 1:
        pieces.append("")
        continue
      default: break
      }
      pieces[pieces.count - 1].append(text[index])
    }
    return nil
  }
}
