// A shell that has ended tells nobody in which folder it was. So it writes that down on its way out: in a trap for its
// exit, which also an `exit`, an error under `set -e` and a signal to end go through, and once more after the command,
// since that may have set a trap of its own. What is written goes into a file, as every descriptor that the shell had
// for it could be taken by the command for something else, and would be held open by what it leaves running. A command
// that the shell was replaced by (`exec`) or that killed it writes nothing: then the folder is as good as unchanged.

import System

/// A command line as it is given to the shell.
struct ShellCommand: ~Copyable {
  /// The file that the shell writes its last folder into; nil where none could be made.
  private let report: String?
  private let place: Place

  /// Where and how a shell runs.
  struct Place: Sendable {
    /// What its processes may take.
    var limits: ProcessLimits?
    /// A folder that it can write in; nil is the person's temporary one.
    var folder: String?
    /// The same as the shell sees it.
    var seenAs: String?
  }

  /// A command whose last folder can be asked for.
  ///
  /// - Parameter tellsFolder: false for one that nobody will ask.
  init(in place: Place = Place(), tellsFolder: Bool = true) {
    self.place = place
    report = tellsFolder ? Self.makeFile(in: place.folder) : nil
  }

  deinit { if let report { unlink(report) } }

  /// The shell's own file.
  static var shell: String { access("/bin/bash", X_OK) == 0 ? "/bin/bash" : Program.find("bash") ?? "/bin/sh" }

  /// What the shell is started with.
  func arguments(for command: String) -> [String] {
    let limits = place.limits.map { $0.shellText + "\n" } ?? ""
    guard let report else { return ["-c", limits + "eval \"$1\"", "bash", command] }
    let name = report.pathNames.last ?? ""
    let file = place.seenAs.map { "\($0)/\(name)" } ?? report
    // Neither a command that traces itself (`set -x`) nor one that ends at the first error shows or fails by this.
    let word = file.utf8.allSatisfy(Self.isPlain) ? file : "'\(file.replacing("'", with: #"'\''"#))'"
    let tell = "command pwd -P >|\(word) || :"
    let script = """
      \(limits)__agent_tui=$1; shift; trap '{ \(tell); } 2>/dev/null' EXIT; eval "$__agent_tui"
      { __agent_tui=$?; set +x; \(tell); } 2>/dev/null; exit "$__agent_tui"
      """
    return ["-c", script, "bash", command]
  }

  /// The folder in which the shell has ended; nil where it did not say, or the folder's name is not UTF-8.
  consuming func lastFolder() -> String? {
    guard let report else { return nil }
    let descriptor = open(report, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 1, bytes[0] == UInt8(ascii: "/"), bytes[count - 1] == UInt8(ascii: "\n") else { return nil }
    return String(validating: bytes[..<(count - 1)], as: UTF8.self)
  }

  /// An empty file that only this user can write. Its name needs no quotes.
  private static func makeFile(in folder: String?) -> String? {
    let wanted = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let isPlain = wanted.hasPrefix("/") && wanted.utf8.allSatisfy(isPlain)
    for folder in folder.map({ [$0] }) ?? (isPlain ? [wanted, "/tmp"] : ["/tmp"]) {
      var name = Array("\(folder)/agent-tui-XXXXXX".utf8CString)
      let descriptor = mkstemp(&name)
      guard descriptor >= 0 else { continue }
      close(descriptor)
      return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
    return nil
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
