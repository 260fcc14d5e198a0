import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct ClipboardPlanTests {
  /// Lines, bytes of the text, the tool; where it goes and what is said.
  static let cases: [(lines: Int, bytes: Int, tool: String?, terminal: Bool, sentence: String)] = [
    (1, 0, nil, true, "copied a line"),
    (1, 9, "xclip", true, "copied a line"),
    (3, 74_994, nil, true, "copied 3 lines"),
    (
      3, 74_995, nil, true,
      "copied 3 lines, 75.0 kB, to the terminal only, and some take no more than 75.0 kB: look at what you paste"
    ),
    (
      3, 74_995, "xclip", true,
      "copied 3 lines, 75.0 kB: all of it to xclip, and to the terminal, of which some take 75.0 kB only"
    ),
    (
      1, 786_426, "wl-copy", true,
      "copied a line, 786.4 kB: all of it to wl-copy, and to the terminal, of which some take 75.0 kB only"
    ),
    (2, 786_427, "wl-copy", false, "copied 2 lines, 786.4 kB, to wl-copy; a terminal takes 786.4 kB at most"),
    (
      2, 5_000_000, nil, false,
      "nothing was copied: 2 lines, 5.0 MB are selected, a terminal takes 786.4 kB at most, and there is no clipboard tool (wl-copy or xclip); select less"
    ),
  ]

  @Test(arguments: cases)
  func textGoesWhereItFitsAndThePersonIsTold(
    lines: Int, bytes: Int, tool: String?, terminal: Bool, sentence: String
  ) {
    let text =
      String(repeating: "\n", count: lines - 1)
      + String(repeating: "x", count: bytes - lines + 1 < 0 ? 0 : bytes - lines + 1)
    let plan = ClipboardPlan(text, tool: tool)
    #expect(plan.sentence == sentence)
    #expect(plan.usesTerminal == terminal)
    #expect(plan.usesTool == (tool != nil))
    #expect(plan.isRefusal == (tool == nil && !terminal))
    // What is sure and what is the most is so in the bytes of the sequence.
    let sequence = ControlSequences.copy(text).utf8.count
    if bytes <= ClipboardPlan.mostSure { #expect(sequence <= 100_000 + 8) }
    #expect((sequence <= 1 << 20) == terminal)
  }
}
