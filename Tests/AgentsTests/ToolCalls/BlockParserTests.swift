import OrderedJSON
import Testing

@testable import Agents

@Suite("Blocks as calls") struct BlockParserTests {
  static let tools = ToolRegistry([
    TestTool(
      name: "write",
      parameters: ToolSchema([
        .init("path", .string(maxLength: 512), "The file."), .init("content", .string(maxLength: 4000), "Its text."),
      ])),
    TestTool(
      name: "edit",
      parameters: ToolSchema([
        .init("path", .string(maxLength: 512), "The file."), .init("old_string", .string(maxLength: 400), "Old."),
        .init("new_string", .string(maxLength: 400), "New."),
      ])),
    TestTool(name: "read"),
    TestTool(name: "bash", parameters: ToolSchema([.init("command", .string(maxLength: 400), "The command.")])),
  ])

  static func parse(
    _ pieces: [String], form: ToolForm = .blocks, severalCalls: Bool = false, isCutShort: Bool = false
  ) -> [ModelOutput] {
    var parser = ToolCallParser(
      tools: tools, form: form, severalCalls: severalCalls, isFile: { ["Makefile", "LICENSE"].contains($0) })
    var outputs: [ModelOutput] = []
    for output in pieces.flatMap({ parser.feed($0) }) + parser.finish(isCutShort: isCutShort) {
      if case .text(let a)? = outputs.last, case .text(let b) = output {
        outputs[outputs.count - 1] = .text(a + b)
      } else {
        outputs.append(output)
      }
    }
    return outputs
  }

  static func write(_ path: String, _ content: String) -> ModelOutput {
    .call(ToolCall(name: "write", arguments: ["path": .string(path), "content": .string(content)]))
  }
  static func bash(_ command: String) -> ModelOutput {
    .call(ToolCall(name: "bash", arguments: ["command": .string(command)]))
  }
  static func read(_ path: String) -> ModelOutput { .call(ToolCall(name: "read", arguments: ["path": .string(path)])) }

  static let blocks: [(String, [ModelOutput])] = [
    ("a.py\n```python\nx = 1\n```\n", [write("a.py", "x = 1\n")]),
    ("a.py\n```\nx = 1\n```", [write("a.py", "x = 1\n")]),
    ("a.py\n\n```\nx = 1\n```", [write("a.py", "x = 1\n")]),
    ("I mend it.\n\nsrc/a.py\n```\nx\n```\nDone.", [.text("I mend it."), write("src/a.py", "x\n"), .text("Done.")]),
    ("### `a.py`\n```py\nx\n```", [write("a.py", "x\n")]),
    ("**a.py**:\n```py\nx\n```", [write("a.py", "x\n")]),
    ("File: a.py\n```py\nx\n```", [write("a.py", "x\n")]),
    ("1. a.py\n```py\nx\n```", [write("a.py", "x\n")]),
    ("```python a.py\nx\n```", [write("a.py", "x\n")]),
    ("```python:src/a.py\nx\n```", [write("src/a.py", "x\n")]),
    ("Makefile\n```\nall:\n\ttrue\n```", [write("Makefile", "all:\n\ttrue\n")]),
    ("empty.txt\n```\n```", [write("empty.txt", "")]),
    // Several files, and the command behind them: it ends the answer.
    (
      "a.py\n```\nx\n```\n\nb.py\n```\ny\n```\n\n```bash\nmake\n```\nIt works.\n```bash\nrm x\n```",
      [write("a.py", "x\n"), write("b.py", "y\n"), bash("make")]
    ),
    ("```bash\ncat <<E\n a\nE\n```", [bash("cat <<E\n a\nE")]),
    ("```sh\nls\n```", [bash("ls")]),
    // A shell's block behind a file that is no script runs; behind a script it is the script.
    ("a.py\n```bash\npython3 a.py\n```", [bash("python3 a.py")]),
    ("run.sh\n```bash\nls\n```", [write("run.sh", "ls\n")]),
    // Fences within a text in Markdown.
    (
      "README.md\n```\n# A\n\n```sh\nmake\n```\n\nEnd.\n```\n",
      [write("README.md", "# A\n\n```sh\nmake\n```\n\nEnd.\n")]
    ),
    ("````\na\n````\n", [.text("````\na\n````\n"), .strayBlock(info: "")].reordered),
    ("a.md\n````\n```\nx\n```\n````", [write("a.md", "```\nx\n```\n")]),
    // Any other tool by its name.
    ("```read\na.txt\n```", [read("a.txt")]),
    ("```read\npath: a.txt\n```", [read("a.txt")]),
    ("```read\n{\"path\": \"a.txt\"}\n```", [read("a.txt")]),
    // An edit as models write it in text.
    (
      "a.py\n```\n<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n```",
      [
        .call(
          ToolCall(
            name: "edit", arguments: ["path": "a.py", "old_string": "x\n", "new_string": "y\n"]))
      ]
    ),
    // The model ended its turn without the last line.
    ("a.py\n```python\nx = 1", [write("a.py", "x = 1\n")]),
    ("```bash\nls", [bash("ls")]),
    // The fence's own indentation is not the file's.
    (
      "1. Write it:\n   a.py\n   ```python\n   def f():\n       pass\n   ```",
      [
        .text("1. Write it:"), write("a.py", "def f():\n    pass\n"),
      ]
    ),
    // Calls in JSON are calls all the same.
    (#"{"name": "read", "arguments": {"path": "x"}}"#, [read("x")]),
    ("<tool_call>\n{\"name\": \"read\", \"arguments\": {\"path\": \"x\"}}\n</tool_call>", [read("x")]),
    // A file may hold anything.
    ("a.txt\n```\n<tool_call>{}</tool_call>\n<think>\n```", [write("a.txt", "<tool_call>{}</tool_call>\n<think>\n")]),
    // Words that look a little like it.
    ("Use ```x``` here.", [.text("Use ```x``` here.")]),
    ("The file a.py is fine.", [.text("The file a.py is fine.")]),
    ("a.py", [.text("a.py")]),
    ("3.14\n```\nx\n```", [.text("3.14\n```\nx\n```"), .strayBlock(info: "")].reordered),
  ]

  @Test("A text gives its words and calls", arguments: blocks)
  func parses(text: String, outputs: [ModelOutput]) {
    #expect(Self.parse([text]).reordered == outputs.reordered)
  }

  @Test("However the text is cut into pieces, the result is the same", arguments: blocks)
  func anyPieces(text: String, outputs: [ModelOutput]) {
    #expect(Self.parse(text.unicodeScalars.map { String($0) }).reordered == outputs.reordered)
    for size in 2...9 {
      let scalars = Array(text.unicodeScalars)
      let pieces = stride(from: 0, to: scalars.count, by: size).map { start in
        var piece = String.UnicodeScalarView()
        piece.append(contentsOf: scalars[start..<min(start + size, scalars.count)])
        return String(piece)
      }
      #expect(Self.parse(pieces).reordered == outputs.reordered, "pieces of \(size)")
    }
  }

  @Test("A block that the limit of tokens cuts off is told, and not carried out")
  func cutOff() {
    #expect(
      Self.parse(["a.py\n```\nx\ny\nz"], isCutShort: true) == [
        .malformedCall(
          MalformedToolCall(
            name: "write",
            problem: "a.py was not written: its block was cut off after 3 lines, because it was too long. "
              + "Write less at a time: first a shorter file, then add to it with a bash block"))
      ])
    #expect(
      Self.parse(["```bash\nrm -r x"], isCutShort: true) == [
        .malformedCall(
          MalformedToolCall(
            name: "bash", problem: "the command was cut off after 1 line and was not run. Write a shorter one"))
      ])
  }

  @Test("An answer is over behind a command, and nothing that follows is taken")
  func isOver() {
    var parser = ToolCallParser(tools: Self.tools, form: .blocks, severalCalls: false)
    #expect(parser.feed("```bash\nls\n") == [])
    #expect(!parser.isOver)
    #expect(parser.feed("```\n") == [Self.bash("ls")])
    #expect(parser.isOver)
    #expect(parser.feed("exit status 0\n") == [])
    #expect(parser.finish(isCutShort: false) == [])
  }

  @Test("Words that cannot become a block are passed on at once")
  func passesOn() {
    var parser = ToolCallParser(tools: Self.tools, form: .blocks)
    #expect(parser.feed("I look") == [.text("I look")])
    #expect(parser.feed(" at it.\n") == [.text(" at it.")])
    #expect(parser.feed("Then") == [])  // may be a file's name
    #expect(parser.feed(" I") == [.text("\nThen I")])
  }

  // MARK: - Calls beside their form

  static let readX = #"{"name": "read", "arguments": {"path": "x"}}"#
  static let loose: [(String, [ModelOutput])] = [
    ("```json\n\(readX)\n```", [read("x")]),
    ("```\n\(readX)\n```", [read("x")]),
    (
      "Now I read:\n\n```json\n{\n  \"name\": \"read\",\n  \"arguments\": {\"path\": \"x\"}\n}\n```",
      [
        .text("Now I read:"), read("x"),
      ]
    ),
    (readX, [read("x")]),
    ("I look.\n\(readX)", [.text("I look."), read("x")]),
    (#"{"type": "function", "function": {"name": "read", "arguments": {"path": "x"}}}"#, [read("x")]),
    (#"{"name": "read", "parameters": {"path": "x"}}"#, [read("x")]),
    (#"{"name": "read", "arguments": "{\"path\": \"x\"}"}"#, [read("x")]),
    ("[\(readX)]", [read("x")]),
    // Only talked about, or no tool of that name.
    ("One would write `\(readX)` for it.", [.text("One would write `\(readX)` for it.")]),
    ("One would write \(readX) for it.", [.text("One would write \(readX) for it.")]),
    (
      "```json\n{\"name\": \"shop\", \"arguments\": 3}\n```\nis it.",
      [
        .text("```json\n{\"name\": \"shop\", \"arguments\": 3}\n```\nis it.")
      ]
    ),
    (#"{"port": 80}"#, [.text(#"{"port": 80}"#)]),
    ("```text\n\(readX)\n```", [.text("```text\n\(readX)\n```")]),
    // The model answers itself.
    ("I look.\n<tool_response>\nTODO\n</tool_response>", [.text("I look."), .imitatedResult]),
    // Begun, and not ended.
    (
      #"{"name": "read", "arguments": {"path": "#,
      [
        .malformedCall(
          MalformedToolCall(
            name: "read",
            problem: "the tool call ended before its </tool_call> and was not run; "
              + #"write {"name": NAME, "arguments": {…}} between <tool_call> and </tool_call>"#))
      ]
    ),
  ]

  @Test("A call that is plainly one is taken, and words about calls stay words", arguments: loose)
  func looseCalls(text: String, outputs: [ModelOutput]) {
    #expect(Self.parse([text], form: .native) == outputs)
    #expect(Self.parse(text.unicodeScalars.map { String($0) }, form: .native) == outputs)
  }

  @Test("Of several calls in an answer only the first is taken where results come one by one")
  func oneCall() {
    let call = "<tool_call>\(Self.readX)</tool_call>"
    #expect(Self.parse([call + "\n" + call], form: .native, severalCalls: false) == [Self.read("x")])
    #expect(Self.parse([call + "\n" + call], form: .native, severalCalls: true) == [Self.read("x"), Self.read("x")])
  }
}

extension [ModelOutput] {
  /// A stray block is told when its fence opens; where exactly among the words does not matter.
  fileprivate var reordered: [ModelOutput] {
    let strays = filter { if case .strayBlock = $0 { true } else { false } }
    var rest: [ModelOutput] = []
    for output in self {
      if case .strayBlock = output { continue }
      if case .text(let a)? = rest.last, case .text(let b) = output {
        rest[rest.count - 1] = .text(a + b)
      } else {
        rest.append(output)
      }
    }
    return rest + strays
  }
}
