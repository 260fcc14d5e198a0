/// Notices a model that makes the same call again and again.
struct RepeatedCalls {
  private let limit: Int
  private var last: ToolCall?
  private var count = 0
  private var allowed: [ToolCall] = []

  init(limit: Int) {
    self.limit = max(2, limit)
  }

  /// How often this call has now been made in a row, where that is so often that a person is to be asked.
  mutating func note(_ call: ToolCall) -> Int? {
    count = call == last ? count + 1 : 1
    last = call
    return count >= limit && !allowed.contains(call) ? count : nil
  }

  /// A person let the call pass: it is counted anew, or never asked about again in this run.
  mutating func pass(_ call: ToolCall, always: Bool) {
    count = 0
    if always { allowed.append(call) }
  }
}
