/// The rule that "everything that begins like this" would be.
extension CommandAnalysis {
  /// What does not run as a command line: one part, taken as it is.
  init(subject: String) {
    self.init("")
    text = subject
    parts = [Part(text: subject, faces: [subject], words: [])]
  }

  /// Whether it is one plain command, of which others with the same beginning would be much the same.
  var mayBePrefix: Bool {
    !isDangerous && !isCompound && !isWrapped && doubts.isEmpty && writes.isEmpty && parts.count == 1
  }

  /// The program's name, with what it is told to do where it does many things: `ls *`, `git diff *`.
  var prefix: String? {
    guard let words = parts.first?.words, let name = words.first, name.isLiteral else { return nil }
    let program = Self.baseName(name.text)
    guard !Self.runsAnything.contains(program) else { return nil }
    guard Self.hasSubcommands.contains(program) else { return CommandPattern.escaping(name.text) + " *" }
    guard words.count > 1, words[1].isLiteral, !words[1].text.hasPrefix("-"), !words[1].text.contains(" ") else {
      return nil
    }
    return CommandPattern.escaping("\(name.text) \(words[1].text)") + " *"
  }

  /// Programs whose first argument says what they do.
  private static let hasSubcommands: Set<String> = [
    "git", "npm", "npx", "pnpm", "yarn", "bun", "deno", "swift", "cargo", "rustup", "make", "gmake", "docker", "podman",
    "kubectl", "helm", "go", "gh", "brew", "apt", "apt-get", "pip", "pip3", "uv", "poetry", "gem", "bundle", "dotnet",
    "gradle", "mvn", "terraform", "systemctl", "aws", "gcloud", "az", "nix", "zig", "just", "tmux", "xcrun", "mise",
  ]

  /// Programs of which a prefix would allow everything.
  private static let runsAnything: Set<String> =
    shells.union(CommandWrapper.all.keys).union(["eval", "source", ".", "ssh", "parallel", "watch", "script", "expect"])
}
