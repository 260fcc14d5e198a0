public import OrderedJSON
import System

extension SessionStory {
  /// The story as one object, for other programs.
  public var json: JSON {
    var object: JSONObject = [
      "session": .string(id), "time": .string(CivilTime(milliseconds: startedAt).rfc3339),
      "models": .array(models.map(JSON.string)), "runs": .array(runs.map(\.json)),
      "waiting": .array(waiting.map(JSON.string)),
    ]
    if let damage { object["damage"] = .string(damage) }
    return .object(object)
  }
}

extension SessionStory.Run {
  fileprivate var json: JSON {
    [
      "run": .string(id), "agent": .string(agent), "task": .string(task),
      "time": .string(CivilTime(milliseconds: startedAt).rfc3339), "reason": .string(reason ?? "interrupted"),
      "answer": .string(answer), "error": error.map(JSON.string) ?? .null, "parts": .array(parts.map(\.json)),
    ]
  }
}

extension SessionStory.Part {
  fileprivate var json: JSON {
    switch self {
    case .text(let text): return ["text": .string(text)]
    case .reasoning(let text): return ["reasoning": .string(text)]
    case .note(let text): return ["note": .string(text)]
    case .call(let call):
      var object: JSONObject = [
        "call": .string(call.id), "tool": .string(call.tool), "arguments": call.arguments,
        "ok": call.ok.map(JSON.bool) ?? .null, "output": .string(call.output),
      ]
      if let diff = call.diff { object["diff"] = .string(diff) }
      if let decision = call.decision { object["decision"] = .string(decision) }
      return .object(object)
    }
  }
}
