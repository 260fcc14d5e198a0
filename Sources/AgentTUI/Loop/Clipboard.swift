import System
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
  ///
  /// - Parameter onFailure: is told, in a sentence, when the tool does not take it.
  func copy(_ text: String, onFailure: @escaping @Sendable (String) -> Void) {
    guard let tool, let name = tool.first else { return }
    do {
      _ = try WorkerThread(name: "clipboard") {
        switch ForegroundProgram.feed(tool, text) {
        case 0: break
        case 127: onFailure("\(name) cannot be started, so the text is on the terminal's clipboard at most")
        case let status: onFailure("\(name) ended with \(status), so the text is on the terminal's clipboard at most")
        }
      }
    } catch {
      onFailure("\(error)")
    }
  }
}
