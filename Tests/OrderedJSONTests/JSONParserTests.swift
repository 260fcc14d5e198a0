import OrderedJSON
import Testing

@Suite("JSON parser") struct JSONParserTests {
  static let values: [(String, JSON)] = [
    ("null", nil),
    (" \t\r\n true \n", true),
    ("false", false),
    ("0", 0),
    ("-0", 0),
    ("-12", -12),
    ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .number(9_223_372_036_854_775_808)),
    ("123456789012345678901234567890", .number(1.2345678901234568e29)),
    ("0.5", 0.5),
    ("-1.25e2", -125.0),
    ("1E+2", 100.0),
    ("1e-400", 0.0),
    (#""""#, ""),
    (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{c}\n\r\t"),
    (#""\u0041\u00e9\u20AC""#, "Aé€"),
    (#""\ud83d\ude00""#, "😀"),
    (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}"),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\u0000""#, "\0"),
    ("\"日本 😀\"", "日本 😀"),
    ("\"\u{301}\"", "\u{301}"),
    ("[]", []),
    ("[ 1 , [ ] , \"x\" ]", [1, [], "x"]),
    ("{}", [:]),
    (#"{ "b" : 1 , "a" : { } }"#, ["b": 1, "a": [:]]),
    (#"{"a":1,"b":2,"a":3}"#, ["a": 3, "b": 2]),
    (#"{"":0}"#, ["": 0]),
  ]

  @Test("A valid text gives its value", arguments: values)
  func valid(text: String, value: JSON) throws {
    #expect(try JSON(parsing: text) == value)
  }

  static let errors: [(String, String)] = [
    ("", "1:1: expected a value, found the end"),
    ("  ", "1:3: expected a value, found the end"),
    ("nul", "1:1: expected a value, found 'n'"),
    ("NaN", "1:1: expected a value, found 'N'"),
    ("1 2", "1:3: expected the end after the value, found '2'"),
    ("01", "1:2: expected the end after the value, found '1'"),
    ("-", "1:2: expected a digit, found the end"),
    ("+1", "1:1: expected a value, found '+'"),
    (".5", "1:1: expected a value, found '.'"),
    ("1.", "1:3: expected a digit after '.', found the end"),
    ("1e", "1:3: expected a digit in the exponent, found the end"),
    ("1e999", "1:1: the number is too large"),
    ("[1,]", "1:4: expected a value, found ']'"),
    ("[1 2]", "1:4: expected ',' or ']' after an element, found '2'"),
    ("[1", "1:3: expected ',' or ']' after an element, found the end"),
    ("{\"a\":1,}", "1:8: expected a member's name in quotes, found '}'"),
    ("{a:1}", "1:2: expected a member's name in quotes, found 'a'"),
    ("{\"a\" 1}", "1:6: expected ':' after a member's name, found '1'"),
    ("{\"a\":1 \"b\":2}", "1:8: expected ',' or '}' after a member, found '\"'"),
    ("{\n  \"é\": x\n}", "2:8: expected a value, found 'x'"),
    ("\"abc", "1:1: the string has no end"),
    ("\"a\nb\"", "1:3: a control character in a string must be escaped, found U+000A"),
    (#""\x""#, "1:3: expected one of \" \\ / b f n r t u after '\\', found 'x'"),
    (#""\u12g4""#, "1:6: expected four hexadecimal digits after '\\u', found 'g'"),
    ("['a']", "1:2: expected a value, found '''"),
    ("[1] // note", "1:5: expected the end after the value, found '/'"),
    ("é", "1:1: expected a value, found 'é'"),
  ]

  @Test("An invalid text is refused with the place and what was found", arguments: errors)
  func invalid(text: String, message: String) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.description == message)
  }

  @Test("Bytes that are no UTF-8 are refused where they stand")
  func invalidUTF8() {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: [0x5B, 0x22, 0xC3, 0x28, 0x22, 0x5D]) }
    #expect(error == JSONError(line: 1, column: 3, reason: "the text is not UTF-8"))
  }

  @Test("Nesting up to the limit is read, and one level more is refused")
  func depth() throws {
    let limit = JSON.maxDepth
    let deepest = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
    #expect(try JSON(parsing: deepest).text == deepest)
    let error = #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
    #expect(error?.reason == "arrays and objects are nested deeper than \(limit)")
  }
}
