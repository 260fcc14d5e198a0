/// What is known of an action: help, hint line, palette and the key map are made from this and nothing else.
struct ActionSpec: Sendable {
  /// Keys in one context, as in the config file: `"ctrl-x"`.
  struct Binding: Sendable {
    var context: KeyContext
    var keys: [String]

    init(_ context: KeyContext, _ keys: String...) {
      self.context = context
      self.keys = keys
    }
  }

  var action: Action
  /// In help and palette: a verb first.
  var title: String
  /// In the hint line: a word or two; nil is not hinted at.
  var hint: String?
  /// Whether the palette offers it.
  var isCommand: Bool
  /// Its keys unless the person says otherwise.
  var bindings: [Binding]

  init(_ action: Action, _ title: String, hint: String? = nil, command: Bool = true, _ bindings: Binding...) {
    self.action = action
    self.title = title
    self.hint = hint
    isCommand = command
    self.bindings = bindings
  }

  static func of(_ action: Action) -> ActionSpec { byAction[action]! }  // `specsCoverActions` is tested

  private static let byAction = Dictionary(uniqueKeysWithValues: all.map { ($0.action, $0) })
}
