// What an option takes is known where its value is read, and nowhere else: the reader refuses everything else, and says
// with its refusal what it would have taken. Help for a wrong value, the JSON schema of the settings, their reference and
// the completions are all made from that, so a range or a list of words stands in one place.

/// What an option takes.
enum AcceptedValue: Sendable, Equatable {
  /// A whole number within a range; without an upper end where that is `Int.max`.
  case integer(ClosedRange<Int>)
  case number(ClosedRange<Double>)
  /// A whole number of 64 bits without a sign.
  case seed
  /// One of these.
  case words([String])
  /// True or false; on the command line the option stands alone.
  case flag
  /// Bytes, with a unit or without.
  case size(orNone: Bool)
  /// Names between commas.
  case names
  /// Text that is described rather than listed: "the path of a GGUF file".
  case text(String)
  /// Any text, an empty one too.
  case anyText

  /// As it stands in a sentence: "give a whole number from 1 to 256".
  var description: String {
    switch self {
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .seed: "a whole number from 0 to \(UInt64.max)"
    case .words(let words): ValueParser.list(words)
    case .flag: "true or false"
    case .size(let orNone): "a size such as 512M, 1.5G or a number of bytes\(orNone ? ", or 0" : "")"
    case .names: "names between commas"
    case .text(let description): description
    case .anyText: "any text"
    }
  }
}

/// A value that an option does not take: what it takes instead. Where the value came from is said by whoever asked.
struct ValueError: Error, Equatable {
  let accepted: AcceptedValue
  /// The nearest right word, where there is one.
  var nearest: String?
  /// A sentence that says all of it already, where there is one.
  var whole: String?

  init(_ accepted: AcceptedValue, nearest: String? = nil) {
    self.accepted = accepted
    self.nearest = nearest
  }

  /// What is accepted in words, where nothing but words can say it.
  init(accepted: String, whole: String? = nil) {
    self.accepted = .text(accepted)
    self.whole = whole
  }

  /// The whole sentence for `value` given by `source`.
  func sentence(_ value: String, source: String) -> String {
    if let whole { return "\(source): \(whole)." }
    let hint = nearest.map { "; did you mean '\($0)'?" } ?? "."
    return "\(source): '\(value)' is not accepted; give \(accepted.description)\(hint)"
  }
}

extension OptionSpecification {
  /// What it takes: what it says when it is given nothing.
  var accepted: AcceptedValue {
    var scratch = ResolvedOptions()
    do {
      try apply("", &scratch)
      return .anyText
    } catch {
      return error.accepted
    }
  }

  /// The words of its value that can be listed, wherever it takes others beside them or not: those of `auto|on|NAME`.
  var words: [String] {
    if case .words(let words) = accepted { return words }
    let parts = value?.split(separator: "|").map(String.init) ?? []
    return parts.count < 2 ? [] : parts.filter { $0 == $0.lowercased() }
  }

  /// How a value is written after its flag or its name, in the help's own terms.
  var heading: String { value.map { "\(flag) \($0)" } ?? flag }
}
