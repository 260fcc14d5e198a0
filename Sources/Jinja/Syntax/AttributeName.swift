// A name behind a dot means different things for different values. Which of Python's methods bear it is looked up once,
// when the template is read: a template asks for attributes far more often than for anything else.

/// The name of an attribute, with what Python's types have under it.
final class AttributeName: Sendable {
  let string: String
  let text: Text
  /// Begins with `_`: no attribute of Python's that a template could use; with `__`: forbidden.
  let isHidden: Bool
  let isForbidden: Bool
  let stringMethod: StringMethod?
  let isDictionaryMethod: Bool
  let isListMethod: Bool
  /// Would change what it is asked of, which the sandbox forbids.
  let changesDictionary: Bool
  let changesList: Bool

  init(_ name: String, _ text: Text) {
    string = name
    self.text = text
    isHidden = name.utf8.first == UInt8(ascii: "_")
    isForbidden = name.hasPrefix("__")
    stringMethod = StringMethod(rawValue: name)
    isDictionaryMethod = DictionaryMethod(rawValue: name) != nil
    isListMethod = ListMethod(rawValue: name) != nil
    changesDictionary = ["clear", "pop", "popitem", "setdefault", "update"].contains(name)
    changesList = ["append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove"].contains(name)
  }

  convenience init(_ name: String) { self.init(name, Text(name)) }
  convenience init(_ text: Text) { self.init(text.string, text) }
}
