// Gets one file: into NAME.part, on from where that ends, and under its name only when it is whole and right. What was
// got is kept whatever happens, unless it cannot be the beginning of the right file.

import AgentTUI
import TerminalUI
import Threading

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

import System

/// One file on its way into the folder of models.
struct PullDownload {
  /// How often a line may break, as long as each time brings something.
  private static let attempts = 50

  let file: PullFile
  let place: PullPlace
  let cancellation: Cancellation
  /// Says a sentence about how it goes.
  let say: (String) -> Void

  /// Gets it, unless it is there. Blocks for as long as that takes.
  ///
  /// - Returns: whether it was got now.
  /// - Throws: what did not work, and what to do.
  func run() throws(PullError) -> Bool {
    if try isThere() { return false }
    do {
      try FileManager.default.createDirectory(atPath: place.folder, withIntermediateDirectories: true)
    } catch {
      throw PullError("The folder \(place.folder) cannot be made; is its disk full, or somebody else's?")
    }
    let lock = try takeLock()
    defer { close(lock) }
    // Whoever held the lock may have got it.
    if try isThere() { return false }
    try checkRoom()
    say(
      "Getting \(shownName)\(file.bytes.map { " (\(Figures.bytes($0)))" } ?? "") from \(TextSanitizer.line(file.address))"
    )
    if try !getByHubTool() { try getByCurl() }
    try accept()
    return true
  }

  /// Its name, harmless on a terminal.
  var shownName: String { TextSanitizer.line(place.name) }

  // MARK: - Before

  private func isThere() throws(PullError) -> Bool {
    switch FileTree.kind(of: place.file) {
    case .file: return true
    case .folder: throw PullError("\(place.file) is a folder; remove it, or rename it.")
    case nil: return false
    }
  }

  /// Lets nobody else get the same file meanwhile. The lock is gone with the process.
  private func takeLock() throws(PullError) -> Int32 {
    let descriptor = open(place.lock, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw PullError("Nothing can be written in \(place.folder): \(String(cString: strerror(errno))).")
    }
    // Some file systems have no locks: no matter.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
      close(descriptor)
      throw PullError("Another 'agent-tui pull' gets \(shownName) already; wait for it.")
    }
    return descriptor
  }

  private func checkRoom() throws(PullError) {
    guard let bytes = file.bytes, let free = freeBytes else { return }
    let needed = bytes - size(of: place.part)
    guard needed > free else { return }
    throw PullError(
      "\(shownName) needs \(Figures.bytes(needed)) more in \(place.folder), and \(Figures.bytes(free)) are free; make room, "
        + "or set XDG_CACHE_HOME to a folder on a larger disk.")
  }

  private var freeBytes: Int? {
    var status = statvfs()
    guard statvfs(place.folder, &status) == 0 else { return nil }
    return Int(clamping: UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue)
  }

  /// Bytes of a file; 0 where there is none.
  func size(of path: String) -> Int {
    if case .file(let bytes)? = FileTree.kind(of: path) { bytes } else { 0 }
  }

  // MARK: - Getting

  /// By the hub's own tool, which knows what the person may have there. A part that curl began is left to curl.
  ///
  /// - Returns: false where it is not installed, or did not get it.
  private func getByHubTool() throws(PullError) -> Bool {
    guard let hub = file.hub, size(of: place.part) == 0 else { return false }
    for tool in ["hf", "huggingface-cli"] {
      let exit = try start([
        tool, "download", hub.repository, hub.path, "--revision", hub.revision, "--local-dir", place.hubFolder,
      ])
      if exit == 127 { continue }
      if exit == 0, rename("\(place.hubFolder)/\(hub.path)", place.part) == 0 { return true }
      say("\(tool) did not get it (it ended with \(exit)); trying curl.")
      return false
    }
    return false
  }

  private func getByCurl() throws(PullError) {
    var restarts = 0
    for _ in 0..<Self.attempts {
      let before = size(of: place.part)
      // It was whole when its end was not waited for.
      if let bytes = file.bytes, before == bytes { return }
      if before == 0 { remove(place.tag) }
      remove(place.headers)
      let transfer = CurlTransfer(
        address: file.address, part: place.part, headers: place.headers, tag: try? SmallFile.text(place.tag),
        isWatched: Output.error.isTerminal)
      let exit = try start(transfer.command)
      let answer = CurlTransfer.Answer(headers: (try? SmallFile.text(place.headers)) ?? "")
      remove(place.headers)
      // Without it the rest of another file would not be noticed before the sum; the part goes on without it.
      if answer.status == 200, let tag = answer.tag { try? PrivateFile.write(tag, to: place.tag) }
      switch transfer.step(exit: exit, answer, before: before, after: size(of: place.part)) {
      case .done: return
      case .goOn: say("The line broke; going on from \(Figures.bytes(size(of: place.part))).")
      case .beginAnew:
        restarts += 1
        guard restarts < 3 else { throw failure("the server changes the file again and again") }
        say("The server cannot go on with what is there; beginning anew.")
        remove(place.part)
      case .fail(let reason):
        let room = exit == 23 ? freeBytes.map { "; \(Figures.bytes($0)) are free in \(place.folder)" } ?? "" : ""
        throw failure(reason + room)
      }
    }
    throw failure("the line to \(file.address) breaks again and again")
  }

  /// Starts a program and waits for its end.
  private func start(_ command: [String]) throws(PullError) -> Int32 {
    let exit = ForegroundProgram.run(command, cancellation: cancellation)
    // The terminal tells both of Ctrl-C, and the other may have taken note of it first.
    guard !cancellation.isCancelled, exit != 128 + SIGINT, exit != 128 + SIGTERM else { throw interruption }
    return exit
  }

  /// What is thrown where the person ended it.
  var interruption: PullError {
    PullError("Interrupted.\(kept)", isInterruption: true)
  }

  private func failure(_ reason: String) -> PullError {
    PullError("\(shownName) was not got: \(reason).\(kept)")
  }

  private var kept: String {
    let bytes = size(of: place.part)
    return bytes == 0 ? "" : " What came (\(Figures.bytes(bytes))) is kept; the same command goes on from there."
  }

  /// Removes what may be there.
  func remove(_ path: String) {
    // Where it is not there, that is what was wanted.
    try? FileManager.default.removeItem(atPath: path)
  }
}
