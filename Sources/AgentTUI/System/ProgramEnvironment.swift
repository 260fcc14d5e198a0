#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

import System

/// What the program finds around itself; tests make their own.
package struct ProgramEnvironment: Sendable, Equatable {
  /// The environment's variables. An empty one counts as not set, as the XDG specification wants.
  package var variables: [String: String]
  /// The folder it was started in, an absolute path.
  package var directory: String
  /// The home folder of the account, for where no variable says one.
  package var accountHome: String?

  package init(variables: [String: String], directory: String, accountHome: String? = nil) {
    self.variables = variables
    self.directory = directory
    self.accountHome = accountHome
  }

  /// This process's.
  package static var current: ProgramEnvironment {
    ProgramEnvironment(
      variables: ProcessInfo.processInfo.environment, directory: FileManager.default.currentDirectoryPath,
      accountHome: AccountHome.path)
  }

  package subscript(name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The person's home folder: `HOME`, else the account's. Where there is neither nothing may be kept (`homeProblem`).
  package var home: String { knownHome ?? "/nonexistent" }

  private var knownHome: String? { self["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? accountHome }

  /// Why nothing can be kept anywhere, a sentence; nil where it can. Files of ours must not fall into whatever folder the
  /// program happens to be started in.
  package var homeProblem: String? {
    let folders = ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"]
    if knownHome != nil || folders.allSatisfy({ self[$0]?.hasPrefix("/") == true }) { return nil }
    return "There is no home folder: HOME is not set to an absolute path, and the system knows none for this account; "
      + "set HOME, or all of \(folders.joined(separator: ", "))."
  }

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
