// Linux alone: the sandbox of macOS is tried by hand.
#if canImport(Glibc)

  import Foundation
  import OrderedJSON
  import Threading

  @testable import Agents

  /// A workspace beside which lies what no command may reach: files, sockets, another's secrets.
  final class BreakOut {
    let base: String
    let workspace: String
    let outside: String
    /// Where this program keeps what was said; within the workspace, where it is hardest to hide.
    let state: String
    let sandbox: CommandSandbox
    private let tcp: Int32
    private let udp: Int32
    private let unix: Int32
    private let abstract: Int32
    private let port: UInt16
    private let before: [String]
    private let protectedBefore: [String]

    init() throws {
      // Not where the sandbox has a folder of its own.
      base =
        PathResolver(workspace: FileManager.default.currentDirectoryPath).workspace
        + "/.build/break-out-\(UUID().uuidString)"
      workspace = base + "/workspace"
      outside = base + "/outside"
      state = workspace + "/state"
      let manager = FileManager.default
      for folder in [outside, state, workspace + "/sub", workspace + "/.ssh", workspace + "/.git/hooks"] {
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      for (path, text) in [
        ("outside/canary", "alive"), ("outside/secret", "TOP-SECRET"), ("workspace/sub/.env", "KEY=TOP-SECRET"),
        ("workspace/.env", "KEY=TOP-SECRET"), ("workspace/.ssh/id_rsa", "TOP-SECRET"),
        ("workspace/sub/server.pem", "-----BEGIN PRIVATE KEY-----\nTOP-SECRET"),
        ("workspace/state/journal", "TOP-SECRET"), ("workspace/.agent-tui.json", "{}"),
        ("workspace/.envrc", "true"), ("workspace/code.c", "int main;"),
      ] {
        try text.write(toFile: "\(base)/\(path)", atomically: false, encoding: .utf8)
      }
      try Self.makeRepository(workspace)
      (tcp, port) = Self.listen(Int32(SOCK_STREAM.rawValue))
      udp = Self.bind(Int32(SOCK_DGRAM.rawValue), to: port)
      unix = Self.listen(at: outside + "/socket", isAbstract: false)
      abstract = Self.listen(at: "agent-tui-\(base.hashValue)", isAbstract: true)
      sandbox = CommandSandbox(SandboxSettings(hidden: [state]), workspace: workspace)
      before = Self.tree(outside)
      protectedBefore = Self.protected(workspace)
    }

    deinit {
      for descriptor in [tcp, udp, unix, abstract] where descriptor >= 0 { close(descriptor) }
      try? FileManager.default.removeItem(atPath: base)
    }

    /// What a command says; `$OUT`, `$PORT`, `$ABSTRACT`, `$ME`, `$N` stand for what it is after.
    func run(_ script: String, in sandbox: CommandSandbox, _ shell: ShellState = ShellState(), seconds: Int = 20)
      -> String
    {
      var text = script
      if sandbox.status.holds {
        // What follows would do harm where nothing holds it.
        text = "[ \"$(cat /proc/1/comm)\" = bwrap ] || { echo BROKEN; exit 1; }\n" + text
      }
      for (name, value) in [
        ("$OUT", outside), ("$PORT", "\(port)"), ("$ABSTRACT", "agent-tui-\(base.hashValue)"), ("$ME", "\(getpid())"),
        ("$BASE", base), ("$N", number),
      ] {
        text = text.replacingOccurrences(of: name, with: value)
      }
      let context = ToolContext(
        workspace: workspace, cancellation: Cancellation(), shell: shell, sandbox: sandbox, output: { _ in })
      return BashTool().run(["command": .string(text), "timeout": .integer(seconds)], in: context).output
    }

    private var number: String { "8\(abs(base.hashValue) % 100_000_000)" }

    /// What should not be, in words.
    func damage(_ said: String) throws -> [String] {
      var damage: [String] = []
      if Self.tree(outside) != before { damage.append("something outside was changed") }
      if Self.protected(workspace) != protectedBefore { damage.append("what is protected was changed") }
      if said.contains("TOP-SECRET") || said.contains("root:$") { damage.append("a secret was said") }
      if said.contains("BROKEN") { damage.append("the attempt says that it got out") }
      if [tcp, udp, unix, abstract].contains(where: Self.hasGuest) { damage.append("somebody was reached") }
      if !LiveProcesses.end(with: number) { damage.append("something lives") }
      return damage
    }

    // MARK: - What is looked at

    private static func tree(_ folder: String) -> [String] {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
      return names.sorted().map { "\($0): \((try? String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) ?? "-")" }
    }

    private static func protected(_ workspace: String) -> [String] {
      tree(workspace + "/.git/hooks")
        + [".git/config", ".agent-tui.json", ".envrc", ".env", "sub/.env", "state/journal"].map {
          "\($0): \((try? String(contentsOfFile: "\(workspace)/\($0)", encoding: .utf8)) ?? "-")"
        }
    }

    private static func makeRepository(_ folder: String) throws {
      let child = ChildProcess(executable: "/usr/bin/env", arguments: ["git", "init", "-q", "."], folder: folder)
      _ = try child.run(cancellation: Cancellation()) { _ in .more }
    }

    private static func hasGuest(_ descriptor: Int32) -> Bool {
      var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      return descriptor >= 0 && poll(&polled, 1, 0) > 0
    }

    // MARK: - Sockets

    private static func listen(_ type: Int32) -> (Int32, UInt16) {
      for _ in 0..<20 {
        let port = UInt16.random(in: 20_000..<60_000)
        let descriptor = bind(type, to: port)
        if descriptor >= 0, Glibc.listen(descriptor, 8) == 0 { return (descriptor, port) }
        if descriptor >= 0 { close(descriptor) }
      }
      return (-1, 0)
    }

    private static func bind(_ type: Int32, to port: UInt16) -> Int32 {
      let descriptor = socket(AF_INET, type, 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, size) }
      }
      if status == 0 { return descriptor }
      close(descriptor)
      return -1
    }

    private static func listen(at path: String, isAbstract: Bool) -> Int32 {
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let bytes = (isAbstract ? [0] : []) + Array(path.utf8)
      withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes.prefix($0.count - 1)) }
      let size = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.bind(descriptor, $0, size) }
      }
      if status == 0, Glibc.listen(descriptor, 8) == 0 { return descriptor }
      close(descriptor)
      return -1
    }
  }

#endif
