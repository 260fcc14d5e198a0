public import OrderedJSON

/// A tool made of a function: the short way to give agents something of one's own. What keeps state, previews changes or
/// runs for long is better a type that conforms to `Tool`.
public struct FunctionTool: Tool {
  /// What the model calls it by.
  public let name: String
  /// What it does, for the model.
  public let summary: String
  /// Its arguments, required ones first.
  public let parameters: ToolSchema
  /// What it does to the world.
  public let effect: ToolEffect
  private let body: @Sendable (JSON, ToolContext) throws -> String

  /// A tool that calls `body`.
  ///
  /// - Parameters:
  ///   - name: what the model calls it by.
  ///   - summary: one or two sentences for the model: what it does, and when to use it.
  ///   - parameters: its arguments, required ones first; the grammar of calls is made from them.
  ///   - effect: what it does to the world; permissions are decided by it.
  ///   - body: does it, on the agent's thread; its arguments satisfy `parameters`. What it returns is told to the model, and
  ///     so is the error that it throws.
  public init(
    _ name: String, _ summary: String, parameters: [ToolSchema.Property] = [], effect: ToolEffect = .reads,
    _ body: @escaping @Sendable (_ arguments: JSON, _ context: ToolContext) throws -> String
  ) {
    self.name = name
    self.summary = summary
    self.parameters = ToolSchema(parameters)
    self.effect = effect
    self.body = body
  }

  /// Calls the function; an error that it throws is the result, and is told to the model.
  public func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    do {
      return ToolResult(ok: true, output: try body(arguments, context))
    } catch {
      return ToolResult(ok: false, output: "\(error)")
    }
  }
}
