/// What the name of a GGUF file says about it.
package struct ModelFileName: Equatable {
  /// The model's name: without folder, ending and part number.
  package let model: String
  /// The file to load: this one, or the first part of several.
  package let firstPart: String
  /// How many files the model has.
  let partCount: Int
  /// Whether it only turns pictures into tokens for another model.
  package let isProjector: Bool

  /// Nil for files that are no GGUF by name.
  package init?(_ path: String) {
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
      partCount = Int(parts[parts.count - 1]) ?? 1
    } else {
      model = String(stem)
      firstPart = path
      partCount = 1
    }
  }

  /// The paths of all files of the model that a file is of; the file alone where it is no part of several.
  package static func parts(of path: String) -> [String] {
    let marker = "-00001-of-"
    guard let name = ModelFileName(path), (2...1000).contains(name.partCount),
      let start = name.firstPart.ranges(of: marker).last?.lowerBound
    else { return [path] }
    let (head, tail) = (name.firstPart[..<start], name.firstPart[start...].dropFirst("-00001".count))
    return (1...name.partCount).map { number in
      let digits = String(number)
      return "\(head)-\(String(repeating: "0", count: 5 - digits.count))\(digits)\(tail)"
    }
  }

  private static func isPartNumber(_ text: Substring) -> Bool {
    text.utf8.count == 5 && text.utf8.allSatisfy { (48...57).contains($0) }
  }
}
