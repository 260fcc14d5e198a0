/// What an entry looks like: which sections, in which styles.
struct EntryFormatter {
  var glyphs: Glyphs

  func rows(of entry: TranscriptEntry, isOpen: Bool) -> EntryRows {
    switch entry.kind {
    case .person(let text):
      return EntryRows(
        (entry.id == 0 ? [] : [.blank]) + [
          wrapping(text, .plain(Style(.person, bold: true)), first: "\(glyphs.prompt) ", role: .person)
        ])
    case .text(let text):
      return EntryRows([.text(WrappedText(text, format: .markdown(base: Style(.text))), first: .init(), hang: .init())])
    case .reasoning(let text):
      return reasoning(text, isOpen: isOpen)
    case .tool(let call):
      return EntryRows(tool(call, isOpen: isOpen))
    case .note(let text):
      return EntryRows([wrapping(text, .plain(Style(.dim)), first: "\(glyphs.separator) ", role: .dim)])
    case .error(let text):
      return EntryRows([wrapping(text, .plain(Style(.error)), first: "\(glyphs.marks.failed) ", role: .error)])
    }
  }

  private func reasoning(_ text: String, isOpen: Bool) -> EntryRows {
    let mark = StyledLine("\(isOpen ? glyphs.unfolded : glyphs.folded) ", Style(.reasoning))
    guard isOpen else {
      let lines = text.split(whereSeparator: \.isNewline)
      var line = mark
      line.append("thinking: \(lines.last.map(String.init) ?? "")", Style(.reasoning, italic: true))
      return EntryRows([.line(line)])
    }
    let body = WrappedText(text, format: .markdown(base: Style(.reasoning, italic: true)))
    return EntryRows([.text(body, first: mark, hang: StyledLine("  ", Style(.reasoning)))])
  }

  private func tool(_ call: ToolCall, isOpen: Bool) -> [EntryRows.Section] {
    var sections: [EntryRows.Section] = [.line(heading(call, isOpen: isOpen))]
    guard isOpen else {
      if case .running = call.outcome { sections += tail(call) }
      return sections
    }
    if !call.arguments.isEmpty {
      sections.append(wrapping(call.arguments, .plain(Style(.dim)), first: "  ", role: .dim))
    }
    if let diff = call.diff {
      sections.append(
        .text(
          WrappedText(diff, format: .diff), first: StyledLine("  ", Style(.dim)), hang: StyledLine("  ", Style(.dim))))
    }
    if !call.output.isEmpty {
      let bar = "\(glyphs.quote) "
      sections.append(wrapping(call.output, .plain(Style(.code)), first: bar, role: .dim, hang: bar))
    }
    if call.omitted > 0 {
      sections.append(.line(StyledLine("  \(call.omitted) bytes from its middle are in the journal only", Style(.dim))))
    }
    return sections
  }

  /// `▸ grep "FAILED" → 3 lines, 12 ms`
  private func heading(_ call: ToolCall, isOpen: Bool) -> StyledLine {
    var line = StyledLine("\(isOpen ? glyphs.unfolded : glyphs.folded) ", Style(.tool))
    line.append(call.name, Style(.tool, bold: true))
    if !call.summary.isEmpty { line.append(" \(TextSanitizer.line(call.summary))", Style(.text)) }
    switch call.outcome {
    case .running: line.append(" \(glyphs.ellipsis)", Style(.tool))
    case .waiting: line.append(" \(glyphs.arrow) waits for approval", Style(.approval))
    case .finished(let ok, let milliseconds):
      line.append(" \(glyphs.arrow) ", Style(.dim))
      if !ok { line.append("failed: ", Style(.error)) }
      line.append("\(result(of: call, ok: ok)), \(Figures.duration(milliseconds: milliseconds))", Style(.dim))
    }
    return line
  }

  /// What came out, in a word or two: the line itself where it is one, else how many.
  private func result(of call: ToolCall, ok: Bool) -> String {
    let lines = call.output.split(omittingEmptySubsequences: true, whereSeparator: \.isNewline)
    guard let first = lines.first else { return "no output" }
    let text = TextSanitizer.line(String(first))
    if lines.count == 1 || !ok { return text.truncated(to: 60, ellipsis: glyphs.ellipsis) }
    return "\(lines.count) lines"
  }

  /// The newest output of a call that runs.
  private func tail(_ call: ToolCall) -> [EntryRows.Section] {
    let recent = String(decoding: call.output.utf8.suffix(1000), as: UTF8.self)
    return recent.split(whereSeparator: \.isNewline).suffix(3).map {
      .line(StyledLine("  \(glyphs.quote) \(TextSanitizer.line(String($0)))", Style(.dim)))
    }
  }

  private func wrapping(
    _ text: String, _ format: WrappedText.Format, first: String, role: Role, hang: String? = nil
  ) -> EntryRows.Section {
    let hang = hang ?? String(repeating: " ", count: first.displayWidth)
    return .text(
      WrappedText(text, format: format), first: StyledLine(first, Style(role)), hang: StyledLine(hang, Style(role)))
  }
}
