import CNcurses
import Foundation
package import TerminalUI
import Threading

/// A terminal without a window: a pseudo-terminal whose screen is a `ScreenModel`, kept up to date by a thread.
///
/// A program is started in it with `spawn`, or the code under test uses `device` in this process.
package final class PseudoTerminal: Sendable {
  /// How it takes what is sent.
  package enum Pace {
    /// As fast as it can.
    case fast
    /// A byte a millisecond, as a bad line does.
    case slow
    /// Not at all, as one does whose other end has gone silent.
    case held
  }

  private struct State: Sendable {
    var screen: ScreenModel
    var received = 0
    var status: Int32?
    var pace: Pace
    /// The pace that the reader knows of.
    var readerPace: Pace?
    var isOver = false
  }

  /// What went wrong while setting up, or what was waited for in vain.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
  }

  /// The side that programs use.
  package let device: Int32
  private let host: Int32
  private let path: String
  private let state: Monitor<State>
  /// Tells the reader that the pace or the end has changed.
  private let change: WakePipe
  private let reader: WorkerThread

  package init(size: Size, counting: ScreenModel.Counting = .clusters, pace: Pace = .fast) throws {
    let (host, path) = try Self.openHost()
    _ = fcntl(host, F_SETFD, FD_CLOEXEC)
    let device = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard device >= 0 else { throw Failure(description: "cannot open \(path): \(String(cString: strerror(errno)))") }
    let state = Monitor(State(screen: ScreenModel(size: size, counting: counting), pace: pace))
    let change = try WakePipe()
    (self.host, self.path, self.device, self.state, self.change) = (host, path, device, state, change)
    Self.setSize(size, of: host)
    reader = try WorkerThread(name: "screen") { Self.read(host, change, into: state) }
  }

  deinit {
    state.withLock { $0.isOver = true }
    change.wake()
    reader.join()
    close(host)
    close(device)
  }

  private static func read(_ host: Int32, _ change: WakePipe, into state: Monitor<State>) {
    var bytes = [UInt8](repeating: 0, count: 65536)
    while true {
      let pace = state.withLock {
        $0.readerPace = $0.isOver ? nil : $0.pace
        return $0.readerPace
      }
      guard let pace else { return }
      state.broadcast()
      var waits = [
        pollfd(fd: change.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: pace == .held ? -1 : host, events: Int16(POLLIN), revents: 0),
      ]
      if pace == .slow { poll(&waits, 1, 1) }
      guard poll(&waits, 2, -1) >= 0 || errno == EINTR else { return }
      if waits[0].revents != 0 {
        change.drain()
        continue
      }
      guard waits[1].revents != 0 else { continue }
      let count = Foundation.read(host, &bytes, pace == .slow ? 1 : bytes.count)
      guard count > 0 else { return }
      state.withLock {
        $0.screen.feed(bytes[..<count])
        $0.received += count
      }
      state.broadcast()
    }
  }

  /// What is on the screen now.
  package var screen: ScreenModel { state.withLock { $0.screen } }

  /// How many bytes were sent to it.
  package var received: Int { state.withLock { $0.received } }

  /// From now on it takes what is sent so.
  package func takes(_ pace: Pace) {
    state.withLock { $0.pace = pace }
    change.wake()
    _ = state.wait { $0.readerPace == pace ? true : nil }
  }

  /// Whether its line has room for more: the programs in it could write without waiting.
  package var hasRoom: Bool {
    var wait = pollfd(fd: device, events: Int16(POLLOUT), revents: 0)
    return poll(&wait, 1, 0) > 0
  }

  /// The modes of a line: all of them to be compared, and the ones of `c_lflag`.
  package struct Modes: Equatable, Sendable {
    fileprivate let whole: [UInt8]
    package let local: UInt
  }

  /// The modes of the line.
  package var modes: Modes {
    var modes = termios()
    tcgetattr(device, &modes)
    return Modes(whole: withUnsafeBytes(of: &modes) { Array($0) }, local: UInt(modes.c_lflag))
  }

  /// Whether the line echoes and gathers lines, as a shell leaves it.
  package var isCooked: Bool {
    let flags = tcflag_t(modes.local)
    return flags & tcflag_t(ECHO) != 0 && flags & tcflag_t(ICANON) != 0 && flags & tcflag_t(ISIG) != 0
  }

  // MARK: the person at the keyboard

  package func type(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(host, $0.baseAddress, $0.count) }
      if count > 0 { rest = rest.dropFirst(count) } else if errno != EINTR { return }
    }
  }

  package func resize(_ size: Size) {
    state.withLock { $0.screen.resize(size) }
    Self.setSize(size, of: host)
  }

  /// Waits until the screen is as `condition` wants it; within a frame it is not looked at.
  ///
  /// - Throws: after `seconds`, with the screen as it is.
  @discardableResult
  package func wait(
    _ what: String, seconds: Double = 20, until condition: (ScreenModel) -> Bool
  ) throws -> ScreenModel {
    let found = state.wait(until: .now.advanced(bySeconds: seconds)) {
      $0.screen.isWhole && condition($0.screen) ? $0.screen : nil
    }
    guard let found else { throw Failure(description: "waited in vain for \(what); the screen:\n\(screen.text)") }
    return found
  }

  /// Waits until a text stands on the screen, in one row.
  @discardableResult
  package func wait(for text: String, seconds: Double = 20) throws -> ScreenModel {
    try wait("“\(text)”", seconds: seconds) { $0.lines.contains { $0.contains(text) } }
  }

  // MARK: a program

  /// Starts a program with this as its controlling terminal.
  ///
  /// - Returns: its process number.
  @discardableResult
  package func spawn(
    _ program: String, _ arguments: [String] = [], environment: [String: String], directory: String = "/"
  ) throws -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes its controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    let newSession = 0x80  // POSIX_SPAWN_SETSID, which glibc declares for _GNU_SOURCE only
    posix_spawnattr_setflags(
      &attributes, Int16(newSession) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var process = pid_t()
    // The shell only changes the folder, for which there is no portable action, and becomes the program.
    let script = "cd \"$1\" && shift && exec \"$@\""
    let words = (["sh", "-c", script, "sh", directory, program] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, words, variables)
    guard status == 0 else {
      throw Failure(description: "cannot start \(program): \(String(cString: strerror(status)))")
    }
    let (state, number) = (self.state, process)
    _ = try WorkerThread(name: "wait") {
      var status: Int32 = 0
      while waitpid(number, &status, 0) < 0, errno == EINTR {}
      state.withLock { $0.status = status }
      state.broadcast()
    }
    return process
  }

  /// Waits until the program has ended.
  ///
  /// - Returns: its exit status, or 128 plus the signal that ended it.
  package func waitForExit(seconds: Double = 20) throws -> Int32 {
    let status = state.wait(until: .now.advanced(bySeconds: seconds)) { $0.status }
    guard let status else { throw Failure(description: "the program does not end; the screen:\n\(screen.text)") }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
  }

  /// The side of the person, and the path of the other one.
  private static func openHost() throws -> (Int32, path: String) {
    #if canImport(Darwin)
      let host = posix_openpt(O_RDWR | O_NOCTTY)
      guard host >= 0, grantpt(host) == 0, unlockpt(host) == 0, let name = ptsname(host) else {
        throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
      }
      return (host, String(cString: name))
    #else
      // Glibc declares posix_openpt and its like for _XOPEN_SOURCE only; this is what they do.
      let (unlock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
      let host = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
      var (locked, number): (Int32, Int32) = (0, 0)
      guard host >= 0, ioctl(host, unlock, &locked) == 0, ioctl(host, getNumber, &number) == 0 else {
        throw Failure(description: "no pseudo-terminal: \(String(cString: strerror(errno)))")
      }
      return (host, "/dev/pts/\(number)")
    #endif
  }

  private static func setSize(_ size: Size, of host: Int32) {
    var window = winsize(ws_row: UInt16(size.height), ws_col: UInt16(size.width), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(host, UInt(TIOCSWINSZ), &window)
  }
}
