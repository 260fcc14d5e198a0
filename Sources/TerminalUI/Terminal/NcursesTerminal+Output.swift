import CNcurses

/// A grapheme that is written past curses, at its place.
struct PlacedGrapheme: Equatable {
  var column: Int
  var text: String
  var width: Int
  var style: Style
}

extension NcursesTerminal {
  /// From this many changed rows on, the terminal is asked to show the frame at once.
  private static let rowsToSynchronize = 3

  package func present(_ surface: Surface) {
    guard isOpen, !hasHungUp, surface.size == size else { return }
    if !outbox.isEmpty { send() }
    // Also before the first byte of a frame there must be room: what waits for it is drawn when it can be seen.
    guard outbox.isEmpty, line.hasRoom() else {
      pending = surface
      return
    }
    pending = nil
    if shown == surface { return }
    outbox.put(frame: frame(of: surface))
    send()
    shown = surface
  }

  /// Whether anything waits for the line.
  package var hasOutput: Bool { !outbox.isEmpty || pending != nil }

  /// The line has room: what was begun goes on, and when it is through, the newest frame begins.
  func sendWaiting() {
    send()
    if outbox.isEmpty, let frame = pending { present(frame) }
  }

  func send() {
    if !outbox.send(through: line) {
      hasHungUp = true
      pending = nil
    }
  }

  /// Draws, and returns what makes of the screen what it is to be.
  private func frame(of surface: Surface) -> [UInt8] {
    let before = shown
    let hasPlaced = !placed.isEmpty
    var changedRows = 0
    var rowsToPlace: [Int] = []
    for y in 0..<surface.size.height {
      if let before, before.hasSameRow(y, as: surface) { continue }
      changedRows += 1
      let graphemes = graphemesToPlace(surface, row: y)
      let old = placed[y] ?? []
      // Where curses believes in blanks, it would leave what stands there.
      if old.contains(where: { !graphemes.contains($0) }) { wredrawln(agent_tui_stdscr(), Int32(y), 1) }
      placed[y] = graphemes.isEmpty ? nil : graphemes
      if !graphemes.isEmpty { rowsToPlace.append(y) }
      draw(surface, row: y, before: before)
    }
    // Rows that moved are moved by the terminal, where they take its whole width: a zoomed pane scrolls for a few bytes. Not
    // while anything stands there that curses does not know of: it would move too.
    idlok(agent_tui_stdscr(), placed.isEmpty && !hasPlaced)
    if let cursor = surface.cursor { wmove(agent_tui_stdscr(), Int32(cursor.y), Int32(cursor.x)) }
    showCursor(surface.cursor != nil)
    wnoutrefresh(agent_tui_stdscr())
    doupdate()
    var bytes = curses.take()
    if !rowsToPlace.isEmpty { bytes += placedGraphemes(surface, rows: rowsToPlace).utf8 }
    guard changedRows >= Self.rowsToSynchronize else { return bytes }
    return ControlSequences.synchronizedBegin.utf8 + bytes + ControlSequences.synchronizedEnd.utf8
  }

  private func showCursor(_ isShown: Bool) {
    guard isCursorShown != isShown else { return }
    isCursorShown = isShown
    curs_set(isShown ? 1 : 0)
  }

  /// Gives curses the changed stretches of a row, each in runs of one style.
  private func draw(_ surface: Surface, row y: Int, before: Surface?) {
    let cells = surface.row(y)
    let old = before?.row(y)
    let start = cells.startIndex
    var x = 0
    while x < cells.count {
      let cell = cells[start + x]
      if cell.text.isEmpty || (old.map { $0[$0.startIndex + x] == cell } ?? false) {
        x += 1
        continue
      }
      let from = x
      var text: [wchar_t] = []
      while x < cells.count {
        let next = cells[start + x]
        guard next.style == cell.style, !(old.map { $0[$0.startIndex + x] == next && !next.text.isEmpty } ?? false)
        else { break }
        let isWide = x + 1 < cells.count && cells[start + x + 1].text.isEmpty
        append(next.text, width: isWide ? 2 : 1, to: &text)
        x += isWide ? 2 : 1
      }
      let look = look(of: cell.style)
      agent_tui_set_attributes(agent_tui_stdscr()!, look.attributes, look.pair)
      agent_tui_put(agent_tui_stdscr()!, Int32(y), Int32(from), text, Int32(text.count))
    }
  }

  private func append(_ text: String, width: Int, to run: inout [wchar_t]) {
    if text.utf8.count == 1 {
      run.append(wchar_t(text.utf8.first ?? 0x20))
    } else if !isUTF8 {
      let stand = ASCIIFallback.character(for: text)
      run.append(wchar_t(stand))
      if width == 2 { run.append(wchar_t(stand == UInt8(ascii: "?") ? stand : UInt8(ascii: " "))) }
    } else if GraphemeTrust.isSettled(text, width: width) {
      for scalar in text.unicodeScalars { run.append(wchar_t(scalar.value)) }
    } else {
      run += repeatElement(wchar_t(UInt8(ascii: " ")), count: width)
    }
  }

  private func look(of style: Style) -> Look {
    if let known = looks[style] { return known }
    let (attributes, pair) = pairs.look(of: palette.appearance(of: style))
    let look = Look(attributes: attributes, pair: pair)
    looks[style] = look
    return look
  }

  // MARK: what curses would miscount

  private func graphemesToPlace(_ surface: Surface, row y: Int) -> [PlacedGrapheme] {
    guard isUTF8 else { return [] }
    var found: [PlacedGrapheme] = []
    for x in 0..<surface.size.width {
      guard let cell = surface[x, y], cell.text.utf8.count > 1 else { continue }
      let width = surface[x + 1, y]?.text.isEmpty == true ? 2 : 1
      if !GraphemeTrust.isSettled(cell.text, width: width) {
        found.append(PlacedGrapheme(column: x, text: cell.text, width: width, style: cell.style))
      }
    }
    return found
  }

  /// Each of them at its place, and again what stands behind it as far as a terminal may have run over it.
  private func placedGraphemes(_ surface: Surface, rows: [Int]) -> String {
    var output = ControlSequences.saveCursor + ControlSequences.wrapOff
    for y in rows {
      for grapheme in placed[y] ?? [] {
        output += move(row: y, column: grapheme.column)
        output += SelectGraphicRendition.sequence(palette.appearance(of: grapheme.style), depth: depth)
        output += grapheme.text
        let end = grapheme.column + GraphemeTrust.widest(grapheme.text)
        var x = grapheme.column + grapheme.width
        while x < end, let cell = surface[x, y] {
          let width = surface[x + 1, y]?.text.isEmpty == true ? 2 : 1
          if !cell.text.isEmpty, GraphemeTrust.isSettled(cell.text, width: width) {
            output += move(row: y, column: x)
            output += SelectGraphicRendition.sequence(palette.appearance(of: cell.style), depth: depth)
            output += cell.text
          }
          x += width
        }
      }
    }
    return output + ControlSequences.wrapOn + ControlSequences.restoreCursor
  }

  private func move(row: Int, column: Int) -> String {
    guard let sequence = agent_tui_move_sequence(Int32(row), Int32(column)) else { return "" }
    return String(decoding: ControlSequences.withoutPadding(Array(String(cString: sequence).utf8)), as: UTF8.self)
  }
}
