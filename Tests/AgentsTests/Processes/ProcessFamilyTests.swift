import Foundation
import Testing
import Threading

@testable import Agents

/// No process outlives its command, whatever it has left: group, session, parent, environment.
@Suite struct ProcessFamilyTests {
  /// Ways to stay alive; `$N` is the number of seconds by which the process is known.
  static let ways: [(name: String, script: String)] = [
    ("in the background", "sleep $N & :"),
    ("without its output", "sleep $N >/dev/null 2>&1 & :"),
    ("nohup", "nohup sleep $N >/dev/null 2>&1 & :"),
    ("disown", "sleep $N >/dev/null 2>&1 & disown"),
    ("a session of its own", "setsid sleep $N >/dev/null 2>&1 & :"),
    ("a session of its own, forked", "setsid -f sleep $N >/dev/null 2>&1"),
    ("the group of timeout", "timeout 5000 sleep $N >/dev/null 2>&1 & :"),
    ("job control", "set -m; sleep $N >/dev/null 2>&1 & :"),
    ("forked twice", "( ( sleep $N >/dev/null 2>&1 & ) & ) "),
    ("forked twice into sessions", "setsid bash -c 'setsid -f sleep $N >/dev/null 2>&1' & wait"),
    ("without an environment", "env -i setsid -f sleep $N >/dev/null 2>&1"),
    ("deaf", "setsid -f bash -c 'trap \"\" TERM HUP INT; sleep $N; sleep $N' >/dev/null 2>&1; setsid -f sleep $N"),
    ("stopped", "setsid -f bash -c 'sleep $N & kill -STOP $!; kill -STOP $$' >/dev/null 2>&1"),
    ("with its output", "setsid -f sleep $N"),
    ("a chain", "setsid -f bash -c 'setsid -f bash -c \"setsid -f sleep $N\"' >/dev/null 2>&1"),
    ("a pipe", "setsid -f bash -c 'sleep $N | sleep $N' >/dev/null 2>&1"),
    ("under nice", "nice setsid -f sleep $N >/dev/null 2>&1"),
    ("another name", "setsid -f bash -c 'exec -a kworker sleep $N' >/dev/null 2>&1"),
    (
      "made by python",
      "python3 -c 'import os,sys\nif os.fork(): sys.exit()\nos.setsid()\nif os.fork(): sys.exit()\nos.execvp(\"sleep\",[\"sleep\",\"$N\"])' >/dev/null 2>&1"
    ),
  ]

  private let sandbox: Sandbox
  private let cancellation = Cancellation()

  init() throws { sandbox = try Sandbox() }

  private func run(_ script: String, deadline: Double = 60, cancels: Bool = false) throws -> ChildOutcome {
    let child = ChildProcess(
      executable: "/bin/bash", arguments: ["-c", script], folder: sandbox.path, deadline: deadline, grace: 0.1)
    return try child.run(cancellation: cancellation) { [cancellation] bytes -> ChildProcess.Appetite in
      if cancels, String(decoding: bytes, as: UTF8.self).contains("ready") { cancellation.cancel() }
      return .more
    }
  }

  private func number(_ index: Int, _ phase: Int) -> String { "9\(getpid())\(phase)\(index)" }

  @Test(arguments: ways.indices)
  func whatACommandLeavesIsEndedWithIt(index: Int) throws {
    let number = number(index, 0)
    let script = Self.ways[index].script.replacingOccurrences(of: "$N", with: number)
    let outcome = try run(script)
    #expect(LiveProcesses.end(with: number), "\(Self.ways[index].name): \(outcome)")
  }

  @Test(arguments: ways.indices)
  func aStopEndsAll(index: Int) throws {
    let number = number(index, 1)
    let script = Self.ways[index].script.replacingOccurrences(of: "$N", with: number)
    let outcome = try run(script + "\necho ready; sleep \(number)", cancels: true)
    #expect(outcome.stop == .cancelled)
    #expect(LiveProcesses.end(with: number), "\(Self.ways[index].name)")
  }

  @Test func aDeadlineEndsAll() throws {
    let number = number(0, 2)
    let outcome = try run("setsid -f sleep \(number); setsid -w sleep \(number)", deadline: 0.3)
    #expect(outcome.stop == .deadline)
    #expect(LiveProcesses.end(with: number))
  }

  @Test func whatOneCommandHasStartedAnotherOnesEndLeavesAlone() throws {
    let number = number(0, 3)
    let isUp = Monitor(false)
    let other = Cancellation()
    let folder = sandbox.path
    let thread = try WorkerThread(name: "other", stackBytes: 256 << 10) {
      let child = ChildProcess(
        executable: "/bin/bash", arguments: ["-c", "setsid -f sleep \(number); echo up; sleep 1000"], folder: folder,
        deadline: 60, grace: 0.1)
      _ = try? child.run(cancellation: other) { _ in
        isUp.withLock { $0 = true }
        isUp.broadcast()
        return .more
      }
    }
    _ = isUp.wait { $0 ? true : nil }
    _ = try run("setsid -f sleep 1; :")
    #expect(LiveProcesses.with(number).count == 1)
    other.cancel()
    thread.join()
    #expect(LiveProcesses.end(with: number))
  }

  @Test func noChildOfACommandIsLeftUnreaped() throws {
    _ = try run("for i in 1 2 3; do setsid -f true; done; sleep 0.2")
    let left = ProcessTable.now().entries.filter { $0.parent == getpid() && $0.isZombie }
    // Other tests run commands at the same time, whose first process is a zombie for a moment.
    #expect(left.count < 3)
  }

  // MARK: - Pure parts

  @Test(
    arguments: [
      ("1 (init) S 0 1 1 0 -1", ProcessTable.Entry(pid: 1, parent: 0, group: 1, session: 1, isZombie: false)),
      ("42 (a b) c) R) Z 7 8 9 0", .init(pid: 42, parent: 7, group: 8, session: 9, isZombie: true)),
      ("42 (a) S", nil), ("", nil), ("x (a) S 1 2 3 4", nil),
    ] as [(String, ProcessTable.Entry?)])
  func aLineOfTheSystemIsUnderstood(line: String, entry: ProcessTable.Entry?) {
    #expect(ProcessTable.Entry(parsing: line) == entry)
  }

  @Test func descendantsAreFoundOnceAndWithoutTheDead() {
    func entry(_ pid: pid_t, _ parent: pid_t, isZombie: Bool = false) -> ProcessTable.Entry {
      .init(pid: pid, parent: parent, group: pid, session: 1, isZombie: isZombie)
    }
    let table = ProcessTable(entries: [
      entry(2, 1), entry(3, 2), entry(4, 3), entry(5, 2, isZombie: true), entry(6, 5), entry(9, 8), entry(1, 4),
    ])
    #expect(table.descendants(of: 2) == [3, 4, 6, 1])
    #expect(table.descendants(of: 2, fromGeneration: 2) == [4, 6, 1])
    #expect(table.members(of: 9) == [9])
  }

  @Test func aMarkIsReadFromTheLimits() {
    let text = """
      Limit                     Soft Limit           Hard Limit           Units
      Max msgqueue size         813370               819200               bytes
      """
    #expect(ProcessMark.limit(in: text) == 813_370)
    #expect(ProcessMark.limit(in: "Max nice priority 0 0") == nil)
  }

  @Test(
    arguments: [
      (0, 100, 100, nil), (1025, 100, 100, "it had more than 1,024 processes at the same time"),
      (0, 80, 97, "the disk lost more than 17.2 GB while it ran"),
      (0, 0, 1, "less than 536.9 MB of the disk were left free"),
      (0, 0, 0, nil), (0, nil, 100, nil),
    ] as [(Int, Int64?, Int64?, String?)])
  func whatACommandTakesIsBounded(processes: Int, free: Int64?, before: Int64?, excess: String?) {
    let bounds = ResourceBounds(folder: "/")
    #expect(
      bounds.excess(processes: processes, free: free.map { $0 << 30 }, before: before.map { $0 << 30 }) == excess)
  }

  @Test func theLimitsAreCommandsOfTheShell() {
    let limits = ProcessLimits(fileSize: 1 << 20, memory: 2 << 20, processes: 7)
    #expect(
      limits.shellText
        == "{ ulimit -c 0; ulimit -f 1024; ulimit -d 2048; ulimit -u 7; } 2>/dev/null"
    )
    #expect(ProcessLimits(fileSize: 1 << 20, memory: nil).shellText.contains("-d") == false)
  }
}
