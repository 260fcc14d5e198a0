// Like the allow-lists of tools that load a project's settings: by the file's path and a digest of what is in it, so
// that neither a copy elsewhere nor another text in its place is what the person looked at.

import AgentTUI
import OrderedJSON
import System

/// Which projects' files the person trusts: a JSON object, the digest by the path.
struct TrustStore {
  /// Where it is kept.
  let path: String
  /// Reads a file; replaced in tests.
  var read: (String) throws(SmallFile.Failure) -> [UInt8] = SmallFile.bytes

  /// The path by which the settings file of a folder is known: absolute, links to the folder followed.
  static func key(ofFolder folder: String) -> String {
    guard let real = realpath(folder, nil) else { return ProgramPaths.projectFile(in: folder) }
    defer { free(real) }
    return ProgramPaths.projectFile(in: String(cString: real))
  }

  /// How a file stands that holds this.
  ///
  /// - Throws: a sentence when what was trusted cannot be read; nothing is trusted then.
  func standing(of file: String, digest: String) throws(UsageError) -> ProjectTrust.Standing {
    switch try entries()[file]?.string {
    case digest: .trusted
    case nil: .untrusted
    default: .changed
    }
  }

  /// Trusts a file as long as it holds what has this digest.
  func trust(_ file: String, digest: String) throws {
    var entries = try entries()
    entries[file] = .string(digest)
    try write(entries)
  }

  /// Trusts a file no longer. Whether it was.
  func forget(_ file: String) throws -> Bool {
    let entries = try entries()
    guard entries[file] != nil else { return false }
    try write(JSONObject(entries.members.filter { $0.name != file }))
    return true
  }

  private func write(_ entries: JSONObject) throws {
    try PrivateFile.replace(JSON.object(entries).text + "\n", at: path)
  }

  private func entries() throws(UsageError) -> JSONObject {
    let bytes: [UInt8]
    do {
      bytes = try read(path)
    } catch {
      if error.isMissing { return JSONObject() }
      throw UsageError("No project is trusted: \(error).")
    }
    guard let entries = (try? JSON(parsing: bytes))?.object else {
      throw UsageError("No project is trusted: \(path) is no JSON object; remove it and trust your projects again.")
    }
    return entries
  }
}
