/// The tools that there are, in a fixed order: the order is part of the prompt that all agents share.
public struct ToolRegistry: Sendable {
  /// The tools, in order.
  public let tools: [any Tool]

  /// These tools, in this order; of two with one name the first counts.
  public init(_ tools: [any Tool]) {
    var names: Set<String> = []
    self.tools = tools.filter { names.insert($0.name).inserted }
  }

  /// Their names, in order.
  public var names: [String] { tools.map(\.name) }

  /// Whether there is none.
  public var isEmpty: Bool { tools.isEmpty }

  /// The tool of this name.
  public subscript(name: String) -> (any Tool)? { tools.first { $0.name == name } }

  /// Those of these names, in the registry's own order, whatever the order of the names.
  ///
  /// - Throws: `ToolSelectionError` for the first name that no tool has.
  public func selecting(_ names: [String]) throws(ToolSelectionError) -> ToolRegistry {
    for name in names where self[name] == nil {
      throw ToolSelectionError(name: name, available: self.names)
    }
    return ToolRegistry(tools.filter { names.contains($0.name) })
  }

  /// Those that a model can call in `mode`: in `plan` only what changes nothing.
  public func offered(in mode: PermissionMode) -> ToolRegistry {
    switch mode {
    case .plan: ToolRegistry(tools.filter { $0.effect.isHarmless })
    case .ask, .acceptEdits, .auto: self
    }
  }

  /// Why there is no tool of this name: one sentence that names those that there are, and the nearest.
  public func sentence(forMissing name: String) -> String {
    ToolSelectionError(name: name, available: names).description
  }
}

/// A tool was asked for that there is not.
public struct ToolSelectionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The name that was given.
  public let name: String
  /// The names that there are.
  public let available: [String]

  /// One sentence for people and models.
  public var description: String {
    guard !available.isEmpty else { return "there is no tool '\(name)', and no other: no tools are offered" }
    let meant = NearestName.of(name, among: available).map { "; did you mean '\($0)'?" } ?? ""
    return "there is no tool '\(name)'; there are: \(available.joined(separator: ", "))\(meant)"
  }
}
