/// Where one file is put, and what lies beside it while it comes.
struct PullPlace: Sendable, Equatable {
  /// The folder in which models are found.
  let folder: String
  let name: String

  /// The file, once it is whole and right.
  var file: String { "\(folder)/\(name)" }
  /// What has come so far. Models are not looked for under such a name.
  var part: String { "\(file).part" }
  /// What names the state of the file that the part is of.
  var tag: String { hidden("tag") }
  /// What the server answered last.
  var headers: String { hidden("headers") }
  /// Held by whoever gets this file.
  var lock: String { hidden("lock") }
  /// Where the hub's own tool works.
  var hubFolder: String { hidden("hub") }

  /// Neither listed nor taken for a model.
  private func hidden(_ what: String) -> String { "\(folder)/.\(name).\(what)" }
}
