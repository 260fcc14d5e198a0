// The terminal through ncurses. curses owns the screen: it knows what stands there and writes the least that
// changes it. Input is read and decoded here (see KeyDecoder), since one poll must wait for keys, signals and the
// console's mailbox together. Output that curses cannot do (graphemes it miscounts, notices) goes between
// its frames, with the cursor and attributes saved around it, so that what curses believes stays true.
//
// What curses writes comes into memory (CursesStream), and goes to the terminal as its line takes it (Outbox): nobody waits
// for a slow one. While a frame is on its way no other is drawn; the next one is of what there is then.

import CNcurses
import System
import Threading

/// The real terminal. Main thread only, but for its waker.
package final class NcursesTerminal: Terminal {
  package var size: Size
  package let glyphs: Glyphs
  package var isDark: Bool?
  package var palette: Palette {
    didSet { if palette != oldValue { forgetLooks() } }
  }
  /// How many colours are shown.
  var depth: ColorDepth { pairs.depth }
  package var waker: any TerminalWaker { wakePipe }

  /// Where keys come from and where the screen goes: one terminal.
  let input: Int32
  let output: Int32
  let isUTF8: Bool
  let wakePipe: WakePipe
  let terminalGuard: TerminalGuard
  let line: TerminalLine
  let curses: CursesStream
  private let mouse: MouseSettings
  private let screen: OpaquePointer
  var isOpen = true

  // Input
  var decoder: KeyDecoder
  /// When an ESC that nothing has followed is the Escape key; kept from wait to wait, since whatever wakes ends one.
  var escapeDeadline: MonotonicTime?
  var hasHungUp = false
  var saidTermination = false

  // Output
  var pairs: ColorPairs
  var looks: [Style: Look] = [:]
  /// What stands on the screen; nil where all of it is to be drawn.
  var shown: Surface?
  /// What the line has not taken yet.
  var outbox = Outbox()
  /// A frame that came meanwhile.
  var pending: Surface?
  /// The graphemes of each row that were written past curses.
  var placed: [Int: [PlacedGrapheme]] = [:]
  var isCursorShown: Bool?

  /// How curses shows a style.
  struct Look {
    var attributes: attr_t
    var pair: Int32
  }

  /// Takes the terminal. Before other threads start: it sets an environment variable for a moment.
  ///
  /// - Parameters:
  ///   - environment: asked for `TERM`, `COLORTERM`, `NO_COLOR` and `COLORFGBG`.
  ///   - depth: the colours to use, where a setting says so.
  ///   - mouse: what is asked of the mouse; what is not is left to the terminal.
  ///   - input: where keys come from.
  ///   - output: where the screen goes.
  package init(
    environment: [String: String], palette: Palette = .terminal, depth wanted: ColorDepth? = nil,
    mouse: MouseSettings = .init(), input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO
  ) throws(TerminalError) {
    guard isatty(input) == 1 else { throw .noTerminal(which: "standard input") }
    guard isatty(output) == 1 else { throw .noTerminal(which: "standard output") }
    (self.input, self.output, self.mouse) = (input, output, mouse)
    let term = environment["TERM"] ?? ""
    guard !term.isEmpty, term != "dumb" else { throw .noCapabilities(term: environment["TERM"]) }

    // Only how characters are read: numbers keep their point, which JSON needs.
    setlocale(LC_CTYPE, "")
    isUTF8 = String(cString: nl_langinfo(Int32(CODESET))).uppercased() == "UTF-8"
    do throws(SystemError) {
      wakePipe = try WakePipe()
    } catch {
      throw .system(call: "pipe", reason: error.reason)
    }
    line = TerminalLine(to: output)
    curses = try CursesStream()
    terminalGuard = try TerminalGuard(terminal: input, line: line.descriptor, wake: wakePipe.writeEnd)

    var status: Int32 = 0
    guard setupterm(term, curses.descriptor, &status) == OK, DirectColorDescription.string("cup") != nil else {
      terminalGuard.end()
      throw .unknownTerminal(term: term)
    }
    let described = Int("colors".withCString { tigetnum(UnsafeMutablePointer(mutating: $0)) })
    var depth = wanted ?? ColorDepth.detect(environment: environment, describedColors: described)
    size = Self.size(of: output)
    guard
      let opened = Self.open(term: term, environment: environment, depth: &depth, size: size, output: curses)
    else {
      terminalGuard.end()
      throw .unknownTerminal(term: term)
    }
    screen = opened
    pairs = ColorPairs(depth: depth)
    decoder = KeyDecoder(described: DescribedKeys.read())
    glyphs = isUTF8 ? .unicode : .ascii
    isDark = Background.isDark(colorFGBG: environment["COLORFGBG"])
    self.palette = palette
    terminalGuard.arm(restoring: Self.restoreSequence())
    terminalGuard.setModes()
    outbox.put(frame: curses.take())
    askForReports()
    if Self.answersQuestions(term: term), isDark == nil { emit(ControlSequences.askBackground) }
  }

  deinit { close() }

  package func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    terminalGuard.end()
    delscreen(screen)
  }

  package func suspended(_ body: () -> Void) {
    guard isOpen else { return body() }
    leave()
    terminalGuard.disarm()
    body()
    terminalGuard.arm(restoring: Self.restoreSequence())
    terminalGuard.setModes()
    takeSize()
    shown = nil
    clearok(agent_tui_curscr(), true)
    doupdate()
    outbox.put(frame: curses.take())
    askForReports()
    isCursorShown = nil
  }

  package func redraw() {
    shown = nil
    placed = [:]
    clearok(agent_tui_curscr(), true)
  }

  package func emit(_ sequence: String) {
    guard isOpen, !hasHungUp else { return }
    outbox.put(sequence: sequence.utf8)
    send()
  }

  // MARK: taking and leaving

  private static func open(
    term: String, environment: [String: String], depth: inout ColorDepth, size: Size, output: CursesStream
  ) -> OpaquePointer? {
    // A file in memory has no size that curses could ask for.
    var variables = ["LINES": "\(size.height)", "COLUMNS": "\(size.width)"]
    func newTerminal() -> OpaquePointer? {
      for (name, value) in variables { setenv(name, value, 1) }
      defer {
        for name in variables.keys {
          if let before = environment[name] { setenv(name, before, 1) } else { unsetenv(name) }
        }
      }
      return agent_tui_newterm(term, output.descriptor)
    }
    if depth == .direct {
      variables["TERMINFO"] = DirectColorDescription.terminfo(term: term)
      let screen = newTerminal()
      if let screen, start(), agent_tui_colors() >= 1 << 24 { return screen }
      if let screen {
        endwin()
        delscreen(screen)
        _ = output.take()
      }
      variables["TERMINFO"] = nil
      depth = .palette256
    }
    guard let screen = newTerminal() else { return nil }
    if !start() || agent_tui_colors() < 8 {
      depth = .none
    } else if agent_tui_colors() < 256 {
      depth = min(depth, .sixteen)
    }
    return screen
  }

  /// Sets the modes of curses, not those of the line. Returns whether there are colours.
  private static func start() -> Bool {
    nonl()
    typeahead(-1)
    let window = agent_tui_stdscr()
    keypad(window, true)
    scrollok(window, false)
    leaveok(window, false)
    guard has_colors(), start_color() == OK else { return false }
    use_default_colors()
    return true
  }

  private func askForReports() {
    emit(
      ControlSequences.pasteOn + ControlSequences.focusOn
        + (mouse.isOn ? ControlSequences.mouseOn(drags: mouse.select) : ""))
  }

  /// Gives the terminal back. A frame that the line has not taken is dropped; what was said, a copy perhaps, has a moment.
  private func leave() {
    let isFull = hasOutput
    pending = nil
    outbox.dropFrame()
    let end = MonotonicTime.now.advanced(bySeconds: Self.secondsForTheLastWords)
    while !outbox.isEmpty, MonotonicTime.now < end, line.hasRoom(until: end) { send() }
    outbox = Outbox()
    curs_set(1)
    endwin()
    terminalGuard.giveBack(Self.calmingSequence() + curses.take(), isFull: isFull)
  }

  private static let secondsForTheLastWords = 0.25

  /// What curses cannot know to be needed: a frame may have been cut off anywhere.
  private static func calmingSequence() -> [UInt8] {
    var bytes = Array(
      (ControlSequences.cancel + ControlSequences.synchronizedEnd + ControlSequences.pasteOff
        + ControlSequences.focusOff + ControlSequences.mouseOff).utf8)
    if described("csr") != [] { bytes += ControlSequences.scrollAll.utf8 }
    return bytes + ControlSequences.wrapOn.utf8 + ["sgr0", "op", "rmir"].flatMap(described)
  }

  /// What gives the terminal back when curses cannot be called any more.
  private static func restoreSequence() -> String {
    String(decoding: calmingSequence() + ["cnorm", "rmkx", "rmcup"].flatMap(described), as: UTF8.self)
  }

  private static func described(_ name: String) -> [UInt8] {
    ControlSequences.withoutPadding(DirectColorDescription.string(name) ?? [])
  }

  /// Whether a terminal of this name answers OSC 11, or at least shows nothing of the question.
  private static func answersQuestions(term: String) -> Bool {
    ["xterm", "tmux", "alacritty", "foot", "kitty", "wezterm", "ghostty", "rxvt", "contour", "vte"]
      .contains { term.hasPrefix($0) }
  }

  static func size(of output: Int32) -> Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard agent_tui_window_size(output, &columns, &rows), columns > 0, rows > 0 else {
      return Size(width: 80, height: 24)
    }
    return Size(width: Int(columns), height: Int(rows))
  }

  /// Takes the size that the terminal has now. Returns whether it is another one.
  @discardableResult
  func takeSize() -> Bool {
    let now = Self.size(of: output)
    guard now != size else { return false }
    size = now
    resize_term(Int32(now.height), Int32(now.width))
    shown = nil
    pending = nil
    placed = [:]
    clearok(agent_tui_curscr(), true)
    return true
  }

  private func forgetLooks() {
    looks = [:]
    pairs.reset()
    redraw()
  }
}
