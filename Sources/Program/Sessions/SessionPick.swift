// Which session, where none was named: a list with numbers, and words to search in it. Plain lines, so that it works in every
// terminal, and the console comes afterwards.

import Orchestrator

/// The choice of an earlier session.
struct SessionPick: Equatable {
  /// What an answer means.
  enum Answer: Equatable {
    case chosen(String)
    /// What is to be shown now.
    case narrowed([SessionSummary])
    case none
    case unknown(String)
  }

  /// Sessions that are shown at once.
  static let most = 20

  /// The one that was begun last first.
  let sessions: [SessionSummary]
  /// Those that the words of the search are in.
  var shown: [SessionSummary]

  init(_ sessions: [SessionSummary]) {
    self.sessions = sessions
    shown = sessions
  }

  /// The lines of the list and the question.
  var text: String {
    let width = String(min(shown.count, Self.most)).count
    var lines = shown.prefix(Self.most).enumerated().map { place, session in
      let number = String(place + 1)
      return "\(String(repeating: " ", count: width - number.count))\(number)  \(SessionsProgram.line(session))"
    }
    if shown.count > Self.most { lines.append("… and \(shown.count - Self.most) more") }
    return lines.joined(separator: "\n")
      + "\nWhich session? A number, the beginning of a name, or words to search for; Enter: the first; q: none. "
  }

  /// What somebody has typed.
  mutating func take(_ line: String) -> Answer {
    let text = line.trimmingWhitespace
    if text == "q" { return .none }
    if text.isEmpty { return shown.first.map { .chosen($0.id) } ?? .unknown("No session is shown; type other words.") }
    if let number = Int(text), (1...min(max(1, shown.count), Self.most)).contains(number), number <= shown.count {
      return .chosen(shown[number - 1].id)
    }
    let named = sessions.filter { $0.id.hasPrefix(text) }
    if named.count == 1 { return .chosen(named[0].id) }
    let words = text.lowercased().split(whereSeparator: \.isWhitespace)
    let found = sessions.filter { session in
      let place = ([SessionsProgram.line(session)] + session.tasks).joined(separator: "\n").lowercased()
      return words.allSatisfy { place.contains($0) }
    }
    guard !found.isEmpty else { return .unknown("'\(text)' is in no session.") }
    shown = found
    return .narrowed(found)
  }
}
