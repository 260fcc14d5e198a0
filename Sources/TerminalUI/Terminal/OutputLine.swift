/// Where the bytes for a terminal go. It takes what it has room for, and nobody waits for it.
protocol OutputLine {
  /// Takes some of the bytes, of which there is at least one, from their start.
  func take(_ bytes: UnsafeRawBufferPointer) -> LineUptake
}

/// What a line has made of the bytes it was given.
enum LineUptake: Equatable {
  /// This many are on their way.
  case taken(Int)
  /// There is no room now.
  case full
  /// It was hung up, or cannot be written to.
  case gone
}
