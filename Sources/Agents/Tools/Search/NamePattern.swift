/// The names of a path in a pattern: each by itself, and any number of folders between them.
struct NamePattern: Sendable {
  /// One name, or folders.
  enum Name: Sendable {
    case anyFolders
    /// Names without a special sign, and those that only end in a certain way, are most of what patterns hold, and
    /// compared much faster.
    case exact(String)
    case ending(String)
    case name(Wildcard)

    /// What a part of a pattern between slashes stands for.
    init(_ text: some StringProtocol) {
      if text == "**" {
        self = .anyFolders
        return
      }
      let special = text.utf8.prefix { !"*?[\\".utf8.contains($0) }
      if special.count == text.utf8.count {
        self = .exact(String(text))
      } else if special.isEmpty, text.hasPrefix("*"), !text.utf8.dropFirst().contains(where: "*?[\\".utf8.contains) {
        self = .ending(String(text.dropFirst()))
      } else {
        self = .name(Wildcard(text, flavour: .glob))
      }
    }

    /// Whether it is this name; folders are no name.
    func matches(_ name: String) -> Bool {
      switch self {
      case .anyFolders: false
      case .exact(let text): name.utf8.elementsEqual(text.utf8)
      case .ending(let text):
        name.utf8.count >= text.utf8.count && name.utf8.suffix(text.utf8.count).elementsEqual(text.utf8)
      case .name(let wildcard): wildcard.matches(name, ignoringCase: false)
      }
    }
  }

  let names: [Name]

  /// Whether the path of these names matches.
  ///
  /// Row by row over the pattern: which beginnings of the path are matched so far. Nothing is tried twice, so that a
  /// hostile path costs no more than the product of both lengths.
  func matches(_ parts: ArraySlice<String>) -> Bool {
    var reached = [Bool](repeating: false, count: parts.count + 1)
    reached[0] = true
    for name in names {
      var next = [Bool](repeating: false, count: parts.count + 1)
      for place in 0...parts.count {
        switch name {
        case .anyFolders: next[place] = reached[place] || (place > 0 && next[place - 1])
        case .exact, .ending, .name:
          next[place] = place > 0 && reached[place - 1] && name.matches(parts[parts.startIndex + place - 1])
        }
      }
      reached = next
    }
    return reached[parts.count]
  }
}
