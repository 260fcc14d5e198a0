import Foundation
import TestSupport
import Threading

/// Files over HTTP from this machine's loopback address, as badly as a test wants: lines that are cut, servers without
/// ranges, files that change. One connection after the other; it ends with its last reference.
final class FileServer: Sendable {
  /// What somebody asked for.
  struct Request: Sendable, Equatable {
    var path: String
    /// The first byte that is wanted; nil where all are.
    var start: Int?
    /// The state of the file that the beginning is of.
    var ifRange: String?
  }

  /// What comes for a path.
  struct Answer: Sendable {
    var status = 200
    var body: [UInt8] = []
    var tag: String?
    /// Whether parts can be asked for.
    var hasRanges = true
    /// The body ends after so many bytes, though more was announced.
    var cutAfter: Int?
    /// Nothing more comes after that, and the line stays open until the other end closes it.
    var holds = false
    var location: String?
  }

  private let listener: Int32
  private let thread: WorkerThread
  private let seen: Monitor<[Request]>
  /// `http://127.0.0.1:PORT`.
  let address: String

  /// - Parameter answer: what a request gets; the number counts the requests from 0 on.
  init(_ answer: @escaping @Sendable (_ request: Request, _ number: Int) -> Answer) throws {
    let socket = Listener()
    let seen = Monitor<[Request]>([])
    address = "http://\(socket.address)"
    let descriptor = dup(socket.descriptor)
    listener = descriptor
    self.seen = seen
    thread = try WorkerThread(name: "files") {
      while case let line = accept(descriptor, nil, nil), line >= 0 {
        Self.serve(line, seen, answer)
        close(line)
      }
    }
  }

  /// A server of one file that never changes.
  convenience init(_ body: [UInt8]) throws {
    try self.init { _, _ in Answer(body: body, tag: "\"1\"") }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    thread.join()
    close(listener)
  }

  /// What was asked for so far.
  var requests: [Request] { seen.withLock { $0 } }

  /// Waits until so many requests have come.
  func waitForRequests(_ count: Int) { _ = seen.wait { $0.count >= count ? true : nil } }

  private static func serve(
    _ line: Int32, _ seen: Monitor<[Request]>, _ answer: (Request, Int) -> Answer
  ) {
    guard let request = read(line) else { return }
    let number = seen.withLock { $0.count }
    let answer = answer(request, number)
    var (status, body) = (answer.status, answer.body[...])
    var headers = ["Connection: close"]
    if let tag = answer.tag { headers.append("ETag: \(tag)") }
    if let location = answer.location { headers.append("Location: \(location)") }
    let isUnchanged = request.ifRange == nil || request.ifRange == answer.tag
    if status == 200, answer.hasRanges, let start = request.start, isUnchanged {
      if start < body.count {
        status = 206
        headers.append("Content-Range: bytes \(start)-\(body.count - 1)/\(body.count)")
        body = body[start...]
      } else {
        status = 416
        headers.append("Content-Range: bytes */\(body.count)")
        body = []
      }
    }
    headers.append("Content-Length: \(body.count)")
    send("HTTP/1.1 \(status) So\r\n\(headers.joined(separator: "\r\n"))\r\n\r\n".utf8.map { $0 }, line)
    send(Array(body.prefix(answer.cutAfter ?? body.count)), line)
    seen.withLock { $0.append(request) }
    seen.broadcast()
    guard answer.holds else { return }
    var byte: UInt8 = 0
    _ = Foundation.read(line, &byte, 1)
  }

  private static func read(_ line: Int32) -> Request? {
    var text = ""
    var bytes = [UInt8](repeating: 0, count: 4096)
    while !text.contains("\r\n\r\n") {
      let count = Foundation.read(line, &bytes, bytes.count)
      guard count > 0 else { return nil }
      text += String(decoding: bytes[..<count], as: UTF8.self)
    }
    let lines = text.split(separator: "\r\n").map(String.init)
    func value(_ name: String) -> String? {
      lines.first { $0.lowercased().hasPrefix("\(name):") }.map {
        $0.dropFirst(name.count + 1).trimmingCharacters(in: .whitespaces)
      }
    }
    return Request(
      path: lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? "",
      start: value("range").flatMap { Int($0.dropFirst("bytes=".count).prefix { $0 != "-" }) },
      ifRange: value("if-range"))
  }

  private static func send(_ bytes: [UInt8], _ line: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(line, $0.baseAddress, $0.count, noSignal) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  // Who hangs up in the middle is no reason to end the tests.
  #if canImport(Darwin)
    private static let noSignal: Int32 = 0x80000
  #else
    private static let noSignal = Int32(MSG_NOSIGNAL)
  #endif
}
