import Agents
import AgentTUI
import Foundation
import System
import TerminalUI
import Testing
import TestSupport

@testable import Program

@Suite struct TrustTests {
  private static let project = "/ws/.agent-tui.json"
  private static let store = "/home/ada/.local/state/agent-tui/trust.json"
  private static let wide =
    #"{"permission-mode": "auto", "allow": ["bash(make *)", "edit"], "model": "/m.gguf", "tools": "read"}"#

  private func resolve(
    _ arguments: [String] = [], project: String?, trusting trusted: String? = nil, store: String? = nil
  ) throws -> ResolvedOptions {
    let environment = ProgramEnvironment(variables: ["HOME": "/home/ada"], directory: "/ws")
    let record =
      store ?? trusted.map { #"{"\#(Self.project)": "\#(SHA256.hexadecimal(Array($0.utf8)))"}"# }
    let resolver = OptionResolver(environment: environment) { path throws(SmallFile.Failure) in
      let text = path == Self.project ? project : path == Self.store ? record : nil
      if path.hasSuffix("id_rsa") { return Array("key".utf8) }
      guard let text else { throw SmallFile.Failure(path: path, reason: "No such file", isMissing: true) }
      return Array(text.utf8)
    }
    return try resolver.resolve(arguments)
  }

  @Test func fileThatIsNotTrustedNarrowsAndOneSentenceSaysWhatItWouldSet() throws {
    let options = try resolve(project: Self.wide)
    #expect(options.permissionMode == .ask)
    #expect(options.rules == [])
    #expect(options.model == nil)
    #expect(options.tools == ["read"])
    #expect(
      options.warnings == [
        "Not trusted (trust-project, or 'agent-tui trust /ws'): .agent-tui.json would set "
          + "permission-mode \"auto\", allow \"bash(make *)\", allow \"edit\", model \"/m.gguf\"; "
          + "until then it only narrows what is allowed."
      ])
  }

  @Test func fileThatIsTrustedSetsWhatItSaysAndNothingIsSaid() throws {
    let options = try resolve(["--deny", "write"], project: Self.wide, trusting: Self.wide)
    #expect(options.permissionMode == .auto)
    #expect(options.rules.map(\.description) == ["allow bash(make *)", "allow edit", "deny write"])
    #expect(options.model == "/m.gguf")
    #expect(options.warnings == [])
    #expect(options.project?.standing == .trusted)
  }

  @Test func fileThatChangedSinceIsNoLongerTrustedAndThatIsSaid() throws {
    let options = try resolve(project: Self.wide + "\n", trusting: Self.wide)
    #expect(options.permissionMode == .ask)
    #expect(options.rules == [])
    #expect(options.warnings.count == 1)
    #expect(options.warnings.first?.hasPrefix("Changed since you trusted it (trust-project, or") == true)
  }

  @Test(arguments: [
    (#"{"permission-mode": "auto"}"#, ["permission-mode \"auto\""]),
    (#"{"permission-mode": "plan"}"#, []),
    (#"{"deny": "bash", "ask": "edit", "agents": 2, "temperature": 0}"#, []),
    (#"{"system": "Be brief."}"#, ["system \"Be brief.\""]),
    (#"{"tool-choice": "bash"}"#, ["tool-choice \"bash\""]),
    (#"{"tools": "read,task"}"#, ["tools \"read,task\""]),
    (#"{"kv-budget": "1G"}"#, ["kv-budget \"1G\""]),
    (#"{"system": "@/home/ada/.ssh/id_rsa"}"#, ["system \"@/home/ada/.ssh/id_rsa\""]),
    (#"{"tools": "read"}"#, []),
    (
      #"{"rpc": "a:1", "mlock": true, "device": "x", "chat-template": "/t"}"#,
      ["rpc \"a:1\"", "mlock \"true\"", "device \"x\"", "chat-template \"/t\""]
    ),
    (#"{"log": "/home/ada/.bashrc", "workspace": "/", "config": "/c"}"#, []),  // Not even where it is trusted.
    ("{\"allow\": \"bash(\\u001b[2J\\u202e x)\"}", ["allow \"bash(␛[2J‮ x)\""]),
  ])
  func whatNeedsTrustIsWhatWidens(file: String, widenings: [String]) throws {
    let expected = widenings.map { TextSanitizer.line($0) }
    for command in [[], ["run"], ["info"], ["trust"]] {
      #expect(try resolve(command, project: file).project?.widenings == expected, "\(command)")
    }
    let trusted = try resolve(project: file, trusting: file)
    #expect(trusted.project?.standing == (widenings.isEmpty ? .untrusted : .trusted))
    #expect(trusted.log == nil && trusted.workspace == "/ws")
  }

  @Test func whatAFileAsksAboutLiftsNothing() throws {
    let file = #"{"ask": ["bash(rm *)"], "tools": ["read", "task"]}"#
    let options = try resolve(["--ask", "edit"], project: file)
    #expect(options.rules.map(\.onlyNarrows) == [true, false])
    #expect(options.rules.map(\.description) == ["ask bash(rm *)", "ask edit"])
    #expect(options.tools == ["read"])
    #expect(try resolve(project: file, trusting: file).rules.map(\.onlyNarrows) == [false])
  }

  @Test func sentenceIsBoundedAndHarmless() throws {
    let rules = (1...30).map { "\"bash(\($0) \\u001b]0;x\\u0007\\n\(String(repeating: "y", count: 200)))\"" }
    let options = try resolve(project: "{\"allow\": [\(rules.joined(separator: ","))]}")
    let sentence = try #require(options.warnings.first)
    #expect(sentence.contains(" and 26 more; until"))
    #expect(sentence.count < 600)
    #expect(sentence.unicodeScalars.allSatisfy { $0.value >= 32 })
    #expect(options.project?.isListWhole == false)
  }

  @Test(arguments: ["", "[]", "{", #"{"/ws/.agent-tui.json": 5}"#, #"{"/ws/.agent-tui.json": "x"}"#, #"{"/ws": "x"}"#])
  func recordThatIsNoneTrustsNothing(record: String) throws {
    let options = try resolve(project: Self.wide, store: record)
    #expect(options.rules == [])
    #expect(options.project?.standing != .trusted)
  }

  @Test func trustIsRecordedByPathAndDigestAndTakenBack() throws {
    let folder = try TemporaryFolder(isMade: false)
    defer { folder.remove() }
    let store = TrustStore(path: folder.path + "/deep/trust.json")
    #expect(try store.standing(of: "/a", digest: "1") == .untrusted)
    try store.trust("/a", digest: "1")
    try store.trust("/b", digest: "2")
    #expect(try store.standing(of: "/a", digest: "1") == .trusted)
    #expect(try store.standing(of: "/a", digest: "2") == .changed)
    #expect(try store.standing(of: "/c", digest: "1") == .untrusted)
    try store.trust("/a", digest: "2")
    #expect(try store.standing(of: "/a", digest: "2") == .trusted)
    #expect(try store.forget("/a"))
    #expect(try !store.forget("/a"))
    #expect(try store.standing(of: "/a", digest: "2") == .untrusted)
    #expect(try store.standing(of: "/b", digest: "2") == .trusted)
  }
}
