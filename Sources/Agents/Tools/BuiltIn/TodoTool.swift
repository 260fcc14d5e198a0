import OrderedJSON
import Threading

/// Keeps the agent's list of what is to be done.
struct TodoTool: Tool {
  let name = "todo"
  let summary = "Keeps your list of steps. Give all of it each time, x before done ones."
  let parameters = ToolSchema([.init("items", .array(of: .string(maxLength: 300), maxItems: 50), "")])
  let effect = ToolEffect.notes

  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult {
    ToolResult(ok: true, output: context.todo.set((arguments["items"]?.array ?? []).compactMap(\.string)))
  }
}

/// What one agent has set itself to do.
public final class TodoList: Sendable {
  private let items = Monitor<[String]>([])

  /// An empty list.
  public init() {}

  /// What is to be done, in order; `x ` before what is done.
  var all: [String] { items.withLock { $0 } }

  /// Replaces all of it.
  ///
  /// - Returns: the list as it is now, and how far it is.
  func set(_ texts: [String]) -> String {
    let list = texts.compactMap(Self.item)
    items.withLock { $0 = list }
    guard !list.isEmpty else { return "the list is empty" }
    let done = list.count { $0.hasPrefix("x ") }
    return (["\(done) of \(list.count) done"] + list).joined(separator: "\n")
  }

  /// An item on one line, in the one form, however its mark is written: `- [x] a`, `[X] a`, `x a`; nil where nothing is
  /// to be done.
  private static func item(_ text: String) -> String? {
    var rest = text.split(whereSeparator: \.isNewline).joined(separator: " ").trimmingSpace
    for bullet in ["- ", "* "] where rest.hasPrefix(bullet) { rest = String(rest.dropFirst(2)).trimmingSpace }
    for mark in ["[x]", "[X]", "x ", "X "] where rest.hasPrefix(mark) {
      let words = String(rest.dropFirst(mark.count)).trimmingSpace
      return words.isEmpty ? nil : "x " + words
    }
    if rest.hasPrefix("[ ]") { rest = String(rest.dropFirst(3)).trimmingSpace }
    return rest.isEmpty ? nil : rest
  }
}
