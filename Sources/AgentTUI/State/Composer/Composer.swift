/// Where tasks are written.
struct Composer: Equatable, Sendable {
  /// What is being written.
  var input = TextInput()
  /// What was given earlier.
  var history: TaskHistory
  /// The person's own prompts, `/name` at the start of a task: their names and texts.
  var prompts: [String: String]
  /// What `Tab` goes through, while it does.
  var cycle: Completion.Cycle?
  /// The files that an `@path` may mean.
  var mentions = FileMentions()

  init(history: [String] = [], prompts: [String: String] = [:]) {
    self.history = TaskHistory(history)
    self.prompts = prompts
  }

  /// The task with a prompt's name at its start replaced by its text; what follows the name follows the text.
  func expanded(_ task: String) -> String {
    guard task.first == "/" else { return task }
    let name = task.dropFirst().prefix { !$0.isWhitespace }
    guard let prompt = prompts[String(name)] else { return task }
    let rest = task.dropFirst(name.count + 1).drop { $0.isWhitespace }
    return rest.isEmpty ? prompt : "\(prompt)\n\n\(rest)"
  }
}
