/// How much of the screen the focused pane has.
enum Zoom: Int, CaseIterable, Sendable {
  case normal, half, full

  /// The next larger one, from the largest to the smallest.
  var more: Zoom { Zoom(rawValue: rawValue + 1) ?? .normal }
  /// The next smaller one, from the smallest to the largest.
  var less: Zoom { Zoom(rawValue: rawValue - 1) ?? .full }
}
