import System

/// Lets the person write a text in an editor of their own.
struct Editor {
  /// Why a text could not be written so.
  struct Failure: Error, Equatable, CustomStringConvertible {
    var description: String
  }

  /// The command, by a shell: `$VISUAL`, `$EDITOR`, else `vi`.
  let command: String
  /// Where the text lies meanwhile: nobody else may look into it, or put a link there.
  let folder: String

  init(environment: ProgramEnvironment, folder: String) {
    self.folder = folder
    command = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
  }

  /// Opens the editor with a text and waits; returns the text as it was left.
  func edit(_ text: String) throws -> String {
    let path = "\(folder)/task-\(UInt32.random(in: 0...UInt32.max)).md"
    try PrivateFile.write(text, to: path)
    defer { unlink(path) }
    let status = ForegroundProgram.run(["/bin/sh", "-c", "\(command) \"$1\"", "sh", path])
    guard status == 0 else {
      throw Failure(description: "the editor '\(command)' ended with \(status); the task is as it was")
    }
    return try SmallFile.text(path)
  }
}
