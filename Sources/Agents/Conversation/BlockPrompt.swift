// What a model is told where calls are blocks. Two short exchanges show it better than rules do: a mistake that is mended
// in a file and checked, and a question that is answered into a file. In front of all agents they cost nothing but
// memory, for the beginning is computed once.

import Inference

/// The system prompt and the examples for calls as blocks.
struct BlockPrompt {
  let instructions: String
  let tools: ToolRegistry

  private var writes: Bool { tools["write"] != nil }
  private var runs: Bool { tools["bash"] != nil }
  /// Tools that are neither a file's block nor a command's, and that a command cannot stand in for.
  private var others: [any Tool] {
    tools.tools.filter { tool in
      guard tool.name != "write", tool.name != "edit", tool.name != "bash" else { return false }
      return !runs || !BuiltInTools.all.contains { $0.name == tool.name }
    }
  }

  /// The messages in front of the conversation.
  var messages: [ChatMessage] {
    [ChatMessage(role: .system, content: .text(system))] + examples
  }

  private var system: String {
    var parts = [instructions == SystemPrompt.standard ? Self.standard : instructions + "\n" + Self.work]
    if writes { parts.append(Self.file) }
    if runs { parts.append(Self.command) }
    for tool in others { parts.append(Self.usage(of: tool)) }
    parts.append(Self.end)
    return parts.joined(separator: "\n")
  }

  private static let work =
    "You work in the user's folder through a program that carries out the blocks that you write and shows you what happened."
  private static let standard = "You are a careful programmer. " + work
  private static let file = """
    To create or change a file, write its path on a line, then the whole new content of the file in a block:
    path/of/file.txt
    ```
    content
    ```
    """
  private static let command = """
    To run a command, write a bash block:
    ```bash
    command
    ```
    """
  private static let end = """
    Write only what the next step needs. Keep everything that the task does not ask you to change. \
    When the task is done and checked, say so in one sentence without any block.
    """

  private static func usage(of tool: any Tool) -> String {
    let required = tool.parameters.properties.filter(\.isRequired)
    let inside =
      required.count > 1 ? required.map { "\($0.name): …" }.joined(separator: "\n") : required.first?.name ?? ""
    return "\(tool.summary) Write:\n```\(tool.name)\n\(inside)\n```"
  }

  // MARK: - Examples

  private var examples: [ChatMessage] {
    guard runs, writes else { return [] }
    return [
      user(
        """
        Files here: greet.py notes.md

        greet.py holds:
        ```
        def greet(name):
            return 'Helo ' + name
        ```

        Task: greet.py has a typing error. Fix it, and run python3 -c "import greet; print(greet.greet('Ada'))" to see it.
        """),
      assistant(
        """
        greet.py
        ```python
        def greet(name):
            return 'Hello ' + name
        ```

        ```bash
        python3 -c "import greet; print(greet.greet('Ada'))"
        ```
        """),
      user(
        """
        greet.py changed:
        -    return 'Helo ' + name
        +    return 'Hello ' + name

        exit status 0
        Hello Ada
        """),
      assistant("The typing error in greet.py is fixed, and the greeting is right now."),
      user(
        """
        Files here: a.csv logs/old/y.log logs/x.log

        Task: Which file below logs has the word timeout? Write its path to found.txt.
        """),
      assistant(
        """
        ```bash
        grep -rl timeout logs
        ```
        """),
      user(
        """
        exit status 0
        logs/old/y.log
        """),
      assistant(
        """
        found.txt
        ```
        logs/old/y.log
        ```
        """),
      user("found.txt created, 1 line"),
      assistant("found.txt names logs/old/y.log."),
    ]
  }

  private func user(_ text: String) -> ChatMessage { ChatMessage(role: .user, content: .text(text)) }
  private func assistant(_ text: String) -> ChatMessage { ChatMessage(role: .assistant, content: .text(text)) }
}
