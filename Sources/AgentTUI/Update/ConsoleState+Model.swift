// The model: the ones that were found, the one in use, one that is to take its place.

import Inference
import Orchestrator

extension ConsoleState {
  /// Takes in the models that were looked for. At the first start they are offered.
  mutating func found(_ models: [ModelCandidate]) {
    let isFirst = modelsFound == nil
    modelsFound = models
    if case .picker(let picker) = overlay, picker.kind == .models { return }
    guard model == .none, isFirst else { return }
    if models.isEmpty {
      tell(
        "no model was found on this machine: get one with `agent-tui pull coder`", isProblem: true)
    } else {
      overlay = .picker(Picker(.models))
    }
  }

  /// Loads the model of this file, in the place of the one in use where there is one.
  mutating func load(_ path: String) -> [Effect] {
    settings.modelName = modelName(of: path)
    return [.loadModel(path)]
  }

  /// Takes a look at the model in use, and at one that is to take over.
  mutating func take(_ model: ModelState, next: NextModel?) {
    var next = next
    // It has taken over, and the one before is being freed.
    if case .ready(let facts) = model, facts.path == next?.path { next = nil }
    let before = (model: self.model, next: self.next)
    (self.model, self.next) = (model, next)
    if model != before.model { tell(of: model, before: before.model) }
    guard next != before.next else { return }
    switch next?.stage {
    case .failed(let sentence):
      tell("\(modelName(of: next?.path ?? "")): \(sentence)", isProblem: true)
    case .loading:
      guard let next, before.next?.isComing != true else { return }
      let stop = ActionSpec.of(.stopLoading).title
      tell("\(modelName(of: next.path)) is loaded while the agents go on; '\(stop)' among the commands ends that")
    case .waiting: break
    case nil:
      guard let stopped = before.next, stopped.isComing, model == before.model else { return }
      tell("\(modelName(of: stopped.path)) is not loaded, and nothing has changed")
    }
  }

  private mutating func tell(of model: ModelState, before: ModelState) {
    switch model {
    case .none, .loading: break
    case .failed(let error): note("\(error)", .error)
    case .ready(let facts):
      note("loaded \(facts.name): \(facts.summary)")
      if let notice, notice.isProblem, !notice.waitsForKey { self.notice = nil }
      // In a session that has begun an event tells it, with what could not come along.
      if case .ready = before, session == nil { tell("the model is now \(modelName(of: facts.path))") }
      for sentence in facts.templateNotes { note(sentence, .warning) }
      if let sentence = facts.templateNotes.first { tell("\(facts.name): \(sentence)") }
    }
  }

  /// Another model has taken over: told at once, and in each pane where something was said to the one before.
  mutating func take(_ change: ModelChange, _ event: FleetEvent) {
    let sentence = TranscriptEntry.sentence(of: change)
    tell(sentence)
    note(sentence)
    for index in agents.indices { agents[index].transcript.take(event, now: now) }
  }
}
