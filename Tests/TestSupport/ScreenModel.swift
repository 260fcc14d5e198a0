package import TerminalUI

// A terminal as far as our tests need one: what stands where and how it looks, the cursor, the alternate screen, the
// modes. It can be one that knows grapheme clusters, or one that counts every scalar by itself, as many do.

/// What a terminal shows after the bytes that it was sent.
package struct ScreenModel: Sendable {
  /// How the terminal counts columns.
  package enum Counting: Sendable { case clusters, scalars }

  private typealias Cell = SurfacePicture.Cell

  private struct Screen: Sendable {
    var cells: [[Cell]]
    var cursor = Point(x: 0, y: 0)
  }

  package private(set) var size: Size
  private let counting: Counting
  private var screen: Screen
  private var main: Screen?
  private var look = Appearance()
  private var saved = (cursor: Point(x: 0, y: 0), look: Appearance())
  private var region: ClosedRange<Int>
  private var wraps = true
  private var isWrapPending = false
  private var lastText = " "
  private var modes: Set<Int> = [25, 7]
  /// The text of each OSC, in order.
  package private(set) var commands: [String] = []
  /// How often the bell rang.
  package private(set) var bells = 0
  /// Whether a colour was ever set, in any of the ways there are.
  package private(set) var isColoured = false
  private var unread: [UInt8] = []

  package init(size: Size, counting: Counting = .clusters) {
    self.size = size
    self.counting = counting
    region = 0...max(0, size.height - 1)
    screen = Self.blank(size)
  }

  private static func blank(_ size: Size) -> Screen {
    Screen(cells: Array(repeating: Array(repeating: Cell(text: " "), count: size.width), count: size.height))
  }

  /// What is erased has the background that is set.
  private var blank: Cell { Cell(text: " ", look: Appearance(background: look.background)) }

  package var isCursorVisible: Bool { modes.contains(25) }
  package var isAlternate: Bool { main != nil }
  package var isPasteBracketed: Bool { modes.contains(2004) }
  /// Whether it is a whole frame, as far as the program says where its frames begin and end.
  package var isWhole: Bool { !modes.contains(2026) }
  /// Whether the mouse is reported in any of the ways there are.
  package var isMouseReported: Bool { !modes.isDisjoint(with: [9, 1000, 1001, 1002, 1003, 1005, 1006, 1015]) }
  package var cursor: Point { screen.cursor }

  /// The rows as text, without the blanks at their ends.
  package var lines: [String] {
    screen.cells.map { row in
      var text = row.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  package var text: String { lines.joined(separator: "\n") }

  /// How the first place looks at which a text stands, from the top; nil where it stands nowhere.
  package func look(of text: String) -> Appearance? {
    for row in screen.cells {
      let whole = row.map(\.text).joined()
      guard let range = whole.firstRange(of: text) else { continue }
      // A wide grapheme's right half has no text, so columns are counted by what stands before.
      var (column, before) = (0, whole[..<range.lowerBound].utf8.count)
      while before > 0 {
        before -= row[column].text.utf8.count
        column += 1
      }
      return row[column].look
    }
    return nil
  }

  /// What is seen, as a picture.
  package func svg(title: String) -> String {
    // The margin has the colour of most of the screen.
    let counts = screen.cells.joined().reduce(into: [:]) { $0[$1.look.background, default: 0] += 1 }
    let background = counts.max { $0.value < $1.value }?.key ?? .none
    return SurfacePicture(ground: .dark).svg(
      of: screen.cells, behind: Appearance(background: background), cursor: isCursorVisible ? cursor : nil,
      title: title)
  }

  package mutating func resize(_ size: Size) {
    func fit(_ screen: Screen) -> Screen {
      var fitted = Self.blank(size)
      for y in 0..<min(size.height, screen.cells.count) {
        for x in 0..<min(size.width, screen.cells[y].count) { fitted.cells[y][x] = screen.cells[y][x] }
      }
      fitted.cursor = Point(x: min(screen.cursor.x, size.width - 1), y: min(screen.cursor.y, size.height - 1))
      return fitted
    }
    screen = fit(screen)
    main = main.map(fit)
    self.size = size
    region = 0...size.height - 1
    isWrapPending = false
  }

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    unread += bytes
    var place = 0
    while place < unread.count {
      guard let used = take(from: place) else { break }
      place += used
    }
    unread.removeFirst(place)
  }

  /// Takes one thing; nil while it is not whole.
  private mutating func take(from place: Int) -> Int? {
    let byte = unread[place]
    if byte == 0x1B { return takeEscape(from: place) }
    if byte < 0x20 || byte == 0x7F {
      control(byte)
      return 1
    }
    // Text up to the next control; the last character waits for what may join it only if its bytes are not whole.
    var end = place
    while end < unread.count, unread[end] >= 0x20, unread[end] != 0x7F { end += 1 }
    if end == unread.count {
      var back = 1
      while back <= min(4, end - place), unread[end - back] & 0xC0 == 0x80 { back += 1 }
      if back <= end - place, unread[end - back] >= 0xC0 {
        let lead = unread[end - back]
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        if back < length { end -= back }
      }
    }
    if end == place { return nil }
    let text = String(decoding: unread[place..<end], as: UTF8.self)
    switch counting {
    case .clusters:
      for character in text { write(String(character), width: character.displayWidth) }
    case .scalars:
      for scalar in text.unicodeScalars { write(String(scalar), width: DisplayWidth.scalar(scalar)) }
    }
    return end - place
  }

  private mutating func control(_ byte: UInt8) {
    isWrapPending = isWrapPending && byte == 0x07
    switch byte {
    case 0x07: bells += 1
    case 0x08: screen.cursor.x = max(0, screen.cursor.x - 1)
    case 0x09: screen.cursor.x = min(size.width - 1, (screen.cursor.x / 8 + 1) * 8)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: screen.cursor.x = 0
    default: break
    }
  }

  private mutating func lineFeed() {
    if screen.cursor.y == region.upperBound {
      scroll(up: 1)
    } else {
      screen.cursor.y = min(size.height - 1, screen.cursor.y + 1)
    }
  }

  private mutating func scroll(up count: Int) {
    for _ in 0..<abs(count) {
      let row = Array(repeating: blank, count: size.width)
      if count > 0 {
        screen.cells.remove(at: region.lowerBound)
        screen.cells.insert(row, at: region.upperBound)
      } else {
        screen.cells.remove(at: region.upperBound)
        screen.cells.insert(row, at: region.lowerBound)
      }
    }
  }

  private mutating func write(_ text: String, width: Int) {
    if width == 0 {
      var x = isWrapPending ? screen.cursor.x : max(0, screen.cursor.x - 1)
      if screen.cells[screen.cursor.y][x].text.isEmpty, x > 0 { x -= 1 }
      screen.cells[screen.cursor.y][x].text += text
      widen(x, screen.cursor.y)
      return
    }
    if isWrapPending || screen.cursor.x + width > size.width {
      if wraps {
        screen.cursor.x = 0
        lineFeed()
      } else {
        screen.cursor.x = size.width - width
      }
    }
    isWrapPending = false
    for column in 0..<width { clear(screen.cursor.x + column, screen.cursor.y) }
    screen.cells[screen.cursor.y][screen.cursor.x] = Cell(text: text, look: look)
    if width == 2 { screen.cells[screen.cursor.y][screen.cursor.x + 1] = Cell(text: "", look: look) }
    lastText = text
    if screen.cursor.x + width >= size.width {
      screen.cursor.x = size.width - 1
      isWrapPending = wraps
    } else {
      screen.cursor.x += width
    }
  }

  /// A selector that came in a later piece than its base may have made two columns of it.
  private mutating func widen(_ x: Int, _ y: Int) {
    guard counting == .clusters, x + 1 < size.width, x + 1 == screen.cursor.x,
      screen.cells[y][x].text.displayWidth == 2
    else { return }
    clear(x + 1, y)
    screen.cells[y][x + 1].text = ""
    screen.cursor.x = min(size.width - 1, x + 2)
  }

  /// Blanks a cell, and the other half of what stood there.
  private mutating func clear(_ x: Int, _ y: Int) {
    guard x < size.width else { return }
    if screen.cells[y][x].text.isEmpty, x > 0 { screen.cells[y][x - 1].text = " " }
    if x + 1 < size.width, screen.cells[y][x + 1].text.isEmpty { screen.cells[y][x + 1].text = " " }
    screen.cells[y][x] = blank
  }

  // MARK: escape sequences

  private mutating func takeEscape(from place: Int) -> Int? {
    guard place + 1 < unread.count else { return nil }
    switch unread[place + 1] {
    case 0x5B: return takeControlSequence(from: place)
    case 0x5D, 0x50, 0x5F, 0x5E, 0x58:
      for end in place + 2..<max(place + 2, unread.count) {
        if unread[end] == 0x18 { return end - place + 1 }
        let isString = unread[end] == 0x1B && end + 1 < unread.count && unread[end + 1] == 0x5C
        guard unread[end] == 0x07 || isString else { continue }
        if unread[place + 1] == 0x5D { commands.append(String(decoding: unread[place + 2..<end], as: UTF8.self)) }
        return end - place + (isString ? 2 : 1)
      }
      return nil
    case 0x28, 0x29, 0x2A, 0x2B: return place + 2 < unread.count ? 3 : nil
    case 0x37:
      saved = (screen.cursor, look)
      return 2
    case 0x38:
      (screen.cursor, look) = saved
      isWrapPending = false
      return 2
    case 0x4D:
      if screen.cursor.y == region.lowerBound { scroll(up: -1) } else { screen.cursor.y = max(0, screen.cursor.y - 1) }
      return 2
    default: return 2
    }
  }

  private mutating func takeControlSequence(from place: Int) -> Int? {
    guard
      let end = unread.indices.dropFirst(place + 2).first(where: {
        (0x40...0x7E).contains(unread[$0]) || unread[$0] == 0x18
      })
    else { return nil }
    // CAN: the sequence is none.
    if unread[end] == 0x18 { return end - place + 1 }
    let body = String(decoding: unread[place + 2..<end], as: UTF8.self)
    if unread[end] == 0x6D, !body.contains(where: { "?>=<".contains($0) }) {
      look.select(body)
      isColoured = isColoured || look.foreground != .none || look.background != .none
      return end - place + 1
    }
    let numbers = body.drop { "?>=<".contains($0) }.split(separator: ";", omittingEmptySubsequences: false).map {
      Int($0)
    }
    perform(unread[end], isPrivate: body.hasPrefix("?"), numbers)
    return end - place + 1
  }

  private mutating func perform(_ final: UInt8, isPrivate: Bool, _ numbers: [Int?]) {
    func number(_ index: Int, or standard: Int = 1) -> Int {
      index < numbers.count ? max(standard == 0 ? 0 : 1, numbers[index] ?? standard) : standard
    }
    if isPrivate {
      for mode in numbers.compactMap({ $0 }) where final == 0x68 || final == 0x6C { set(mode, final == 0x68) }
      return
    }
    var cursor = screen.cursor
    let pending = isWrapPending
    isWrapPending = false
    switch final {
    case 0x41: cursor.y -= number(0)
    case 0x42, 0x65: cursor.y += number(0)
    case 0x43, 0x61: cursor.x += number(0)
    case 0x44: cursor.x -= number(0)
    case 0x45: cursor = Point(x: 0, y: cursor.y + number(0))
    case 0x46: cursor = Point(x: 0, y: cursor.y - number(0))
    case 0x47, 0x60: cursor.x = number(0) - 1
    case 0x48, 0x66: cursor = Point(x: number(1) - 1, y: number(0) - 1)
    case 0x64: cursor.y = number(0) - 1
    case 0x4A: eraseDisplay(number(0, or: 0))
    case 0x4B: eraseLine(number(0, or: 0))
    case 0x58: for x in cursor.x..<min(size.width, cursor.x + number(0)) { clear(x, cursor.y) }
    case 0x50: shift(by: -number(0))
    case 0x40: shift(by: number(0))
    case 0x4C, 0x4D:
      let kept = region
      if kept.contains(cursor.y) {
        region = cursor.y...kept.upperBound
        scroll(up: (final == 0x4D ? 1 : -1) * min(number(0), region.count))
        region = kept
      }
    case 0x53: scroll(up: min(number(0), region.count))
    case 0x54: scroll(up: -min(number(0), region.count))
    case 0x5A: cursor.x = max(0, (cursor.x - 1) / 8 * 8)
    case 0x62:
      isWrapPending = pending
      for _ in 0..<number(0) { write(lastText, width: max(1, lastText.displayWidth)) }
      return
    case 0x72:
      let top = min(number(0), size.height) - 1
      region = top...max(top, min(number(1, or: size.height), size.height) - 1)
      cursor = Point(x: 0, y: 0)
    default: break
    }
    screen.cursor = Point(
      x: min(max(0, cursor.x), size.width - 1), y: min(max(0, cursor.y), size.height - 1))
  }

  private mutating func set(_ mode: Int, _ isOn: Bool) {
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
    switch mode {
    case 7: wraps = isOn
    case 1049, 47, 1047:
      if isOn, main == nil {
        main = screen
        screen.cells = Self.blank(size).cells
      } else if !isOn, let before = main {
        screen = before
        main = nil
      }
    default: break
    }
  }

  private mutating func eraseLine(_ kind: Int) {
    let columns = kind == 0 ? screen.cursor.x..<size.width : kind == 1 ? 0..<screen.cursor.x + 1 : 0..<size.width
    for x in columns { clear(x, screen.cursor.y) }
  }

  private mutating func eraseDisplay(_ kind: Int) {
    if kind == 0 || kind == 1 { eraseLine(kind) }
    let rows = kind == 0 ? screen.cursor.y + 1..<size.height : kind == 1 ? 0..<screen.cursor.y : 0..<size.height
    for y in rows { screen.cells[y] = Array(repeating: blank, count: size.width) }
  }

  private mutating func shift(by count: Int) {
    let (x, y) = (screen.cursor.x, screen.cursor.y)
    for _ in 0..<min(abs(count), size.width - x) {
      if count > 0 {
        screen.cells[y].insert(blank, at: x)
        screen.cells[y].removeLast()
      } else {
        screen.cells[y].remove(at: x)
        screen.cells[y].append(blank)
      }
    }
  }
}
