import OrderedJSON

/// The tasks given earlier, in a file: a JSON string a line, so that a task of many lines is one line of it.
struct HistoryFile {
  let path: String

  /// The tasks of the file, oldest first; what is no task is passed over.
  func tasks() -> [String] {
    guard let text = try? TextFile.text(path) else { return [] }  // Without a file there is no history yet.
    return text.split(separator: "\n").suffix(TaskHistory.limit).compactMap { line in
      guard case .string(let task)? = try? JSON(parsing: String(line)) else { return nil }
      return task
    }
  }

  func append(_ task: String) throws(PrivateFile.Failure) {
    try PrivateFile.append(JSON.string(task).text + "\n", to: path)
  }
}
