import Agents
public import OrderedJSON

extension JournalRecord {
  /// How the line of a record begins, and no event's does.
  static let mark: StaticString = "{\"record\":"

  /// The record as the object of its line: `record`, `after`, `kind`, then by kind.
  public var json: JSON {
    var object: JSONObject = ["record": .integer(number), "after": .integer(after)]
    func say(_ kind: String, _ fields: JSONObject) {
      object["kind"] = .string(kind)
      for field in fields.members { object[field.name] = field.value }
    }
    switch kind {
    case .opened(let ordinal): say("opened", ["ordinal": .integer(ordinal)])
    case .setting(let setting): say("setting", setting.json)
    case .agents(let agents): say("agents", ["agents": .array(agents.map(\.json))])
    case .conversation(let agent, let change):
      say("conversation", ["agent": .integer(agent)])
      for field in change.json.members { object[field.name] = field.value }
    case .dropped(let tasks): say("dropped", ["tasks": .array(tasks.map(JSON.string))])
    case .summary(let summary): say("summary", summary.fields)
    }
    return .object(object)
  }

  /// Reads a record's object back; nil where it is none.
  public init?(json: JSON) {
    guard let object = json.object, let number = object["record"]?.integer, let after = object["after"]?.integer,
      let name = object["kind"]?.string, let kind = Kind(name: name, fields: object)
    else { return nil }
    self.init(number: number, after: after, kind: kind)
  }
}

extension JournalRecord.Kind {
  fileprivate init?(name: String, fields: JSONObject) {
    switch name {
    case "opened":
      guard let ordinal = fields["ordinal"]?.integer else { return nil }
      self = .opened(ordinal: ordinal)
    case "setting":
      guard let setting = SessionSetting(json: fields) else { return nil }
      self = .setting(setting)
    case "agents":
      guard let list = fields["agents"]?.array else { return nil }
      let agents = list.compactMap(KeptAgent.init(json:))
      guard agents.count == list.count else { return nil }
      self = .agents(agents)
    case "conversation":
      guard let agent = fields["agent"]?.integer, let change = ConversationChange(json: fields) else { return nil }
      self = .conversation(agent: agent, change)
    case "dropped":
      guard let tasks = fields["tasks"]?.array?.map(\.string), !tasks.contains(nil) else { return nil }
      self = .dropped(tasks.compactMap { $0 })
    case "summary":
      guard let summary = SessionSummary(fields: fields) else { return nil }
      self = .summary(summary)
    default: return nil
    }
  }
}

extension SessionSetting {
  fileprivate var json: JSONObject {
    ["workspace": .string(workspace), "system": .string(system), "tools": .array(tools.map(JSON.string))]
  }

  fileprivate init?(json: JSONObject) {
    guard let workspace = json["workspace"]?.string, let system = json["system"]?.string,
      let tools = json["tools"]?.array?.map(\.string), !tools.contains(nil)
    else { return nil }
    self.init(workspace: workspace, system: system, tools: tools.compactMap { $0 })
  }
}

extension KeptAgent {
  fileprivate var json: JSON {
    var object: JSONObject = ["id": .integer(id), "name": .string(name), "mode": .string(mode.rawValue)]
    if let starter { object["by"] = .integer(starter) }
    return .object(object)
  }

  fileprivate init?(json: JSON) {
    guard let id = json["id"]?.integer, let name = json["name"]?.string,
      let mode = json["mode"]?.string.flatMap(PermissionMode.init(rawValue:))
    else { return nil }
    self.init(id: id, name: name, mode: mode, starter: json["by"]?.integer)
  }
}
