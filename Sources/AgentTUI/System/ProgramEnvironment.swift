#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the program finds around itself; tests make their own.
package struct ProgramEnvironment: Sendable, Equatable {
  /// The environment's variables. An empty one counts as not set, as the XDG specification wants.
  package var variables: [String: String]
  /// The folder it was started in, an absolute path.
  package var directory: String

  package init(variables: [String: String], directory: String) {
    self.variables = variables
    self.directory = directory
  }

  /// This process's.
  package static var current: ProgramEnvironment {
    ProgramEnvironment(
      variables: ProcessInfo.processInfo.environment, directory: FileManager.default.currentDirectoryPath)
  }

  package subscript(name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The person's home folder; the folder the program was started in where there is none.
  package var home: String { self["HOME"] ?? directory }

  /// The absolute path that `path` means: `~` is the home folder, relative ones begin here.
  package func absolute(_ path: String) -> String {
    if path == "~" { return home }
    if path.hasPrefix("~/") { return normalized("\(home)/\(path.dropFirst(2))") }
    return normalized(path.hasPrefix("/") ? path : "\(directory)/\(path)")
  }

  /// Without `.`, `..` and empty parts; links are not followed.
  private func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }
}
