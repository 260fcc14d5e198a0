/// A line that opens a fence: three backticks or more, and perhaps what the block is.
struct FenceLine: Sendable, Equatable {
  /// How many backticks; the line that closes has as many at least, and nothing else.
  var ticks: Int
  /// White space before them: the block's lines have it too.
  var indent: Int
  /// What stands behind them.
  var info: String

  /// - Parameter line: without its end; nil for a line that opens no fence.
  init?(_ line: some Collection<UInt8>) {
    let text = Array(line)
    indent = text.prefix { $0 == 0x20 || $0 == 0x09 }.count
    ticks = text[indent...].prefix { $0 == UInt8(ascii: "`") }.count
    guard ticks >= 3 else { return nil }
    let rest = text[(indent + ticks)...]
    // ```like this``` is a quotation within a line.
    guard !rest.contains(UInt8(ascii: "`")) else { return nil }
    info = String(decoding: rest, as: UTF8.self).trimmingSpace
  }

  /// Whether what has come of a line may still become one that opens a fence.
  static func mayBegin(_ part: some Collection<UInt8>) -> Bool {
    let rest = part.drop { $0 == 0x20 || $0 == 0x09 }
    let ticks = rest.prefix { $0 == UInt8(ascii: "`") }.count
    return ticks == rest.count || ticks >= 3
  }

  /// Whether a line closes it.
  func isClosed(by line: some Collection<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    let count = text.prefix { $0 == UInt8(ascii: "`") }.count
    return count >= ticks && text.dropFirst(count).allSatisfy(isSpace)
  }

  /// Names of shells: what stands in such a block is a command.
  private static let shells: Set<String> = ["bash", "sh", "shell", "console", "zsh", "terminal"]

  /// The first word behind the backticks, in small letters.
  var language: String {
    info.lowercased().split { $0 == " " || $0 == "\t" || $0 == ":" || $0 == "{" }.first.map(String.init) ?? ""
  }

  var isShell: Bool { Self.shells.contains(language) }

  /// A path among what stands behind the backticks: `python greet.py`, `greet.py`, `python:src/greet.py`, `title="a.c"`.
  var path: String? {
    let words = info.split { " \t:=\"'{}".contains($0) }
    return words.first { $0.contains(".") || $0.contains("/") }.map(String.init)
  }
}
