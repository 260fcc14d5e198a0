import OrderedJSON
import Testing

@testable import Agents

@Suite struct TodoToolTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test(arguments: [
    (["read the file", "mend it"], "0 of 2 done\nread the file\nmend it"),
    (["x read the file", "mend it"], "1 of 2 done\nx read the file\nmend it"),
    // However the marks are written, they come out in one form.
    (["- [x] a", "[X] b", "* X c", "- [ ] d", "[ ] e"], "3 of 5 done\nx a\nx b\nx c\nd\ne"),
    (["xylophone"], "0 of 1 done\nxylophone"),
    (["", "  ", "[x]", "two\nlines"], "0 of 1 done\ntwo lines"),
    ([], "the list is empty"),
  ])
  func theListIsShownAsItIsKept(items: [String], shown: String) {
    let context = sandbox.context
    let result = TodoTool().run(["items": .array(items.map { .string($0) })], in: context)
    #expect(result == ToolResult(ok: true, output: shown))
    // What is shown can be given back as it is.
    let again = TodoTool().run(["items": .array(context.todo.all.map { .string($0) })], in: context)
    #expect(again == result)
  }

  @Test func eachAgentHasAListOfItsOwn() {
    let (ada, bob) = (sandbox.context, sandbox.context)
    _ = TodoTool().run(["items": ["a"]], in: ada)
    #expect(ada.todo.all == ["a"])
    #expect(bob.todo.all == [])
  }
}
