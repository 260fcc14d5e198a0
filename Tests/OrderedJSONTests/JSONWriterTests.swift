import OrderedJSON
import Testing

@Suite("JSON writer") struct JSONWriterTests {
  static let texts: [(JSON, String)] = [
    (nil, "null"),
    (true, "true"),
    (.integer(.min), "-9223372036854775808"),
    (0.1, "0.1"),
    (3.0, "3.0"),
    (.number(1e300), "1e+300"),
    (.number(.nan), "null"),
    (.number(-.infinity), "null"),
    ("", #""""#),
    ("a\"b\\c/d", #""a\"b\\c/d""#),
    ("\u{8}\u{c}\n\r\t", #""\b\f\n\r\t""#),
    ("\0\u{1B}\u{7F}\u{9B}", #""\u0000\u001B\u007F\u009B""#),
    ("\u{2028}\u{2029}", #""\u2028\u2029""#),
    ("°“é日😀", "\"°“é日😀\""),
    ([], "[]"),
    ([1, [2, nil]], "[1,[2,null]]"),
    ([:], "{}"),
    (["b": 1, "a\n": ["x": "y"]], #"{"b":1,"a\n":{"x":"y"}}"#),
  ]

  @Test("A value gives its one text, in the members' order", arguments: texts)
  func compact(value: JSON, text: String) {
    #expect(value.text == text)
  }

  @Test("The text over several lines sets each level in, and leaves empty ones closed")
  func pretty() {
    let value: JSON = ["a": [1, ["b": []]], "c": [:]]
    #expect(
      value.pretty == """
        {
          "a": [
            1,
            {
              "b": []
            }
          ],
          "c": {}
        }
        """)
  }

  @Test("What is written is read back as it was, whatever the string holds")
  func roundTrip() throws {
    var generator = SystemRandomNumberGenerator()
    let alphabet: [Unicode.Scalar] = [
      "a", "\"", "\\", "\n", "\u{1F}", "\u{7F}", "\u{85}", "é", "\u{301}", "\u{2028}", "😀", "\u{FFFF}",
    ]
    for _ in 0..<200 {
      var string = ""
      for _ in 0..<Int.random(in: 0...20, using: &generator) {
        string.unicodeScalars.append(alphabet.randomElement(using: &generator)!)
      }
      let value: JSON = [
        .string(string), .object([string: .integer(Int.random(in: .min ... .max, using: &generator))]),
      ]
      #expect(try JSON(parsing: value.text) == value)
      #expect(try JSON(parsing: value.pretty) == value)
    }
  }
}
