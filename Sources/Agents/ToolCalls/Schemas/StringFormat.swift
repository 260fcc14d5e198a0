// The formats of JSON Schema that say how a text is built. Each is a regular expression, so that grammar and check are one
// thing; what an expression cannot say (whether a year has a 29th of February) is looked at after it. Formats that
// nobody knows say nothing, as the specification has it.

/// How a text is built.
struct StringFormat: Sendable {
  let pattern: String
  /// What it is, as the end of a sentence.
  let words: String
  private let isMore: (@Sendable (String) -> Bool)?

  /// The format of this name; nil where it is not known.
  init?(named name: String) {
    guard let known = Self.known[name] else { return nil }
    self = known
  }

  private init(_ pattern: String, _ words: String, _ isMore: (@Sendable (String) -> Bool)? = nil) {
    self.pattern = "^\(pattern)$"
    self.words = words
    self.isMore = isMore
  }

  func accepts(_ text: String) -> Bool {
    TextPattern.matches(text, pattern) == true && isMore?(text) ?? true
  }

  private static let date =
    #"\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))"#
  private static let time = #"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)"#
  private static let label = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
  private static let byte = #"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"#
  private static let hex = "[0-9a-fA-F]"

  private static let known: [String: StringFormat] = [
    "date": StringFormat(date, "a date like 2026-05-31", isDay),
    "time": StringFormat(time, "a time like 08:30:00Z"),
    "date-time": StringFormat("\(date)T\(time)", "a date and time like 2026-05-31T08:30:00Z", isDay),
    "duration": StringFormat(
      #"P(\d{1,9}W|(\d{1,9}Y)?(\d{1,9}M)?(\d{1,9}D)?(T(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}S)?)?)"#,
      "a duration like P1DT2H"
    ) { $0.utf8.last.map { $0 != UInt8(ascii: "P") && $0 != UInt8(ascii: "T") } ?? false },
    "email": StringFormat(
      #"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]{1,32}(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]{1,32}){0,4}@\#(label)(\.\#(label)){1,4}"#,
      "an e-mail address like name@example.org"),
    "hostname": StringFormat(#"\#(label)(\.\#(label)){0,8}"#, "a host's name like www.example.org") {
      $0.utf8.count <= 253
    },
    "ipv4": StringFormat(#"\#(byte)(\.\#(byte)){3}"#, "an IPv4 address like 192.0.2.1"),
    "ipv6": StringFormat(
      "((\(hex){1,4}:){7}\(hex){1,4}|(\(hex){1,4}:){1,6}(:\(hex){1,4}){1,6}|::(\(hex){1,4}(:\(hex){1,4}){0,6})?)",
      "an IPv6 address like 2001:db8::1"
    ) { $0.utf8.count { $0 == UInt8(ascii: ":") } <= 7 },
    "uuid": StringFormat("\(hex){8}-\(hex){4}-\(hex){4}-\(hex){4}-\(hex){12}", "a UUID"),
    "uri": StringFormat(
      #"[A-Za-z][A-Za-z0-9+.-]{0,20}:([A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"#,
      "an address like https://example.org/path"),
  ]

  /// Whether the day that the text begins with is in the calendar.
  private static func isDay(_ text: String) -> Bool {
    let parts = text.prefix(10).split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, parts[1] == 2, parts[2] == 29 else { return parts.count == 3 }
    return parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
  }
}
