/// Finds the name that somebody meant who wrote another.
public enum NearestName {
  /// The name among `names` that differs least from `name`, if it differs so little that it may have been meant:
  /// in at most a third of its letters, and at least one may be wrong. Upper and lower case count as the same.
  public static func of(_ name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased())
    let ranked = names.map { ($0, distance(wanted, Array($0.lowercased()))) }
    guard let best = ranked.min(by: { $0.1 < $1.1 }), best.1 <= max(1, max(wanted.count, best.0.count) / 3) else {
      return nil
    }
    return best.0
  }

  /// Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`.
  static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforeLast[j - 1] + 1) }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
