import Foundation
import Testing
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
  let port: UInt16
  private let descriptor: Int32
  private let thread: WorkerThread?

  init(_ answer: [UInt8]?) throws {
    let descriptor = socket(AF_INET, SocketAddress.stream, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(descriptor, $0, length)
        _ = listen(descriptor, 8)
        _ = getsockname(descriptor, $0, &length)
      }
    }
    self.descriptor = descriptor
    port = UInt16(bigEndian: address.sin_port)
    guard let answer else {
      thread = nil
      return
    }
    thread = try WorkerThread(name: "answer") {
      let client = accept(descriptor, nil, nil)
      var greeting = [UInt8](repeating: 0, count: Greeting.request.count)
      _ = recv(client, &greeting, greeting.count, Int32(MSG_WAITALL))
      _ = write(client, answer, answer.count)
      close(client)
    }
  }

  deinit {
    thread?.join()
    close(descriptor)
  }
}
