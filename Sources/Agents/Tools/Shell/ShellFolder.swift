/// Where an agent's commands run, and where the next one will: what follows from the folder that one has ended in.
struct ShellFolder: Equatable {
  /// The folder of the next command, resolved; nil is the workspace.
  var next: String?
  /// What the model is told of it; nil where nothing has changed.
  var remark: String?

  /// - Parameters:
  ///   - end: the folder in which a command has ended; nil where that is not known.
  ///   - began: the one it began in.
  ///   - mayHaveMoved: whether it goes to other folders, as far as can be seen.
  init(after end: String?, from began: String, mayHaveMoved: Bool, resolver: PathResolver) {
    let before = resolver.resolve(began)
    let stays = before?.relative?.isEmpty == false ? before?.absolute : nil
    let shown = Self.shown(stays == nil ? "" : before?.relative)
    guard let end, let after = resolver.resolve(end) else {
      next = stays
      remark = mayHaveMoved ? "where it ended is not known: the next command runs in \(shown)" : nil
      return
    }
    guard let relative = after.relative else {
      next = nil
      remark = "it ended in \(after.absolute), outside the workspace: the next command runs in the workspace"
      return
    }
    next = relative.isEmpty ? nil : after.absolute
    remark = before?.isSame(as: after) == true ? nil : "now in \(Self.shown(relative))"
  }

  private static func shown(_ relative: String?) -> String {
    relative.flatMap { $0.isEmpty ? nil : $0 } ?? "the workspace"
  }
}
