/// The marks, frames and bars of the console: one set for terminals that show UTF-8, one for those that do not.
struct Glyphs: Hashable, Sendable {
  /// The lines of a box.
  struct Box: Hashable, Sendable {
    var horizontal: String
    var vertical: String
    var topLeft: String
    var topRight: String
    var bottomLeft: String
    var bottomRight: String
    var teeLeft: String
    var teeRight: String
  }

  /// An agent's states, as marks that stand before their words.
  struct Marks: Hashable, Sendable {
    var idle: String
    var queued: String
    var prefill: String
    var decode: String
    var tool: String
    var approval: String
    var done: String
    var stopped: String
    var failed: String
  }

  var box: Box
  var marks: Marks
  /// A held slot and a free one, in the header.
  var slotHeld: String
  var slotFree: String
  /// The done and the open part of a progress bar.
  var barFull: String
  var barEmpty: String
  /// Levels of a small graph, lowest first; the first is "nothing".
  var levels: [String]
  /// Before a folded thing, and before an open one.
  var folded: String
  var unfolded: String
  /// Before what a person said.
  var prompt: String
  /// After the composer's address (`ada ›`).
  var address: String
  /// What stands for text that was cut.
  var ellipsis: String
  /// The place where a stream goes on.
  var streaming: String
  var arrow: String
  var bullet: String
  /// At the side of a block quote or of code.
  var quote: String
  var separator: String
  /// "More above" and "more below".
  var moreAbove: String
  var moreBelow: String

  /// For terminals that show UTF-8.
  static let unicode = Glyphs(
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
  static let ascii = Glyphs(
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
  func bar(_ fraction: Double, width: Int) -> String {
    let columns = max(0, width)
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let full = Int((share * Double(columns)).rounded())
    return String(repeating: barFull, count: full) + String(repeating: barEmpty, count: columns - full)
  }

  /// A graph of one column a value, each between 0 and `top` (the largest value, if nil).
  func graph(_ values: [Double], top: Double? = nil) -> String {
    let highest = top ?? values.max() ?? 0
    return values.map { value in
      guard highest > 0, value.isFinite, value > 0 else { return levels[0] }
      let level = Int((min(1, value / highest) * Double(levels.count - 1)).rounded(.up))
      return levels[level]
    }.joined()
  }
}
