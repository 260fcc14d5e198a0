import Foundation
import Testing
import TestSupport
import Threading

@testable import Inference

/// What the greeting finds at a port of this machine.
@Suite struct WorkerProbeTests {
  private func fault(_ listener: OneAnswer) -> WorkerFault? {
    do throws(WorkerFault) {
      _ = try WorkerProbe.greet(WorkerAddress(host: "127.0.0.1", port: listener.port), patience: 1)
      return nil
    } catch {
      return error
    }
  }

  private static func answer(_ version: [UInt8], length: UInt8 = 28) -> [UInt8] {
    [length, 0, 0, 0, 0, 0, 0, 0] + version + [UInt8](repeating: 0, count: max(0, Int(length) - version.count))
  }

  @Test func workerOfTheSameVersionIsAccepted() throws {
    #expect(fault(try OneAnswer(Self.answer([7, 0, 0]))) == nil)
    #expect(fault(try OneAnswer(Self.answer([7, 0, 9]))) == nil)
  }

  @Test(
    arguments: [([7, 200, 0], 28, "7.200"), ([8, 0, 0], 28, "8.0"), ([3, 0, 0], 3, "3.0")] as [([UInt8], UInt8, String)]
  )
  func workerOfAnotherVersionIsRefusedWithBoth(version: [UInt8], length: UInt8, theirs: String) throws {
    let answer = try OneAnswer(Self.answer(version, length: length))
    guard case .otherProtocol(theirs, _) = fault(answer) else {
      Issue.record("it was accepted, or refused for something else")
      return
    }
  }

  @Test(arguments: [Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8), [], [28, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0]])
  func whatIsNoWorkerIsAStranger(answer: [UInt8]) throws {
    #expect(fault(try OneAnswer(answer)) == .stranger)
  }

  @Test func workerThatServesSomebodyElseIsBusy() throws {
    #expect(fault(try OneAnswer(nil)) == .busy(1))
  }

  @Test func portAtWhichNothingListensRefuses() throws {
    let port = try OneAnswer(nil).port
    #expect(throws: WorkerFault.refused) { try WorkerProbe.greet(WorkerAddress(host: "127.0.0.1", port: port)) }
  }

  @Test func nameWithoutAnAddressIsNotResolved() {
    let worker = WorkerAddress(host: "no-such-host.invalid", port: 1)
    let error = #expect(throws: WorkerFault.self) { try WorkerProbe.greet(worker) }
    guard case .unresolved = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.sentence(worker).contains("no-such-host.invalid") == true)
  }
}

/// Listens at a port of its own, reads a greeting, gives one answer and hangs up; nil: takes connections and says nothing.
private final class OneAnswer {
  private let listener = Listener()
  private let thread: WorkerThread?

  var port: UInt16 { listener.port }

  init(_ answer: [UInt8]?) throws {
    guard let answer else {
      thread = nil
      return
    }
    let descriptor = listener.descriptor
    thread = try WorkerThread(name: "answer") {
      let client = accept(descriptor, nil, nil)
      var greeting = [UInt8](repeating: 0, count: Greeting.request.count)
      _ = recv(client, &greeting, greeting.count, Int32(MSG_WAITALL))
      _ = write(client, answer, answer.count)
      close(client)
    }
  }

  deinit { thread?.join() }
}
