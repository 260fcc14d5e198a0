import Agents
import System
import TerminalUI

/// What an entry looks like: which parts, in which styles.
struct EntryFormatter {
  var glyphs: Glyphs

  func parts(of entry: TranscriptEntry, isOpen: Bool) -> [EntryPart] {
    switch entry.kind {
    case .person(let text):
      (entry.id == 0 ? [] : [.blank]) + [
        wrapping(text, .plain(Style(.person, bold: true)), first: "\(glyphs.prompt) ", role: .person)
      ]
    case .text(let text): [.text(text, .markdown(base: Style(.text)), first: .init(), hang: .init())]
    case .reasoning(let text): [reasoning(text, isOpen: isOpen)]
    case .tool(let call): tool(call, isOpen: isOpen)
    case .note(let text): [wrapping(text, .plain(Style(.dim)), first: "\(glyphs.separator) ", role: .dim)]
    case .error(let text): [wrapping(text, .plain(Style(.error)), first: "\(glyphs.marks.failed) ", role: .error)]
    }
  }

  private func reasoning(_ text: String, isOpen: Bool) -> EntryPart {
    let mark = StyledLine("\(isOpen ? glyphs.unfolded : glyphs.folded) ", Style(.reasoning))
    guard isOpen else {
      let last = text.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
      return .line(StyledLine("thinking: \(last)", Style(.reasoning, italic: true)), mark: mark)
    }
    let hang = StyledLine("  ", Style(.reasoning))
    return .text(text, .markdown(base: Style(.reasoning, italic: true)), first: mark, hang: hang)
  }

  private func tool(_ call: TranscriptCall, isOpen: Bool) -> [EntryPart] {
    let mark = StyledLine("\(isOpen ? glyphs.unfolded : glyphs.folded) ", Style(.tool))
    var parts: [EntryPart] = [.line(heading(call), mark: mark)]
    guard isOpen else {
      if case .running = call.outcome { parts += tail(call) }
      return parts
    }
    let indent = StyledLine("  ", Style(.dim))
    if !call.arguments.isEmpty { parts.append(.text(call.arguments, .plain(Style(.dim)), first: indent, hang: indent)) }
    if let diff = call.diff { parts.append(.text(diff, .diff, first: indent, hang: indent)) }
    if !call.output.isEmpty {
      let bar = "\(glyphs.quote) "
      parts.append(wrapping(call.output, .plain(Style(.code)), first: bar, role: .dim, hang: bar))
    }
    if call.omitted > 0 {
      let words = "\(call.omitted) bytes from its middle are in the journal only"
      parts.append(.line(StyledLine(words, Style(.dim)), mark: indent))
    }
    return parts
  }

  /// `grep "FAILED" → 3 lines, 12 ms`
  private func heading(_ call: TranscriptCall) -> StyledLine {
    var line = StyledLine(call.name, Style(.tool, bold: true))
    if !call.summary.isEmpty { line.append(" \(TextSanitizer.line(call.summary))", Style(.text)) }
    switch call.outcome {
    case .running: line.append(" \(glyphs.ellipsis)", Style(.tool))
    case .waiting:
      let what = call.name == PermissionRequest.questionTool ? "an answer" : "approval"
      line.append(" \(glyphs.arrow) waits for \(what)", Style(.approval))
    case .finished(let ok, let milliseconds):
      line.append(" \(glyphs.arrow) ", Style(.dim))
      if !ok { line.append("failed: ", Style(.error)) }
      line.append("\(result(of: call, ok: ok)), \(Figures.duration(milliseconds: milliseconds))", Style(.dim))
    }
    return line
  }

  /// What came out, in a word or two: the line itself where it is one, else how many.
  private func result(of call: TranscriptCall, ok: Bool) -> String {
    let lines = ResultLines.lines(of: call.output)
    guard let first = lines.first else { return "no output" }
    let text = TextSanitizer.line(first)
    if lines.count == 1 || !ok { return text.truncated(to: 60, ellipsis: glyphs.ellipsis) }
    return "\(lines.count) lines"
  }

  /// The newest output of a call that runs.
  private func tail(_ call: TranscriptCall) -> [EntryPart] {
    let recent = String(decoding: call.output.utf8.suffix(1000), as: UTF8.self)
    return recent.split(whereSeparator: \.isNewline).suffix(3).map {
      .line(
        StyledLine(TextSanitizer.line(String($0)), Style(.dim)), mark: StyledLine("  \(glyphs.quote) ", Style(.dim)))
    }
  }

  private func wrapping(
    _ text: String, _ format: WrappedText.Format, first: String, role: Role, hang: String? = nil
  ) -> EntryPart {
    let hang = hang ?? String(repeating: " ", count: first.displayWidth)
    return .text(text, format, first: StyledLine(first, Style(role)), hang: StyledLine(hang, Style(role)))
  }
}
