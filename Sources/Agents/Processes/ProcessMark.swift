// How a process is known as one of a command's, whatever it has left: its group by `setsid`, its parent by forking
// twice, its environment by `env -i`. Linux hands resource limits down from process to process, through `exec` too, and
// shows everybody's; so each command's processes have one of their own: how many bytes of POSIX message queues they may
// have (a soft limit), a number that differs from the usual one by less than a hundredth of it and matters to nobody.
//
// The limit belongs to this whole program while a child is made, which is why children are made one at a time. A
// process may change its own; who does so on purpose, without a sandbox around it, is known only by its parents.

import Threading

import System

/// A number that all processes of one command carry.
struct ProcessMark: Sendable, Hashable {
  /// The limit that they have.
  let value: UInt64

  private static let inUse = Monitor<Set<ProcessMark>>([])
  /// The usual limit, and how far below it marks go.
  private static let usual: UInt64 = 819_200
  private static let span: UInt64 = 8_000

  #if canImport(Darwin)
    /// Makes a child; this system has nothing that could carry a mark.
    static func spawning<Failure>(
      _ spawn: () throws(Failure) -> pid_t
    ) throws(Failure) -> (child: pid_t, mark: ProcessMark?) { (try spawn(), nil) }

    /// Whether a process carries it.
    func isCarried(by pid: pid_t) -> Bool { false }
  #else
    /// Makes a child that carries a new mark; nil where the limits are too low for any.
    static func spawning<Failure>(
      _ spawn: () throws(Failure) -> pid_t
    ) throws(Failure) -> (child: pid_t, mark: ProcessMark?) {
      Adoption.begin()
      return try inUse.withLock { inUse throws(Failure) in
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, UInt64(limit.rlim_max) > span * 2 else { return (try spawn(), nil) }
        let ceiling = min(UInt64(limit.rlim_max), usual)
        var mark = ProcessMark(value: ceiling - 1)
        repeat {
          mark = ProcessMark(value: ceiling - UInt64.random(in: 1..<span))
        } while inUse.contains(mark) || mark.value == UInt64(limit.rlim_cur)
        var marked = limit
        marked.rlim_cur = rlim_t(mark.value)
        guard setrlimit(resource, &marked) == 0 else { return (try spawn(), nil) }
        defer { _ = setrlimit(resource, &limit) }
        let child = try spawn()
        inUse.insert(mark)
        return (child, mark)
      }
    }

    /// Whether a process carries it; also one that has ended and was not asked for its status.
    func isCarried(by pid: pid_t) -> Bool {
      SystemText.read("/proc/\(pid)/limits").flatMap(Self.limit(in:)) == value
    }

    #if canImport(Musl)
      private static let resource = RLIMIT_MSGQUEUE
    #else
      private static let resource = Int32(__RLIMIT_MSGQUEUE.rawValue)
    #endif
  #endif

  /// Lets others have the number.
  func release() { Self.inUse.withLock { _ = $0.remove(self) } }

  /// The soft limit of message queues in a text of `/proc/PID/limits`.
  static func limit(in text: String) -> UInt64? {
    let name = "Max msgqueue size"
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else { return nil }
    return line.dropFirst(name.count).split(separator: " ").first.flatMap { UInt64($0) }
  }
}

#if !canImport(Darwin)
  /// Children of a command whose own parent has ended become children of this program (a "subreaper"), not of the
  /// system's first process: so they can be found, and their end be seen.
  private enum Adoption {
    static func begin() { _ = hasBegun }

    private static let hasBegun: Bool = {
      // Of variable arguments, and as such closed to Swift.
      typealias Control = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
      let setChildSubreaper: Int32 = 36
      guard let symbol = dlsym(nil, "prctl") else { return false }
      return unsafeBitCast(symbol, to: Control.self)(setChildSubreaper, 1, 0, 0, 0) == 0
    }()
  }
#endif
