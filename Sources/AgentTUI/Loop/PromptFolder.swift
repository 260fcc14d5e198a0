import System

/// The person's own prompts: `NAME.md` in a folder, given with `/NAME` at the start of a task.
struct PromptFolder {
  let path: String

  /// Names and texts; what cannot be read or has a blank in its name is left out.
  func prompts() -> [String: String] {
    var prompts: [String: String] = [:]
    for file in Folder.names(in: path) where file.hasSuffix(".md") && !file.contains(where: \.isWhitespace) {
      guard var text = try? SmallFile.text("\(path)/\(file)") else { continue }
      while text.last?.isNewline == true { text.removeLast() }
      prompts[String(file.dropLast(3))] = text
    }
    return prompts
  }
}
