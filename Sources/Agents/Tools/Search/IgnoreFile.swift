/// What a `.gitignore`, or a file of that form, says about the paths below its folder; as `man gitignore` has it.
struct IgnoreFile: Sendable {
  private struct Rule {
    /// From the file's folder; nil where one name decides, in whatever folder.
    var path: NamePattern?
    /// The name that decides where there is no path.
    var name = NamePattern.Name.anyFolders
    var isNegated = false
    var isForFolders = false
  }
  private var rules: [Rule] = []

  init(_ text: String) {
    rules = text.split(whereSeparator: \.isNewline).compactMap { Self.rule(String($0)) }
  }

  /// Whether it says nothing.
  var isEmpty: Bool { rules.isEmpty }

  /// Whether a path is ignored; nil where nothing is said about it. The last rule that matches counts.
  ///
  /// - Parameter parts: its names, from the file's folder; at least one.
  func verdict(on parts: ArraySlice<String>, isFolder: Bool) -> Bool? {
    guard let name = parts.last else { return nil }
    let rule = rules.last { rule in
      if rule.isForFolders, !isFolder { return false }
      return rule.path?.matches(parts) ?? rule.name.matches(name)
    }
    return rule.map { !$0.isNegated }
  }

  private static func rule(_ line: String) -> Rule? {
    var text = Substring(line)
    // Space at the end counts only behind a backslash.
    while text.last == " " || text.last == "\t", !text.hasSuffix("\\ ") { text.removeLast() }
    guard text.first != "#" else { return nil }
    var rule = Rule()
    if text.first == "!" {
      rule.isNegated = true
      text.removeFirst()
    }
    if text.last == "/" {
      rule.isForFolders = true
      text.removeLast()
    }
    guard !text.isEmpty else { return nil }
    guard text.utf8.contains(UInt8(ascii: "/")) else {
      rule.name = text == "**" ? NamePattern.Name("*") : NamePattern.Name(text)
      return rule
    }
    var names = text.split(separator: "/").map { NamePattern.Name($0) }
    // `a/**` is all that lies in a, and not a itself.
    if case .anyFolders? = names.last { names.append(NamePattern.Name("*")) }
    rule.path = NamePattern(names: names)
    return rule
  }
}
