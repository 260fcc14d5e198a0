// curl does the transfer: it knows proxies, certificates and redirects as the person's machine has them, and is there
// nearly everywhere. Here is what it is asked, and what its end means; both are pure.

/// One file by curl, into a file beside its place, from where that one ends.
struct CurlTransfer: Sendable, Equatable {
  /// What to do after curl has ended.
  enum Step: Sendable, Equatable {
    /// It is all there.
    case done
    /// The line broke, and more came than before: on from there.
    case goOn
    /// What is there is no beginning of what the server has: from the start.
    case beginAnew
    case fail(String)
  }

  /// What the server said, as far as it counts.
  struct Answer: Sendable, Equatable {
    /// The status of the last answer, behind all redirects; nil where none came.
    var status: Int?
    /// What names this state of the file, where the server promises that it does for every byte.
    var tag: String?
    /// The size of the whole file.
    var total: Int?
  }

  let address: String
  /// Where it is written to.
  let part: String
  /// Where the server's answer is written to.
  let headers: String
  /// What named the state of the file when the part was begun.
  var tag: String?
  /// Whether a person watches.
  var isWatched = false

  /// The words of the command.
  var command: [String] {
    var words = [
      "curl", "--fail", "--location", "--globoff", "--proto", "=http,https", "--connect-timeout", "30",
      // A line on which nothing comes for a minute is dead.
      "--speed-limit", "1", "--speed-time", "60",
      "--continue-at", "-", "--output", part, "--dump-header", headers,
    ]
    if let tag { words += ["--header", "If-Range: \(tag)"] }
    words += isWatched ? ["--progress-bar"] : ["--silent", "--show-error"]
    return words + ["--url", address]
  }

  /// What curl's end means.
  ///
  /// - Parameters:
  ///   - exit: its exit status; 127 where there is no curl.
  ///   - before: bytes that were there before it began; `after`: when it had ended.
  func step(exit: Int32, _ answer: Answer, before: Int, after: Int) -> Step {
    // Asked for what comes behind the end.
    if answer.status == 416 { return answer.total == after && after > 0 ? .done : .beginAnew }
    switch exit {
    case 0: return .done
    case 33, 36: return .beginAnew  // No ranges, or the file is another one by now.
    case 18, 28, 52, 55, 56, 92: if after > before { return .goOn }
    default: break
    }
    return .fail(Self.reason(exit: exit, answer.status, address))
  }

  private static func reason(exit: Int32, _ status: Int?, _ address: String) -> String {
    switch exit {
    case 6: return "the host of \(address) is not known; check the network"
    case 7: return "\(address) cannot be reached; check the network"
    case 22: return refusal(status, address)
    case 23: return "curl cannot write what comes from \(address)"
    case 28: return "nothing comes from \(address) any more; check the network"
    case 18, 52, 55, 56, 92: return "the line to \(address) broke"
    case 35, 51, 53, 54, 58, 59, 60, 77, 83, 90, 91:
      return "\(address) cannot be trusted: its certificate does not hold"
    case 47: return "\(address) leads to one address after the other and never to a file"
    case 127: return "curl, which gets it, is missing; install it: apt-get install curl, or brew install curl"
    default: return "curl could not get \(address) (it ended with \(exit))"
    }
  }

  private static func refusal(_ status: Int?, _ address: String) -> String {
    switch status {
    case 401, 403: return "\(address) is not public, or there is no such thing (\(status ?? 0)); check the name"
    case 404, 410: return "there is nothing at \(address) (\(status ?? 0)); check the name"
    case let status? where status == 429 || status >= 500:
      return "\(address) cannot be had at the moment (\(status)); try again later"
    case let status?: return "\(address) was refused (\(status))"
    case nil: return "\(address) was refused"
    }
  }
}

extension CurlTransfer.Answer {
  /// Reads the headers that curl wrote down: those of each redirect, and then of the last answer.
  init(headers: String) {
    for line in headers.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("HTTP/") {
        // Another answer: what the one before said no longer counts.
        self = Self()
        status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].trimmingWhitespace
      switch line[..<colon].lowercased() {
      case "etag": tag = value.hasPrefix("\"") && value.utf8.count < 500 ? value : nil
      case "content-range": total = value.split(separator: "/").last.flatMap { Int($0) }
      default: break
      }
    }
  }
}
