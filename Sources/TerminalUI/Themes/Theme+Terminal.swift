// The default theme stands in the program, so that it starts without any file. It uses the terminal's own first
// colours and background only, never yellow or white (unreadable on light ones), and attributes for the rest.

extension Theme {
  /// `terminal`: the same on dark and light backgrounds.
  package static let terminal = Theme(
    name: "Terminal", author: "agent-tui", license: "MIT", dark: .terminal, light: .terminal)
}

extension Palette {
  /// The looks of the theme `terminal`.
  package static let terminal = Palette(entries: [
    .text: Entry(foreground: ThemeColor.none, background: ThemeColor.none),
    .dim: Entry(foreground: ThemeColor.none, dim: true),
    .accent: cyan(),
    .heading: cyan(bold: true),
    .code: cyan(),
    .reasoning: Entry(italic: true, dim: true),
    .person: Entry(bold: true),
    .header: Entry(bold: true),
    .headerAccent: cyan(bold: true),
    .frame: Entry(dim: true),
    .frameFocused: cyan(bold: true),
    .title: Entry(),
    .titleFocused: Entry(bold: true),
    .idle: Entry(dim: true),
    .queued: Entry(foreground: .indexed(5)),
    .prefill: Entry(foreground: .indexed(4), bold: true),
    .decode: Entry(foreground: .indexed(2), bold: true),
    .tool: cyan(),
    .approval: Entry(bold: true, reverse: true),
    .done: Entry(foreground: .indexed(2)),
    .stopped: Entry(foreground: .indexed(5)),
    .failed: Entry(foreground: .indexed(1), bold: true),
    .error: Entry(foreground: .indexed(1)),
    .warning: Entry(foreground: .indexed(5), bold: true),
    .added: Entry(foreground: .indexed(2)),
    .removed: Entry(foreground: .indexed(1)),
    .hunk: cyan(),
    .composer: Entry(),
    .placeholder: Entry(dim: true),
    .cursor: Entry(reverse: true),
    .hint: Entry(dim: true),
    .hintKey: Entry(bold: true),
    .selection: Entry(reverse: true),
    .match: Entry(underline: true, reverse: true),
    .overlay: Entry(),
    .overlayFrame: cyan(),
    .overlayTitle: Entry(bold: true),
  ])

  private static func cyan(bold: Bool = false) -> Entry { Entry(foreground: .indexed(6), bold: bold) }
}
