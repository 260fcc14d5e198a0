import CNcurses
import System
package import Threading

extension NcursesTerminal {
  /// How long after ESC the rest of a key's sequence may come. Over a slow line it is 25 ms still: that is what
  /// curses programs have taught people to expect of the Escape key.
  private static let escapeSeconds = 0.025

  package func waitForInput(until deadline: MonotonicTime?) -> [InputEvent] {
    while true {
      let noted = takeNotes()
      if !noted.isEmpty { return noted }

      let next = [deadline, escapeDeadline].compactMap { $0 }.min()
      var waits = [
        pollfd(fd: hasHungUp ? -1 : input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wakePipe.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: hasOutput ? line.descriptor : -1, events: Int16(POLLOUT), revents: 0),
      ]
      let count = poll(&waits, nfds_t(waits.count), next?.millisecondsLeft ?? -1)
      if count < 0 {
        if errno == EINTR { continue }
        hasHungUp = true
        continue
      }

      var events: [InputEvent] = []
      if waits[0].revents != 0 { events += readKeys() }
      let reported = takeReports()
      if waits[2].revents != 0 { sendWaiting() }
      let isWoken = waits[1].revents != 0
      if isWoken { wakePipe.drain() }
      if decoder.isWaiting {
        if let time = escapeDeadline, MonotonicTime.now >= time {
          events += decoder.timeout()
          escapeDeadline = nil
        } else if escapeDeadline == nil || waits[0].revents != 0 {
          escapeDeadline = .now.advanced(bySeconds: Self.escapeSeconds)
        }
      } else {
        escapeDeadline = nil
      }
      // The colours may be others now: the size, told once more, makes the console draw anew.
      if reported { events.append(.resize(size)) }
      if !events.isEmpty || isWoken { return events + takeNotes() }
      if let deadline, MonotonicTime.now >= deadline { return [] }
    }
  }

  /// What signals have said since the last time.
  private func takeNotes() -> [InputEvent] {
    var events: [InputEvent] = []
    if terminalGuard.takeStopped() {
      suspended { TerminalGuard.stopProcess() }
      events.append(.resize(size))
    }
    if terminalGuard.takeResized(), takeSize() { events.append(.resize(size)) }
    if !saidTermination, let signal = terminalGuard.terminated ?? (hasHungUp ? SIGHUP : nil) {
      saidTermination = true
      events.append(.terminated(signal: signal))
    }
    return events
  }

  private func readKeys() -> [InputEvent] {
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = bytes.withUnsafeMutableBytes { read(input, $0.baseAddress, $0.count) }
    if count > 0 { return decoder.feed(bytes[..<count]) }
    if count == 0 || (errno != EINTR && errno != EAGAIN) { hasHungUp = true }
    return []
  }

  /// Takes the terminal's answers. Returns whether one of them changes how the screen is to look.
  private func takeReports() -> Bool {
    let before = isDark
    for report in decoder.takeReports() {
      if let answer = Background.isDark(report: report) { isDark = answer }
    }
    return isDark != before
  }
}
