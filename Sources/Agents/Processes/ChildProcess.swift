// Runs a command to its end on the calling thread: spawned into a session of its own (so that it has no terminal to
// write on or to ask for a password at, and can be signalled whole), its output read through one pipe, ended with
// everything that it started when its deadline passes or the run is cancelled. Nothing of it outlives the call, whatever
// group, session or parent it has left (see `ProcessFamily`).
//
// One thread of its own waits for the child, since no portable descriptor tells of its end; it leaves the child
// unreaped, so that the number of the group stays taken for as long as this thread may signal it.

import System
import Threading

/// A command to run.
struct ChildProcess: Sendable {
  /// What the reader of the output wants.
  enum Appetite: Sendable {
    case more
    /// The child is ended.
    case enough
  }
  private enum Watch {
    case watching
    case ended
    /// Nobody waits any more: the watching thread reaps the child.
    case givenUp
  }

  /// The program's file, and its arguments without its name.
  var executable: String
  var arguments: [String]
  /// Where it runs; an absolute path.
  var folder: String
  /// Seconds until it is ended; nil lets it run for as long as it likes.
  var deadline: Double?
  /// What its environment has beside the usual.
  var settings: [String] = []
  /// Names of this program's environment that it gets beside the usual ones.
  var passing: Set<String> = []
  /// Whether the executable is a sandbox, and what is to run in it is among its arguments.
  var isConfined = false
  /// What it may take; nil bounds nothing.
  var bounds: ResourceBounds?
  /// Seconds between asking it to end and killing it.
  var grace = 2.0

  /// Runs it, and blocks until it has ended.
  ///
  /// - Parameter output: gets what it writes on both of its outputs, as it comes, on this thread.
  func run(
    cancellation: Cancellation, output: (UnsafeRawBufferPointer) -> Appetite
  ) throws(ChildError) -> ChildOutcome {
    let wake: WakePipe
    let pipe: (read: Int32, write: Int32)
    do throws(SystemError) {
      wake = try WakePipe()
      pipe = try Descriptors.pipe()
    } catch {
      throw ChildError(description: error.description)
    }
    defer { close(pipe.read) }
    let resources = bounds.map { ResourceWatch($0) }
    let (child, mark): (pid_t, ProcessMark?)
    do throws(ChildError) {
      (child, mark) = try ProcessMark.spawning { () throws(ChildError) in try spawn(writingTo: pipe.write) }
    } catch {
      close(pipe.write)
      throw error
    }
    close(pipe.write)
    let family = ProcessFamily(child: child, mark: mark, isConfined: isConfined)
    defer { mark?.release() }
    if bounds != nil { family.goFirst() }
    Descriptors.setNonBlocking(pipe.read)
    let watch = Monitor(Watch.watching)
    let watcher: WorkerThread
    do throws(ThreadError) {
      watcher = try WorkerThread(name: "child \(child)", stackBytes: 128 << 10) { Self.watch(child, watch, wake) }
    } catch {
      kill(-child, SIGKILL)
      _ = Self.reap(child)
      _ = family.endRemains(patience: 0)
      throw ChildError(description: error.description)
    }
    var lifecycle = ChildLifecycle(deadline: deadline.map { .now.advanced(bySeconds: $0) }, grace: grace)
    cancellation.withHandler({ wake.wake() }) {
      supervise(family, resources, &lifecycle, reading: pipe.read, wake, watch, cancellation, output)
    }
    let hasEnded = watch.withLock { watch in
      if watch == .watching { watch = .givenUp }
      return watch == .ended
    }
    guard hasEnded else { return ChildOutcome(end: .unknown, stop: lifecycle.stop, leftRunning: true) }
    watcher.join()
    // Those that it left behind without its output; while it is not reaped, the group's number is nobody else's.
    let hadOrphans = !isConfined && family.hasOrphans
    if !isConfined { kill(-child, SIGTERM) }
    let end = Self.reap(child)
    // Of a child that was ended itself, others may well be dying still: they have been asked, and are killed.
    let hadRemains = family.endRemains(patience: lifecycle.stop == nil && !isConfined ? 0.3 : 0.05)
    let leftRunning = lifecycle.stop == nil && (lifecycle.leftRunning || hadOrphans || hadRemains)
    return ChildOutcome(end: end, stop: lifecycle.stop, leftRunning: leftRunning)
  }

  private func supervise(
    _ family: ProcessFamily, _ resources: ResourceWatch?, _ lifecycle: inout ChildLifecycle,
    reading descriptor: Int32, _ wake: WakePipe, _ watch: Monitor<Watch>, _ cancellation: Cancellation,
    _ output: (UnsafeRawBufferPointer) -> Appetite
  ) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 1)
    defer { buffer.deallocate() }
    var outputEnded = false
    var hasEnough = false
    var excess: String?
    var nextLook = MonotonicTime.now.advanced(bySeconds: ResourceWatch.interval)
    while true {
      if let resources, excess == nil, lifecycle.stop == nil, MonotonicTime.now >= nextLook {
        excess = resources.excess(of: family)
        family.reapOrphans()
        nextLook = .now.advanced(bySeconds: ResourceWatch.interval)
      }
      let request: ChildOutcome.Stop? =
        cancellation.isCancelled ? .cancelled : hasEnough ? .enough : excess.map { .tooMuch($0) }
      let step = lifecycle.step(
        now: .now, hasEnded: watch.withLock { $0 == .ended }, outputEnded: outputEnded, request: request)
      switch step {
      case .finish: return
      case .terminate:
        // What takes without measure gets no time to take more.
        family.signal(excess == nil ? SIGTERM : SIGKILL)
        // A stopped process takes no notice before it goes on.
        family.signal(SIGCONT)
      case .kill:
        family.signal(SIGKILL)
      case .wait(let moment):
        var polled = [pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0)]
        if !outputEnded { polled.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        // A signal ends the wait early, and the next round begins it anew.
        let until = resources == nil || lifecycle.stop != nil ? moment : min(moment ?? nextLook, nextLook)
        guard poll(&polled, nfds_t(polled.count), Self.milliseconds(until: until)) > 0 else { continue }
        if polled[0].revents != 0 { wake.drain() }
        guard polled.count > 1, polled[1].revents != 0 else { continue }
        let count = read(descriptor, buffer.baseAddress, buffer.count)
        if count > 0 {
          let appetite = hasEnough ? .enough : output(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
          if appetite == .enough { hasEnough = true }
        } else if count == 0 || errno != EAGAIN && errno != EINTR {
          outputEnded = true
        }
      }
    }
  }

  private static func milliseconds(until moment: MonotonicTime?) -> Int32 {
    guard let moment else { return -1 }
    return Int32(clamping: max(0, moment.milliseconds(since: .now) + 1))
  }

  // MARK: - Ends

  private static func watch(_ child: pid_t, _ watch: Monitor<Watch>, _ wake: WakePipe) {
    var information = siginfo_t()
    while waitid(P_PID, id_t(child), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    let isGivenUp = watch.withLock { watch in
      if watch == .givenUp { return true }
      watch = .ended
      return false
    }
    if isGivenUp { _ = reap(child) } else { wake.wake() }
  }

  private static func reap(_ child: pid_t) -> ChildOutcome.End {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return .unknown }
    }
    // The macros of `sys/wait.h`, which Swift does not import.
    let signal = status & 0x7f
    return signal == 0 ? .exited(status: (status >> 8) & 0xff) : .signalled(signal)
  }
}
