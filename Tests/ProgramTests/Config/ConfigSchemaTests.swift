import Agents
import OrderedJSON
import Testing

@testable import Program

/// The schema is made from the table; here it is held against what a start of the program does with the same value.
@Suite struct ConfigSchemaTests {
  private func property(_ name: String) throws -> JSON {
    try #require(ConfigSchema.json.object?["properties"]?.object?[name], "\(name)")
  }

  private func schemaAccepts(_ name: String, _ value: JSON) throws -> Bool {
    var alone = try #require(property(name).object)
    alone["description"] = nil
    return try JSONSchema(.object(alone)).violations(of: value).isEmpty
  }

  private func programAccepts(_ name: String, _ value: JSON) -> Bool {
    let file = JSON.object(JSONObject([.init(name: name, value: value)])).text
    return ConfigCheck(path: "c", isProject: false).problems(in: Array(file.utf8)).isEmpty
  }

  @Test func `Every setting is in it, once, and nothing else`() throws {
    let names = try #require(ConfigSchema.json.object?["properties"]?.object?.names)
    #expect(
      Set(names) == Set(OptionTable.settings.map(\.name)).union(SettingsFile.consoleSettings + ["$schema"]))
    #expect(ConfigSchema.json.object?["additionalProperties"] == false)
  }

  /// Values at and beyond the ends of what options take, and of every kind.
  static let values: [JSON] = [
    0, 1, 2, -1, 255, 256, 1024, 1025, 1_000_000, 0.5, 1.5, -0.5, true, false, "", "auto", "on", "f16", "ask", "text",
    "4G", "1.5G", "0", "0G", "0.5M", "0.0", "12", "4 G", "4 GiB", "2gib", "many", ",", " ", .array(["read", "bash"]),
    .array([]), .null, .object([:]),
  ]

  @Test(arguments: Array(Set(OptionTable.settings.map(\.name))).sorted())
  func `What the schema accepts, the program accepts, unless words alone say what it takes`(name: String) throws {
    let option = try #require(OptionTable.settings.first { $0.name == name })
    if case .text = option.accepted { return }
    var taken = 0
    for value in Self.values where try schemaAccepts(name, value) {
      #expect(programAccepts(name, value), "\(name): \(value.text)")
      taken += 1
    }
    #expect(taken > 0, "\(name)")
  }

  @Test(
    arguments: [
      ("agents", 256), ("agents", 0), ("temperature", -0.5), ("mlock", "on"), ("permission-mode", "paln"),
      ("kv-budget", "4 G"), ("kv-budget", 0), ("seed", -1), ("theme", ""), ("deny", .array([1])),
    ] as [(String, JSON)])
  func `What it refuses is refused by more than its form`(name: String, value: JSON) throws {
    #expect(try !schemaAccepts(name, value))
  }

  @Test func `Keys, notices and the mouse are described by what the console knows`() throws {
    #expect(try schemaAccepts("keys", .object(["zoom": "ctrl-o"])))
    #expect(try !schemaAccepts("keys", .object(["zom": "ctrl-o"])))
    #expect(try schemaAccepts("mouse", .object(["click": true])))
    #expect(try !schemaAccepts("mouse", .object(["drag": true])))
    #expect(try schemaAccepts("notify", "osc9"))
    #expect(try !schemaAccepts("notify", "horn"))
  }
}
