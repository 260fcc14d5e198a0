/// What the name of a GGUF file says about it.
struct ModelFileName: Equatable {
  /// The model's name: without folder, ending and part number.
  let model: String
  /// The file to load: this one, or the first part of several.
  let firstPart: String
  /// Whether it only turns pictures into tokens for another model.
  let isProjector: Bool

  /// Nil for files that are no GGUF by name.
  init?(_ path: String) {
    let ending = ".gguf"
    guard path.hasSuffix(ending), let file = path.split(separator: "/").last else { return nil }
    let folder = path.dropLast(file.count)
    let stem = file.dropLast(ending.count)
    isProjector = stem.lowercased().contains("mmproj")
    // MODEL-00002-of-00005.gguf
    let parts = stem.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count > 3, parts[parts.count - 2] == "of", Self.isPartNumber(parts[parts.count - 1]),
      Self.isPartNumber(parts[parts.count - 3])
    {
      model = parts.dropLast(3).joined(separator: "-")
      firstPart = "\(folder)\(model)-00001-of-\(parts[parts.count - 1])\(ending)"
    } else {
      model = String(stem)
      firstPart = path
    }
  }

  private static func isPartNumber(_ text: Substring) -> Bool {
    text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
  }
}
