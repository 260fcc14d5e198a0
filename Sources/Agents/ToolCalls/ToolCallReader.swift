import OrderedJSON
import System

/// Reads calls against the tools that are offered.
struct ToolCallReader: Sendable {
  /// The tools by their names and schemas.
  let offered: [OfferedTool]
  let names: [String]
  private let takesAnyName: Bool
  private let format: CallFormat
  private let check: @Sendable (_ name: String, _ arguments: JSON) -> ModelOutput
  private let sentenceForMissing: @Sendable (_ name: String) -> String

  init(tools: ToolRegistry, format: CallFormat = .general) {
    self.format = format
    takesAnyName = false
    offered = tools.tools.map { OfferedTool($0) }
    names = tools.names
    sentenceForMissing = { tools.sentence(forMissing: $0) }
    check = { name, arguments in
      guard let tool = tools[name] else { return Self.malformed(name, tools.sentence(forMissing: name)) }
      let taken = tool.parameters.coerce(arguments)
      if let violation = tool.parameters.violation(of: taken.arguments) {
        return Self.malformed(name, "the call of '\(name)' was not run: \(violation)")
      }
      return .call(ToolCall(name: name, arguments: taken.arguments, notes: taken.notes))
    }
  }

  /// Tools of which only the schema is known; nil: any name may be called. What the schema asks is not checked here.
  init(offered: [OfferedTool]?, format: CallFormat) {
    self.format = format
    self.offered = offered ?? []
    takesAnyName = offered == nil
    names = self.offered.map(\.name)
    sentenceForMissing = { [names] in ToolSelectionError(name: $0, available: names).description }
    check = { name, arguments in .call(ToolCall(name: name, arguments: arguments)) }
  }

  /// Whether there is anything to call.
  var canCall: Bool { takesAnyName || !names.isEmpty }

  /// Whether a tool of this name may be called.
  func knows(_ name: String) -> Bool { takesAnyName || names.contains(name) }

  /// A call as it was written.
  func read(_ call: WrittenCall) -> ModelOutput {
    guard let name = call.name else {
      return Self.malformed(nil, "\(call.problem ?? "the tool call has no name"); \(form)")
    }
    guard knows(name) else { return Self.malformed(name, sentenceForMissing(name)) }
    if let problem = call.problem { return Self.malformed(name, "\(problem); \(form)") }
    guard case .call(var read) = check(name, call.arguments ?? [:]) else { return check(name, call.arguments ?? [:]) }
    read.identifier = call.identifier
    return .call(read)
  }

  /// What the model wrote between the marks of a call in JSON.
  func read(_ body: String) -> [ModelOutput] {
    if let calls = JSONCalls.read(body, format.envelope) { return calls.map { read($0) } }
    do {
      _ = try JSON(parsing: body)
      return [Self.malformed(nil, "the tool call is empty; \(form)")]
    } catch {
      return [Self.malformed(nil, "the tool call is not valid JSON (\(error)); \(form)")]
    }
  }

  /// A call of a tool by its name.
  func read(_ name: String, _ arguments: JSON) -> ModelOutput { read(WrittenCall(name: name, arguments: arguments)) }

  /// Calls that stand in the text without their markers: nil unless all of it is calls of tools that are offered.
  func readLoose(_ text: String) -> [ModelOutput]? {
    guard let json = JSONCalls.value(of: text) else { return nil }
    let calls = JSONCalls.calls(in: json, format.envelope)
    guard !calls.isEmpty, calls.allSatisfy({ $0.problem == nil && $0.arguments != nil }),
      calls.allSatisfy({ $0.name.map(knows) ?? false })
    else { return nil }
    return calls.map { read($0) }
  }

  /// What the model began to write and did not end.
  func readUnfinished(_ body: String, isCutShort: Bool) -> [ModelOutput] {
    // A model that ends its turn right after the JSON has said all that is needed.
    if JSONCalls.value(of: body) != nil { return read(body) }
    return [unfinished(nil, body, isCutShort: isCutShort)]
  }

  /// What is said of a call that did not end.
  func unfinished(_ name: String?, _ text: String, isCutShort: Bool) -> ModelOutput {
    if isCutShort {
      return Self.malformed(
        name,
        "the tool call was cut short after \(Figures.grouped(text.unicodeScalars.count)) characters, because the limit "
          + "of tokens was reached, and was not run; make it shorter: write a long file in parts")
    }
    let end = format.end.isEmpty ? "its end" : "its \(format.end)"
    return Self.malformed(name, "the tool call ended before \(end) and was not run; \(form)")
  }

  /// The same for a call without its markers: nil where it names no tool that is offered.
  func readUnfinishedLoose(_ text: String, isCutShort: Bool) -> ModelOutput? {
    let head = text.filter { !$0.isWhitespace }.prefix(200)
    guard let tool = names.first(where: { head.contains("\"name\":\"\($0)\"") }), head.contains("{") else {
      return nil
    }
    guard case .malformedCall(let call)? = readUnfinished(text, isCutShort: isCutShort).first else { return nil }
    return Self.malformed(tool, call.problem)
  }

  func malformed(_ name: String?, _ problem: String) -> ModelOutput { Self.malformed(name, problem) }

  private static func malformed(_ name: String?, _ problem: String) -> ModelOutput {
    .malformedCall(MalformedToolCall(name: name, problem: problem))
  }

  /// How a call is written, the end of a sentence.
  private var form: String { format.instruction }
}

extension CallFormat {
  var envelope: Envelope? {
    guard case .json(let envelope) = shape else { return nil }
    return envelope
  }

  /// The mark that ends a call.
  fileprivate var end: String { envelope?.after ?? callClose.chunks.first ?? "" }

  /// How a call is written, for a model that wrote one wrong: the end of a sentence.
  var instruction: String {
    if case .json(let envelope) = shape, !envelope.before.isEmpty, !envelope.after.isEmpty, !envelope.isList,
      let name = envelope.nameKey, let arguments = envelope.argumentsKey
    {
      return #"write {"\#(name)": NAME, "\#(arguments)": {…}} between \#(envelope.before) and \#(envelope.after)"#
    }
    return "write it as \(text(of: [.init(name: "NAME", arguments: ["KEY": "VALUE"])]))"
  }
}
