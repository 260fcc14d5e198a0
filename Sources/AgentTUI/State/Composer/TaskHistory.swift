/// Tasks given earlier, oldest first; kept in a file across starts by whoever performs effects.
struct TaskHistory: Equatable, Sendable {
  /// More are forgotten, the oldest first.
  static let limit = 1000
  /// A task with more bytes is there until the session ends, and not kept in the file: a paste is not what one
  /// looks for days later.
  static let largestKept = 64 * 1024

  private(set) var tasks: [String] = []
  /// Which one is looked at; nil: what is being written.
  private var place: Int?
  /// What was being written before looking back.
  private var draft = ""

  init(_ tasks: [String] = []) {
    self.tasks = Array(tasks.suffix(TaskHistory.limit))
  }

  /// Remembers a task; the same one again is not remembered twice in a row. Tells whether it was new.
  mutating func remember(_ task: String) -> Bool {
    place = nil
    draft = ""
    guard tasks.last != task else { return false }
    tasks.append(task)
    if tasks.count > TaskHistory.limit { tasks.removeFirst(tasks.count - TaskHistory.limit) }
    return true
  }

  /// The task before the one that is looked at; nil when there is none.
  mutating func previous(from current: String) -> String? {
    let next = (place ?? tasks.count) - 1
    guard next >= 0 else { return nil }
    if place == nil { draft = current }
    place = next
    return tasks[next]
  }

  /// The task after it, at last what was being written; nil when nothing is looked at.
  mutating func next() -> String? {
    guard let place else { return nil }
    if place + 1 < tasks.count {
      self.place = place + 1
      return tasks[place + 1]
    }
    self.place = nil
    return draft
  }

  /// Somebody writes: what is looked at becomes what is being written.
  mutating func leave() {
    place = nil
    draft = ""
  }
}
