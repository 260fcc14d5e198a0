/// The marks, frames and bars of the console: one set for terminals that show UTF-8, one for those that do not.
package struct Glyphs: Hashable, Sendable {
  /// The lines of a box.
  package struct Box: Hashable, Sendable {
    package var horizontal: String
    var vertical: String
    var topLeft: String
    var topRight: String
    var bottomLeft: String
    var bottomRight: String
    var teeLeft: String
    var teeRight: String
  }

  /// An agent's states, as marks that stand before their words.
  package struct Marks: Hashable, Sendable {
    package var idle: String
    package var queued: String
    package var prefill: String
    package var decode: String
    package var tool: String
    package var approval: String
    package var done: String
    package var stopped: String
    package var failed: String
  }

  package var box: Box
  package var marks: Marks
  /// A held slot and a free one, in the header.
  package var slotHeld: String
  package var slotFree: String
  /// The done and the open part of a progress bar.
  package var barFull: String
  package var barEmpty: String
  /// Levels of a small graph, lowest first; the first is "nothing".
  var levels: [String]
  /// Before a folded thing, and before an open one.
  package var folded: String
  package var unfolded: String
  /// Before what a person said.
  package var prompt: String
  /// After the composer's address (`ada ›`).
  package var address: String
  /// What stands for text that was cut.
  package var ellipsis: String
  /// The place where a stream goes on.
  package var streaming: String
  package var arrow: String
  var bullet: String
  /// At the side of a block quote or of code.
  package var quote: String
  package var separator: String
  /// "More above" and "more below".
  package var moreAbove: String
  package var moreBelow: String

  /// For terminals that show UTF-8.
  package static let unicode = Glyphs(
    box: Box(
      horizontal: "─", vertical: "│", topLeft: "┌", topRight: "┐", bottomLeft: "└", bottomRight: "┘", teeLeft: "├",
      teeRight: "┤"),
    marks: Marks(
      idle: "○", queued: "◌", prefill: "◐", decode: "●", tool: "▸", approval: "!", done: "✓", stopped: "■",
      failed: "✗"),
    slotHeld: "●", slotFree: "○", barFull: "▓", barEmpty: "░",
    levels: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    folded: "▸", unfolded: "▾", prompt: ">", address: "›", ellipsis: "…", streaming: "▌", arrow: "→", bullet: "•",
    quote: "│", separator: "─", moreAbove: "↑", moreBelow: "↓")

  /// For the rest: ASCII only.
  package static let ascii = Glyphs(
    box: Box(
      horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+", teeLeft: "+",
      teeRight: "+"),
    marks: Marks(
      idle: "o", queued: ".", prefill: "%", decode: "*", tool: "$", approval: "!", done: "+", stopped: "#",
      failed: "x"),
    slotHeld: "*", slotFree: "-", barFull: "#", barEmpty: ".",
    levels: ["_", ".", ":", "-", "=", "+", "*", "#"],
    folded: ">", unfolded: "v", prompt: ">", address: ">", ellipsis: "~", streaming: "_", arrow: "->", bullet: "*",
    quote: "|", separator: "-", moreAbove: "^", moreBelow: "v")

  /// A bar of `width` columns, filled to `fraction` (0 to 1).
  package func bar(_ fraction: Double, width: Int) -> String {
    let columns = max(0, width)
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let full = Int((share * Double(columns)).rounded())
    return String(repeating: barFull, count: full) + String(repeating: barEmpty, count: columns - full)
  }

  /// A graph of one column a value, each between 0 and `top` (the largest value, if nil).
  package func graph(_ values: [Double], top: Double? = nil) -> String {
    let highest = top ?? values.max() ?? 0
    return values.map { value in
      guard highest > 0, value.isFinite, value > 0 else { return levels[0] }
      let level = Int((min(1, value / highest) * Double(levels.count - 1)).rounded(.up))
      return levels[level]
    }.joined()
  }
}
