/// What a call gave, for one line of it: how a command has ended is said beside its output only where that was not well.
package enum ResultLines {
  private static let status = "exit status "

  /// The lines that are not empty. `exit status 0` goes where others follow; another status is joined with the next line.
  package static func lines(of output: String) -> [String] {
    let lines = output.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline).map(String.init)
    guard lines.count > 1, let first = lines.first, first.hasPrefix(status) else { return lines }
    if first == status + "0" { return Array(lines.dropFirst()) }
    return ["\(first): \(lines[1])"] + lines.dropFirst(2)
  }
}
