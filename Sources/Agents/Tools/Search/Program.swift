import System

/// Programs of the machine.
enum Program {
  /// The file of a program in `PATH`; nil where there is none.
  static func find(_ name: String) -> String? {
    guard let path = getenv("PATH") else { return nil }
    for folder in String(cString: path).split(separator: ":") where folder.hasPrefix("/") {
      let file = "\(folder)/\(name)"
      if access(file, X_OK) == 0 { return file }
    }
    return nil
  }
}
