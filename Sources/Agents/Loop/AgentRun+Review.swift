// An answer without a call ends a run, unless something speaks against it: then the model is told, a bounded number of
// times.

import Inference

/// Why an answer is not taken as the last one.
enum Objection: Hashable {
  case endless, imitation, strayBlock, silence, echo
}

extension AgentRun {
  /// What the model is told in place of ending the run; nil where the run ends.
  mutating func objection(to turn: Turn) throws(Interruption) -> String? {
    let form = approach.form
    if turn.isEndless {
      guard counts(.endless, upTo: 2) else {
        throw .failed(
          "the model repeats itself without end, also after it was told; try another model or temperature")
      }
      return
        "You said the same again and again and were stopped there. Take the next step, or say in one sentence that "
        + "the task is done."
    }
    if turn.imitatesResult {
      guard counts(.imitation, upTo: 2) else {
        throw .failed("the model writes results of tools itself, also after it was told; try another model")
      }
      return form == .blocks
        ? "Do not write results yourself: write a block, and its result comes from the program."
        : "Do not write results yourself: call the tool, and its result comes from the program."
    }
    guard turn.ending == .endOfTurn else { return nil }
    // Nobody is pushed to do what they may not.
    let mayChange = settings.offeredTools(in: agent.mode).tools.contains {
      $0.effect == .writes || $0.effect == .executes
    }
    guard mayChange, !wasRefused else { return silence(turn) }
    let wantsChange = RunReview.wish(of: review.task) == .yes
    if let info = turn.strayBlocks.first, wantsChange, counts(.strayBlock, upTo: 2) {
      return "Nothing was done with the ```\(info) block: no path stands before it. To write it into a file, write the "
        + "file's path on the line before the block. To run a command, write a ```bash block."
    }
    if form == .blocks, wantsChange, let path = PathLine.path(in: turn.text.trimmingSpace, isFile: files.contains),
      evidence().missing.contains(path), counts(.strayBlock, upTo: 2)
    {
      mustAct = Self.acting
      return "Behind the path \(path) there is no block, so nothing was done."
    }
    if let silence = silence(turn) { return silence }
    if approach.isLed, wantsChange, isEcho(turn.text.trimmingSpace), counts(.echo, upTo: 2) {
      mustAct = Self.acting
      return "That is what you were told. Do it."
    }
    let evidence = evidence()
    guard let question = review.question(isLed: approach.isLed, evidence) else { return nil }
    // Nobody is made to act on a guess: what is written then may be over something that was only to be read.
    guard wantsChange else { return question }
    if approach.isLed, evidence.failure != nil, !hasChangedSinceFailure {
      // To run again what failed would tell nothing new, and to write again what is there would change nothing.
      mustAct = ["write"]
      isStuck = true
    } else if review.asked > 1, evidence.isDoubtful {
      mustAct = Self.acting
    }
    return question
  }

  private mutating func silence(_ turn: Turn) -> String? {
    guard turn.text.trimmingSpace.isEmpty, counts(.silence, upTo: 1) else { return nil }
    return "Your answer was empty. Take the next step, or say in one sentence what you did and found."
  }

  /// Tools that change something.
  private static let acting = ["write", "bash"]

  /// Whether an answer only says again what the program has said.
  private func isEcho(_ answer: String) -> Bool {
    answer.utf8.count >= 20 && lastSaid.contains(answer)
  }

  /// Files that the task names, that were not there when it began, and are not there now.
  func missingFiles() -> [String] {
    let resolver = PathResolver(workspace: settings.workspace)
    return RunReview.filesToCome(in: review.task).filter { name in
      guard !files.contains(name), let path = resolver.resolve(name), path.isInWorkspace else { return false }
      return FileStamp(of: path.absolute) == nil
    }
  }

  /// Files that a model that must act may write: those that the task names, and all of a workspace of few files. Tests
  /// are not among them: who cannot mend the code is not to be led to mend its tests.
  func likelyPaths() -> [String] {
    var paths = Briefing.candidates(in: review.task).filter(files.contains)
    if files.count <= Briefing.names { paths += files.sorted() }
    var seen: Set<String> = []
    return (missingFiles() + paths.filter { !Briefing.isTest($0) }).filter { seen.insert($0).inserted }
  }

  /// What can be seen of the work now.
  private func evidence() -> RunEvidence {
    var evidence = RunEvidence(changes: changes.summary(), failure: lastFailure, unseen: partlySeen)
    evidence.missing = missingFiles()
    if changes.changesFolders, let tool = settings.offeredTools(in: agent.mode)["read"],
      let list = try? listing(for: tool)
    {
      evidence.files = Briefing.list(list.paths, isCut: list.isCut)
    }
    return evidence
  }

  /// Whether this may be said once more.
  private mutating func counts(_ objection: Objection, upTo limit: Int) -> Bool {
    objections[objection, default: 0] += 1
    return (objections[objection] ?? 0) <= limit
  }
}

extension ChangeRecorder {
  /// Whether files came or went.
  var changesFolders: Bool {
    ledger.withHistory { history in
      history.records.contains {
        $0.run == run.id && ($0.before.content == .absent) != ($0.after.content == .absent)
      }
    }
  }

  /// What the run has changed so far, for the model: each file with the lines that differ, shortened in the middle; empty
  /// where nothing has changed.
  func summary(limit: Int = 1_800) -> String {
    let records = ledger.withHistory { history in history.records.filter { $0.run == run.id } }
    var text = BoundedText(headLimit: limit / 2, tailLimit: limit / 2)
    for record in records where record.before != record.after {
      let name = record.path.shown
      switch (record.before.content, record.after.content) {
      case (_, .absent): text.append("\(name) was removed\n")
      case (.absent, _):
        text.append("\(name) is new:\n" + (record.diff?.changedLines ?? "") + "\n")
      case (_, _):
        text.append("\(name) changed:\n" + (record.diff?.changedLines ?? "") + "\n")
      }
    }
    return text.text.trimmingSpace
  }
}
