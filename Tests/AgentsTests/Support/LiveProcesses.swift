import Foundation
import Threading

/// Processes found by what stands on their command line.
enum LiveProcesses {
  /// Those that live and have `word` as one of their words.
  static func with(_ word: String) -> [Int32] {
    #if os(Linux)
      return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { name -> Int32? in
        guard let pid = Int32(name), let data = FileManager.default.contents(atPath: "/proc/\(name)/cmdline") else {
          return nil
        }
        return data.split(separator: 0).contains { $0.elementsEqual(word.utf8) } ? pid : nil
      }
    #else
      return []
    #endif
  }

  /// Whether within a second none is left.
  static func end(with word: String) -> Bool {
    let end = MonotonicTime.now.advanced(bySeconds: 1)
    while !with(word).isEmpty {
      guard MonotonicTime.now < end else { return false }
      poll(nil, 0, 10)
    }
    return true
  }
}
