/// What a model is told behind a result that says that a call failed.
enum FailureHelp {
  /// One or two sentences; nil where the result says all there is to say.
  ///
  /// - Parameter isRepeated: it failed in the same way before: then more is said.
  static func text(tool: String, isCommand: Bool, isRepeated: Bool, form: ToolForm) -> String? {
    if isCommand {
      return isRepeated
        ? "The command failed in the same way as before: what you changed did not help, or nothing was changed. Say in one "
          + "sentence why it fails. Then write what must be different."
        : "The command failed. Find the cause and mend it."
    }
    guard isRepeated else { return nil }
    switch (tool, form) {
    case ("edit", .native):
      return "It failed in the same way as before. Read the file, and write all of it with 'write' if it is short."
    case ("edit", .blocks):
      return "It failed in the same way as before. Write the file's path, and then the whole file in a block."
    case (_, _):
      return "It failed in the same way as before. Try another way."
    }
  }
}
