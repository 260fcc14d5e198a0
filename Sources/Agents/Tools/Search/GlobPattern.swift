/// A pattern of paths as models write it: `*.swift` (in any folder), `src/**/*.{c,h}`, `[a-z]*`.
struct GlobPattern: Sendable {
  private let alternatives: [NamePattern]

  /// - Throws: a sentence for the model, when it would lead out of the folder that is searched.
  init(_ text: String) throws(FileError) {
    if text.hasPrefix("/") || text.hasPrefix("~") || text.split(separator: "/").contains("..") {
      throw FileError(
        "the pattern '\(text)' leads out of the folder; give that folder as path, and a pattern within it")
    }
    var alternatives = Self.expandBraces(text[...])
    alternatives = alternatives.map { $0.hasSuffix("/") ? $0 + "**" : $0 }
    self.alternatives = alternatives.map { text in
      var names = text.split(separator: "/").filter { $0 != "." }.map { NamePattern.Name($0) }
      if !text.contains("/") { names.insert(.anyFolders, at: 0) }
      return NamePattern(names: names)
    }
  }

  /// Whether a path, relative to the folder that is searched, matches.
  func matches(_ path: String) -> Bool {
    let parts = path.split(separator: "/").map(String.init)
    return alternatives.contains { $0.matches(parts[...]) }
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
