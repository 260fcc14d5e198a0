// How a model writes its calls is a small value, learnt from what its template makes of one. Whatever the template, a call
// is a name and arguments with fixed text around them; what differs is how the arguments are written. So five shapes
// and some pieces of text are enough, for templates that nobody has seen yet too.
//
//     section open   call open  NAME  name end  ARGUMENTS  call close   separator   call open …   section close

public import OrderedJSON

/// How calls, thoughts and results are written in a model's own format.
public struct CallFormat: Sendable, Equatable {
  /// How the name and the arguments are written.
  public enum Shape: Sendable, Hashable {
    /// One JSON value holds both.
    case json(Envelope)
    /// A name, then the arguments as a JSON object.
    case named
    /// A name, then each argument between marks: tags with the key in them, or tags around key and value.
    case parameters(Parameters)
    /// `name(key=value, …)`, in a list or alone.
    case pythonic(Pythonic)
    /// `name{key:value, …}`, with keys as they are and strings between marks of their own.
    case bareKeys(quote: String)
  }

  /// A JSON value that holds name and arguments.
  public struct Envelope: Sendable, Hashable {
    /// The key of the name; nil: the name is itself the key of the arguments.
    public var nameKey: String?
    /// The key of the arguments.
    public var argumentsKey: String?
    /// Calls stand in a list.
    public var isList: Bool
    /// The arguments come before the name.
    public var argumentsComeFirst: Bool
    /// The text right before the value, without white space at its ends; empty where it stands bare.
    public var before: String
    /// The text right behind it, the same way.
    public var after: String
  }

  /// Arguments one by one.
  public struct Parameters: Sendable, Hashable {
    /// What stands before a key.
    public var open: CallPattern
    /// What stands between key and value, by the value's kind in JSON; `string` is there always.
    public var middle: [String: CallPattern]
    /// What stands behind a value.
    public var close: CallPattern
    /// What stands between two.
    public var separator: String
    /// Kinds whose values are written as Python does.
    public var pythonKinds: Set<String>
    /// Lists and objects are elements within elements, and this is the name of a list's; nil: they are JSON.
    public var nestedItem: String?
    /// A string with markup in it stands in a CDATA section.
    public var usesCharacterData: Bool
  }

  /// Calls as Python would make them.
  public struct Pythonic: Sendable, Hashable {
    /// What strings stand between.
    public var quote: String
    /// Whether strings have escapes; else everything up to the closing quote is theirs.
    public var escapesStrings: Bool
    /// Calls stand in a list.
    public var isList: Bool
  }

  /// White space in JSON, as the template writes it.
  public struct Spacing: Sendable, Hashable {
    /// A colon with the white space behind it.
    public var colon = ": "
    /// A comma with the white space behind it.
    public var comma = ", "
    /// Whether letters beyond ASCII are written as escapes.
    public var isASCII = false

    /// As Python's `json.dumps` writes.
    public init() {}

    /// JSON with this white space.
    public func text(of value: JSON) -> String {
      switch value {
      case .array(let elements): "[" + elements.map(text(of:)).joined(separator: comma) + "]"
      case .object(let object):
        "{"
          + object.members.map { JSON.string($0.name).text + colon + text(of: $0.value) }.joined(separator: comma)
          + "}"
      case .null, .bool, .integer, .number, .string: isASCII ? Self.escaped(value.text) : value.text
      }
    }

    /// The same JSON without letters beyond ASCII.
    private static func escaped(_ text: String) -> String {
      text.utf16.map { unit in
        if unit < 0x80 { return String(UnicodeScalar(UInt8(unit))) }
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }.joined()
    }
  }

  /// How messages are told apart by their heads within one answer, each up to a mark: `assistant to=functions.f<|message|>`.
  public struct Heads: Sendable, Hashable {
    /// What a further message of the same answer begins with.
    public var start: String
    /// What a head may begin with, beside that.
    public var begin: [String]
    /// What ends a head.
    public var end: String
    /// What ends a message.
    public var messageEnds: [String]
    /// What a thought's head holds.
    public var thought: String
    /// What stands before the name of a tool in a call's head; empty where heads name no tools that matter.
    public var recipient: String
    /// The head of a call as the template writes it, where the call itself follows it.
    public var callHead: CallPattern
  }

  /// How thoughts are marked.
  public struct Reasoning: Sendable, Hashable {
    /// What they begin with, without white space at its ends.
    public var open: String
    /// What they end with, the same way.
    public var close: String
    /// The member of a message in which the template takes them back; nil where it does not.
    public var field: String?
    /// Whether the template itself shows it; else it is what most models do.
    public var isLearnt: Bool

    /// What most models write.
    public static let general = Reasoning(
      open: ToolMarkup.reasoningStart, close: ToolMarkup.reasoningEnd, field: nil, isLearnt: false)
  }

  /// A variable of the template that turns thinking on and off.
  public struct ReasoningSwitch: Sendable, Hashable {
    /// Its name.
    public var variable: String
    /// The value that turns it on.
    public var on: JSON
    /// The value that turns it off.
    public var off: JSON
    /// Whether it is on where nothing is said.
    public var isOnByDefault: Bool

    /// What the template is given to turn thinking on or off.
    public func variables(thinking: Bool) -> [String: JSON] { [variable: thinking ? on : off] }
  }

  /// How results go back.
  public struct Results: Sendable, Hashable {
    /// Whether a message of the role `tool` is rendered.
    public var rendersToolRole: Bool
    /// Whether the template refuses one without the tool's name.
    public var needsName: Bool
    /// Whether the identifier of the call is in the text.
    public var showsIdentifier: Bool
    /// Whether the template takes a message of the user's behind one.
    public var takesWordsBehind = true
    /// Markers that begin a result: a model that writes one has lost its way.
    public var markers: [String]
  }

  /// How the name and the arguments are written.
  public var shape: Shape
  /// Whether the template writes calls itself; else `general` is used in its place, and the prompt has to say how.
  public var rendersCalls: Bool
  /// Whether the template tells the model which tools there are.
  public var offersTools: Bool
  /// Whether the template takes arguments as a string of JSON only.
  public var takesArgumentsAsString: Bool
  /// Whether several calls may stand in one answer.
  public var severalCalls: Bool
  /// Whether arguments are in the order of the alphabet.
  public var sortsKeys: Bool
  /// White space in the arguments' JSON.
  public var spacing: Spacing

  /// White space before the first call where nothing else stands before it.
  public var lead: String
  /// What stands before the first call of an answer, beside what stands before each.
  public var sectionOpen: CallPattern
  /// What stands behind the last call of an answer, beside what stands behind each.
  public var sectionClose: CallPattern
  /// What stands before a call's name, or before its arguments where those come first.
  public var callOpen: CallPattern
  /// What stands between name and arguments.
  public var nameEnd: CallPattern
  /// What stands behind a call's last part.
  public var callClose: CallPattern
  /// What stands between two calls.
  public var separator: String
  /// What follows the name where there are no arguments, up to the call's end; nil: as with arguments, which are empty.
  public var withoutArguments: CallPattern?

  /// What the prompt already has of a call's beginning.
  public var opening: String
  /// What stands before an answer's words, where something does.
  public var contentOpen: String
  /// What stands behind an answer's words, where something does.
  public var contentClose: String
  /// What the model's turn begins with.
  public var header: String
  /// What the model's turn ends with.
  public var turnEnd: String

  /// How thoughts are marked.
  public var reasoning: Reasoning
  /// What turns them on and off, where the template has that.
  public var reasoningSwitch: ReasoningSwitch?
  /// How results go back.
  public var results: Results
  /// How the messages of one answer are told apart, where it is made of several.
  public var heads: Heads?
  /// Further marks that a call in JSON may stand behind; see `FormatExceptions`.
  public var extraStarts: [String]

  /// JSON between `<tool_call>` and `</tool_call>`, as Hermes and Qwen have it and most others understand it: for
  /// templates that know no tools.
  public static let general = CallFormat(
    shape: .json(
      Envelope(
        nameKey: "name", argumentsKey: "arguments", isList: false, argumentsComeFirst: false,
        before: ToolMarkup.callStart, after: ToolMarkup.callEnd)),
    rendersCalls: false, offersTools: false, takesArgumentsAsString: false, severalCalls: true, sortsKeys: false,
    spacing: Spacing(), lead: "", sectionOpen: .empty, sectionClose: .empty,
    callOpen: CallPattern("\(ToolMarkup.callStart)\n{\"name\": \""), nameEnd: CallPattern("\", \"arguments\": "),
    callClose: CallPattern("}\n\(ToolMarkup.callEnd)"), separator: "\n", withoutArguments: nil, opening: "",
    contentOpen: "", contentClose: "", header: "", turnEnd: "", reasoning: .general, reasoningSwitch: nil,
    results: Results(
      rendersToolRole: false, needsName: false, showsIdentifier: false, markers: [ToolMarkup.responseStart]),
    heads: nil, extraStarts: [])

  /// Learns how a template's model writes calls.
  ///
  /// - Returns: nil where the template renders no conversation at all. A template that renders no calls gives `general`
  ///   with what it does show: thoughts, and where a turn ends.
  public static func learn(from probe: some TemplateProbe) -> CallFormat? {
    guard var learner = FormatLearner(probe) else { return nil }
    var format = FormatExceptions.applied(to: learner.learn(), prompt: learner.prompt)
    format.results.takesWordsBehind = learner.takesWordsBehindResults()
    return format
  }
}
