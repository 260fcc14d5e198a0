import Threading

/// Puts text on the clipboard: by OSC 52, which works over ssh, and by the system's tool, which works in terminals
/// that ignore OSC 52.
struct Clipboard: Sendable {
  /// The tool and its arguments; nil: there is none.
  let tool: [String]?

  init(environment: ProgramEnvironment) {
    #if canImport(Darwin)
      tool = ["pbcopy"]
    #else
      if environment["WAYLAND_DISPLAY"] != nil {
        tool = ["wl-copy"]
      } else if environment["DISPLAY"] != nil {
        tool = ["xclip", "-selection", "clipboard"]
      } else {
        tool = nil
      }
    #endif
  }

  /// Gives the text to the tool, on a thread of its own: a tool that hangs holds up nobody.
  func copy(_ text: String) {
    guard let tool else { return }
    // Without a thread the text is on the clipboard by OSC 52 only.
    _ = try? WorkerThread(name: "clipboard") { ChildProcess.feed(tool, text) }
  }
}
