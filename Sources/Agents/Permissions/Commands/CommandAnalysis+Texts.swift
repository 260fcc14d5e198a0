/// What rules are compared with.
extension CommandAnalysis {
  static let shells: Set<String> = ["sh", "bash", "zsh", "dash", "ksh", "mksh", "ash", "fish", "rbash"]

  static func baseName(_ program: String) -> String {
    program.pathNames.last ?? program
  }

  static func faces(of words: ArraySlice<ShellScript.Word>) -> [String] {
    let plain = words.map(\.text).joined(separator: " ")
    var faces = [text(of: words)]
    if plain != faces[0] { faces.append(plain) }
    if let name = words.first?.text, name.contains("/") {
      faces.append(([baseName(name)] + words.dropFirst().map(\.text)).joined(separator: " "))
    }
    return faces
  }

  static func text(of words: ArraySlice<ShellScript.Word>) -> String {
    words.map { word in
      let needsQuotes = word.text.isEmpty || word.text.contains { $0.isWhitespace || "'\"\\;&|<>()#".contains($0) }
      guard needsQuotes, !word.isExpanded else { return word.text }
      return "'" + word.text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }.joined(separator: " ")
  }

  /// Whether a variable decides which program runs, or what one does: then it must be allowed itself.
  static func steers(_ variable: String) -> Bool {
    let exact: Set<String> = [
      "PATH", "IFS", "HOME", "ENV", "SHELL", "SHELLOPTS", "PS4", "PROMPT_COMMAND", "VISUAL", "BROWSER", "CLASSPATH",
      "CC", "CXX", "LD", "AR", "EXINIT", "VIMINIT", "CDPATH", "FPATH",
    ]
    let beginnings = [
      "LD_", "DYLD_", "BASH_", "GIT_", "PYTHON", "PERL", "RUBY", "NODE_", "NPM_", "npm_", "JAVA_", "_JAVA", "JDK_",
      "CARGO_", "RUSTC", "RUSTDOC", "RUSTFLAGS", "MAKE", "SSH_", "SUDO_", "DOCKER_", "XDG_", "LESS",
    ]
    let parts = ["PAGER", "EDITOR", "COMMAND", "_CMD", "WRAPPER", "_OPTS", "OPTIONS", "FLAGS", "_PATH", "PRELOAD"]
    return exact.contains(variable) || beginnings.contains(where: variable.hasPrefix)
      || parts.contains(where: variable.contains)
  }

  /// The command that goes from the workspace, resolved, into a folder; nil where that is the workspace itself.
  static func entering(_ folder: String, workspace: String) -> Part? {
    let place = ResolvedPath(absolute: folder, workspace: workspace)
    guard place.relative?.isEmpty != true else { return nil }
    let words = [ShellScript.Word(text: "cd"), ShellScript.Word(text: place.shown)]
    return Part(text: text(of: words[...]), faces: faces(of: words[...]), words: words)
  }
}
