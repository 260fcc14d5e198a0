// Secrets and repositories in a workspace, as far down as it goes. Found by walking through it, which in a large one
// takes longer than most commands: then what was found last counts for ten times as long as finding it took. A secret
// that was made meanwhile is seen so long by commands; the agent has made it itself, or the person a moment ago.

import Threading

import System

/// What in a workspace a sandbox must know of.
struct WorkspaceSurvey: Sendable, Equatable {
  var secretFiles: [String] = []
  var secretFolders: [String] = []
  /// Folders that are repositories, but for the workspace itself.
  var repositories: [String] = []

  /// Bytes of a file that are looked through for a private key.
  private static let keyBytes = 256 << 10

  /// Walks through a workspace; links are not followed.
  init(of workspace: String) {
    var left = [workspace]
    while let folder = left.popLast() {
      for (name, kind) in Self.entries(of: folder) {
        let path = SandboxPlan.join(folder, name)
        if name == ".git" {
          if folder != workspace { repositories.append(folder) }
          continue
        }
        switch kind {
        case .folder:
          // A name in it that is no secret by itself shows whether the folder makes it one.
          if SecretFiles.contains(path + "/a") { secretFolders.append(path) } else { left.append(path) }
        case .file where Self.isSecret(name, at: path): secretFiles.append(path)
        case .file, .link, .other: break
        }
      }
    }
    secretFiles.sort()
    secretFolders.sort()
    repositories.sort()
  }

  /// By its name; but certificates, which are there to be given away, have the name of keys: what has no private key in it
  /// is none.
  private static func isSecret(_ name: String, at path: String) -> Bool {
    guard SecretFiles.contains(name) else { return false }
    guard name.lowercased().hasSuffix(".pem") else { return true }
    return holdsPrivateKey(path) ?? true
  }

  /// Nil where it cannot be read, or is more than was looked through.
  private static func holdsPrivateKey(_ path: String) -> Bool? {
    let file = TextFile(path: ResolvedPath(absolute: path, workspace: "/"))
    var bytes: [UInt8] = []
    do {
      try file.read { piece in
        bytes += piece
        return bytes.count <= keyBytes
      }
    } catch {
      return nil
    }
    if String(decoding: bytes, as: UTF8.self).contains("PRIVATE KEY") { return true }
    return bytes.count > keyBytes ? nil : false
  }

  private enum Kind { case folder, file, link, other }

  private static func entries(of folder: String) -> [(name: String, kind: Kind)] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var entries: [(String, Kind)] = []
    while let entry = readdir(stream) {
      // No path of ours leads to a name that is not UTF-8.
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        String(validatingCString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
      }
      guard let name, name != ".", name != ".." else { continue }
      switch Int32(entry.pointee.d_type) {
      case Int32(DT_DIR): entries.append((name, .folder))
      case Int32(DT_REG): entries.append((name, .file))
      case Int32(DT_LNK): entries.append((name, .link))
      case Int32(DT_UNKNOWN): entries.append((name, kind(of: SandboxPlan.join(folder, name))))
      default: entries.append((name, .other))
      }
    }
    return entries
  }

  /// Some file systems do not say it with the name.
  private static func kind(of path: String) -> Kind {
    switch SandboxProbe.kind(of: path) {
    case .folder?: .folder
    case .file?: .file
    case .link?: .link
    case .other?, nil: .other
    }
  }
}

/// Keeps surveys for as long as they are worth it.
final class SurveyStore: Sendable {
  private struct Kept {
    var survey: WorkspaceSurvey
    var until: MonotonicTime
  }
  private let kept = Monitor<[String: Kept]>([:])

  /// The survey of a workspace, made anew where the last one is too old.
  func survey(of workspace: String) -> WorkspaceSurvey {
    let begun = MonotonicTime.now
    if let last = kept.withLock({ $0[workspace] }), begun < last.until { return last.survey }
    let survey = WorkspaceSurvey(of: workspace)
    let now = MonotonicTime.now
    let taken = Double(now.nanoseconds - begun.nanoseconds) / 1e9
    // What takes a few milliseconds is done each time.
    let worth = taken < 0.003 ? 0 : taken * 10
    kept.withLock { $0[workspace] = Kept(survey: survey, until: now.advanced(bySeconds: worth)) }
    return survey
  }
}
