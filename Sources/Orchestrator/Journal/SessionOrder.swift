// In which order sessions began. Clocks go back, and names are made of clocks; so each session is given the next number,
// from a file beside the journals. The number is the journal's too: should the file be lost, the journals tell it.

import System

/// Numbers sessions in the order of their beginning.
enum SessionOrder {
  /// The name of the file; that of no journal.
  static let file = "ordinal"

  /// The number of a session that begins now. Where the file cannot be written, sessions may get the same one: then their
  /// times decide.
  static func next(in folder: String) -> Int {
    let descriptor = open("\(folder)/\(file)", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return latest(in: folder) + 1 }
    defer { close(descriptor) }
    // Held for microseconds. Nobody waits for a process that was stopped meanwhile.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let known = count > 0 ? Int(String(decoding: bytes[..<count].prefix { $0 > 0x20 }, as: UTF8.self)) : nil
    let next = (known.flatMap { JournalScan.numbers.contains($0) ? $0 : nil } ?? latest(in: folder)) + 1
    let text = Array("\(next)\n".utf8)
    // Written over in one go, and never shorter than before.
    _ = pwrite(descriptor, text, text.count, 0)
    return next
  }

  private static func latest(in folder: String) -> Int {
    JournalReader(folder: folder).list().sessions.map(\.ordinal).max() ?? 0
  }
}
