/// A place on a surface: column and row, from 0 at the top left.
struct Point: Hashable, Sendable {
  var x: Int
  var y: Int

  init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// Columns and rows.
struct Size: Hashable, Sendable {
  var width: Int
  var height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// A part of a surface. Width and height are never negative.
struct Rect: Hashable, Sendable {
  var x: Int
  var y: Int
  var width: Int
  var height: Int

  init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a surface of this size.
  init(_ size: Size) {
    self.init(x: 0, y: 0, width: size.width, height: size.height)
  }
}
