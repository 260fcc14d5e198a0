/// A write of which it is known who made it: by a tool of an agent, by a command whose end was waited for, or an undo.
struct KnownWrite: Sendable {
  let path: ResolvedPath
  let before: FileState
  let after: FileState

  /// What somebody unknown made of a file while these writes were made, between them, before and after: the steps from
  /// one state to another that they do not explain.
  ///
  /// What is not kept may be what a write found; it is held to be that.
  static func unexplained(
    from before: FileState, to now: FileState, by writes: [KnownWrite]
  ) -> [(before: FileState, after: FileState)] {
    var steps: [(before: FileState, after: FileState)] = []
    var here = before
    for write in writes {
      if here.content != .unkept, here != write.before { steps.append((here, write.before)) }
      here = write.after
    }
    let isExplained = here.content == .unkept ? !writes.isEmpty && now.content == .unkept : here == now
    if !isExplained { steps.append((here, now)) }
    return steps
  }
}

extension [KnownWrite] {
  /// Adds a write; one that goes on where the last of the same file ended becomes one with it, so that they are no
  /// more than files and changes of hands.
  mutating func add(_ write: KnownWrite) {
    if let last = lastIndex(where: { $0.path.isSame(as: write.path) }), self[last].after == write.before {
      self[last] = KnownWrite(path: write.path, before: self[last].before, after: write.after)
    } else {
      append(write)
    }
  }
}
