import Agents
import Testing

@Suite("Tool registry") struct ToolRegistryTests {
  static let registry = ToolRegistry([
    TestTool(name: "read"), TestTool(name: "write", effect: .writes), TestTool(name: "bash", effect: .executes),
    TestTool(name: "read", summary: "Another."),
  ])

  @Test("Of two tools with one name the first stays, at its place")
  func unique() {
    #expect(Self.registry.names == ["read", "write", "bash"])
    #expect(Self.registry["read"]?.summary == "Does something.")
    #expect(Self.registry["grep"] == nil)
  }

  @Test("A selection keeps the registry's order, whatever the order of the names")
  func selection() throws {
    #expect(try Self.registry.selecting(["bash", "read"]).names == ["read", "bash"])
    #expect(try Self.registry.selecting([]).isEmpty)
  }

  @Test("A name that no tool has is refused with those that there are and the nearest")
  func refusal() {
    let error = #expect(throws: ToolSelectionError.self) { try Self.registry.selecting(["read", "wirte"]) }
    #expect(error?.description == "there is no tool 'wirte'; there are: read, write, bash; did you mean 'write'?")
    #expect(
      ToolRegistry([]).sentence(forMissing: "x") == "there is no tool 'x', and no other: no tools are offered")
  }

  @Test("In plan only what reads is offered, in every other mode all", arguments: PermissionMode.allCases)
  func offered(mode: PermissionMode) {
    #expect(Self.registry.offered(in: mode).names == (mode == .plan ? ["read"] : ["read", "write", "bash"]))
  }

  static let meant: [(String, String?)] = [
    ("read", "read"), ("READ", "read"), ("raed", "read"), ("writ", "write"), ("bsh", "bash"), ("x", nil),
    ("python", nil), ("", nil),
  ]

  @Test("The nearest name is one that may have been meant", arguments: meant)
  func nearest(name: String, expected: String?) {
    #expect(NearestName.of(name, among: ["read", "write", "bash"]) == expected)
  }
}
