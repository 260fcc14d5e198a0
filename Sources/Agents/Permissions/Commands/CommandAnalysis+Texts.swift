/// What rules are compared with.
extension CommandAnalysis {
  static func baseName(_ program: String) -> String {
    program.pathNames.last ?? program
  }

  /// The name of a program that the system has: a bare name, or a file in one of the system's folders; nil for others.
  static func systemName(_ program: String) -> String? {
    guard program.utf8.contains(UInt8(ascii: "/")) else { return program }
    let folders = ["/bin/", "/usr/bin/", "/sbin/", "/usr/sbin/"]
    guard let folder = folders.first(where: program.hasPrefix) else { return nil }
    let name = String(program.dropFirst(folder.count))
    return name.isEmpty || name.utf8.contains(UInt8(ascii: "/")) ? nil : name
  }

  static func faces(of words: ArraySlice<Word>) -> [String] {
    let plain = words.map(\.shape).joined(separator: " ")
    var faces = [text(of: words)]
    if plain != faces[0] { faces.append(plain) }
    if let name = words.first?.text, name.contains("/") {
      faces.append(([baseName(name)] + words.dropFirst().map(\.shape)).joined(separator: " "))
    }
    return faces
  }

  /// What a rule that forbids is compared with besides: the command without options in front of what it does
  /// (`git -C x push`), and, of a program of which nothing is known, whatever it might run (`uv run rm x`).
  static func hiddenFaces(of words: ArraySlice<Word>) -> [String] {
    guard let name = words.first, words.count > 1 else { return [] }
    let arguments = words.dropFirst()
    var starts: [Int] = []
    var isValue = false
    for index in arguments.indices {
      let isOption = arguments[index].text.hasPrefix("-")
      if !isOption {
        starts.append(index)
        if !isValue { break }
      }
      isValue = isOption
    }
    let program = baseName(name.text)
    var faces = starts.filter { $0 > arguments.startIndex }.map { start in
      ([program] + arguments[start...].map(\.shape)).joined(separator: " ")
    }
    if ProgramFacts.facts(of: program) == nil {
      faces += arguments.indices.prefix(16).map { arguments[$0...].map(\.shape).joined(separator: " ") }
    }
    return faces
  }

  static func text(of words: ArraySlice<Word>) -> String {
    words.map { word in
      if word.text == "[" { return word.text }
      if word.isExpanded { return word.isQuoted ? "\"\(word.text)\"" : word.text }
      // Signs that the shell would put something in place of are quoted where it does not.
      let special = word.isPattern ? "'\"\\;&|<>()#$`" : "'\"\\;&|<>()#$`*?["
      guard word.text.isEmpty || word.text.contains(where: { $0.isWhitespace || special.contains($0) }) else {
        return word.text
      }
      return "'" + word.text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// The command that goes from the workspace, resolved, into a folder; nil where that is the workspace itself.
  static func entering(_ folder: String, workspace: String) -> Part? {
    let place = ResolvedPath(absolute: folder, workspace: workspace)
    guard place.relative?.isEmpty != true else { return nil }
    let words = [Word(text: "cd"), Word(text: place.shown)]
    return Part(text: text(of: words[...]), faces: faces(of: words[...]), words: words)
  }
}
