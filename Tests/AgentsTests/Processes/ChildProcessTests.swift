import Foundation
import Testing
import Threading

@testable import Agents

@Suite struct ChildProcessTests {
  private let sandbox: Sandbox
  private let cancellation = Cancellation()

  init() throws { sandbox = try Sandbox() }

  private func shell(_ script: String, deadline: Double = 60, grace: Double = 10) -> ChildProcess {
    ChildProcess(
      executable: "/bin/sh", arguments: ["-c", script], folder: sandbox.path, deadline: deadline, grace: grace)
  }

  /// Runs a script; `onText` is called after each piece with all that has come.
  private func run(_ child: ChildProcess, onText: (String) -> Void = { _ in }) throws -> (ChildOutcome, String) {
    var text = ""
    let outcome = try child.run(cancellation: cancellation) { bytes -> ChildProcess.Appetite in
      text += String(decoding: bytes, as: UTF8.self)
      onText(text)
      return .more
    }
    return (outcome, text)
  }

  /// A pipe with a name, of which `script` (as `$FIFO`'s holder) keeps the other end open for as long as it lives.
  private func lifeline() throws -> String {
    let path = sandbox.path + "/lifeline"
    try #require(mkfifo(path, 0o600) == 0)
    return path
  }

  /// Whether nobody holds the other end of the pipe any more.
  private func isAbandoned(_ descriptor: Int32) -> Bool {
    var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    return poll(&polled, 1, 20_000) == 1 && read(descriptor, &byte, 1) == 0
  }

  @Test func bothOutputsAndTheStatusAreTold() throws {
    let (outcome, text) = try run(shell("echo out; echo err >&2; exit 3"))
    #expect(text == "out\nerr\n")
    #expect(outcome == ChildOutcome(end: .exited(status: 3), stop: nil, leftRunning: false))
  }

  @Test func aSignalIsTold() throws {
    #expect(try run(shell("kill -SEGV $$")).0.end == .signalled(SIGSEGV))
  }

  @Test func aChildHasNoInputNoTerminalAndNoneOfOurFiles() throws {
    let secret = open(sandbox.path, O_RDONLY)
    defer { close(secret) }
    let (_, text) = try run(
      shell("cat; pwd; (exec 2>/dev/null; : </dev/tty) && echo terminal; [ -e /dev/fd/\(secret) ] && echo leak; trap"))
    #expect(text == sandbox.path + "\n")
  }

  @Test func aProgramThatIsNotThereIsAnError() throws {
    let child = ChildProcess(executable: "/nowhere/x", arguments: [], folder: sandbox.path, deadline: 5)
    let error = #expect(throws: ChildError.self) { try run(child) }
    #expect(error?.description == "/nowhere/x cannot be started: No such file or directory")
  }

  @Test func aFolderThatIsNotThereIsAnError() throws {
    let child = ChildProcess(executable: "/bin/sh", arguments: [], folder: "/nowhere", deadline: 5)
    let error = #expect(throws: ChildError.self) { try run(child) }
    #expect(error?.description == "the folder /nowhere cannot be entered: No such file or directory")
  }

  @Test func aChildPastItsDeadlineIsEnded() throws {
    let (outcome, _) = try run(shell("sleep 1000", deadline: 0.1))
    #expect(outcome == ChildOutcome(end: .signalled(SIGTERM), stop: .deadline, leftRunning: false))
  }

  @Test func aChildThatTakesNoNoticeIsKilled() throws {
    let script = "trap '' TERM; echo ready; while :; do sleep 1000; done"
    let (outcome, _) = try run(shell(script, grace: 0.1)) { [cancellation] text in
      if text == "ready\n" { cancellation.cancel() }
    }
    #expect(outcome == ChildOutcome(end: .signalled(SIGKILL), stop: .cancelled, leftRunning: false))
  }

  @Test func cancellingEndsTheWholeGroup() throws {
    let pipe = try lifeline()
    let descriptor = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let (outcome, _) = try run(
      shell("exec 7>\(pipe); (sleep 1000 & sleep 1000) & sleep 1000 & echo ready; wait")
    ) { [cancellation] text in
      if text == "ready\n" { cancellation.cancel() }
    }
    #expect(outcome == ChildOutcome(end: .signalled(SIGTERM), stop: .cancelled, leftRunning: false))
    #expect(isAbandoned(descriptor))
  }

  @Test func aRunThatIsCancelledAlreadyStartsNothingThatLasts() throws {
    cancellation.cancel()
    #expect(try run(shell("sleep 1000")).0.stop == .cancelled)
  }

  @Test func aBackgroundProcessThatHoldsTheOutputHangsNobody() throws {
    let (outcome, text) = try run(shell("sleep 1000 & echo done"))
    #expect(text == "done\n")
    #expect(outcome == ChildOutcome(end: .exited(status: 0), stop: nil, leftRunning: true))
  }

  @Test func aBackgroundProcessWithoutTheOutputIsEndedToo() throws {
    let pipe = try lifeline()
    let descriptor = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(descriptor) }
    let (outcome, _) = try run(shell("sleep 1000 >\(pipe) 2>&1 & :"))
    #expect(outcome == ChildOutcome(end: .exited(status: 0), stop: nil, leftRunning: true))
    #expect(isAbandoned(descriptor))
  }

  @Test func aReaderThatHasEnoughEndsTheChild() throws {
    var pieces = 0
    let outcome = try shell("yes").run(cancellation: cancellation) { _ in
      pieces += 1
      return .enough
    }
    #expect(outcome.stop == .enough)
    #expect(pieces == 1)
  }

  @Test func manyChildrenLeaveNoDescriptorOpen() throws {
    func openDescriptors() -> Int { (0..<256).count { fcntl(Int32($0), F_GETFD) >= 0 } }
    // Other tests open files at the same time: only a leak in each of many runs stands out.
    let before = openDescriptors()
    for _ in 0..<40 { _ = try run(shell(":")) }
    #expect(openDescriptors() < before + 40)
  }
}
