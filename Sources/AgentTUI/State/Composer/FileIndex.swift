// Fifty thousand paths are searched at a key press, within its frame: so they are compared as bytes, folded to lower
// case once, and only the best few are kept on the way.

/// The paths of a workspace, to be found by a few of their letters.
struct FileIndex: Sendable, Equatable {
  let paths: [String]
  /// All paths in lower case (as far as they are ASCII), each after the other.
  private let folded: [UInt8]
  /// Where each path begins in `folded`, and the end of the last.
  private let starts: [Int]

  init(_ paths: [String] = []) {
    self.paths = paths
    var folded: [UInt8] = []
    var starts = [0]
    folded.reserveCapacity(paths.reduce(0) { $0 + $1.utf8.count })
    starts.reserveCapacity(paths.count + 1)
    for path in paths {
      folded += path.utf8.lazy.map(FileIndex.folded)
      starts.append(folded.count)
    }
    self.folded = folded
    self.starts = starts
  }

  /// The paths that hold the letters of `typed` in their order, the best first: what begins so, then file names and
  /// folders that begin so, then what holds it in one piece, then the others; the shorter before the longer.
  func matches(_ typed: String, limit: Int) -> [String] {
    let wanted = typed.utf8.map(FileIndex.folded)
    var best: [(rank: Int, index: Int)] = []
    folded.withUnsafeBufferPointer { bytes in
      for index in paths.indices {
        let path = bytes[starts[index]..<starts[index + 1]]
        guard let level = FileIndex.level(of: wanted, in: path) else { continue }
        let rank = level << 32 | path.count
        if best.count == limit, let last = best.last, rank >= last.rank { continue }
        // Equal ones stay in the order of the paths.
        best.insert((rank, index), at: best.firstIndex { $0.rank > rank } ?? best.count)
        if best.count > limit { best.removeLast() }
      }
    }
    return best.map { paths[$0.index] }
  }

  private static func level(of wanted: [UInt8], in path: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    if path.starts(with: wanted) { return 0 }
    let slash = UInt8(ascii: "/")
    let name = path.lastIndex(of: slash).map { $0 + 1 } ?? path.startIndex
    if path[name...].starts(with: wanted) { return 1 }
    var isInside = false
    for place in path.indices where path[place] == wanted[0] && path[place...].starts(with: wanted) {
      if path[place - 1] == slash { return 2 }  // A match at the start was found above.
      isInside = true
    }
    if isInside { return 3 }
    var rest = wanted[...]
    for byte in path where byte == rest.first {
      rest.removeFirst()
      if rest.isEmpty { return 4 }
    }
    return nil
  }

  private static func folded(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte }
}
