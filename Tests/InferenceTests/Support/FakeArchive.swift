import Threading

@testable import Inference

/// A disk that answers when it is told to, and may lose what it was given.
final class FakeArchive: StateArchive {
  private struct Shelf {
    var files: [String: [UInt8]] = [:]
    var news: [ArchiveNews] = []
    var mostBytes = 0
  }

  private let shelf = Monitor(Shelf())
  /// Whether the next file is lost; drawn when it is written and when it is read.
  private let loses: @Sendable () -> Bool

  init(loses: @escaping @Sendable () -> Bool = { false }) {
    self.loses = loses
  }

  /// What it has to tell since it was asked last.
  func takeNews() -> [ArchiveNews] {
    shelf.withLock { shelf in
      defer { shelf.news = [] }
      return shelf.news
    }
  }

  /// Most bytes that lay here at the same time.
  var mostBytes: Int { shelf.withLock { $0.mostBytes } }
  var fileCount: Int { shelf.withLock { $0.files.count } }

  func write(_ state: SavedState) {
    let isLost = loses()
    shelf.withLock { shelf in
      guard !isLost, let data = state.data else { return shelf.news.append(.lost(state.id)) }
      shelf.files[name(state)] = data
      shelf.mostBytes = max(shelf.mostBytes, shelf.files.values.reduce(0) { $0 + $1.count })
      shelf.news.append(.written(state.id))
    }
  }

  func fetch(_ state: SavedState) {
    let isLost = loses()
    shelf.withLock { shelf in
      guard !isLost, let data = shelf.files[name(state)] else {
        shelf.files[name(state)] = nil
        return shelf.news.append(.lost(state.id))
      }
      shelf.news.append(.fetched(state.id, data))
    }
  }

  func remove(_ state: SavedState) {
    shelf.withLock { $0.files[name(state)] = nil }
  }

  private func name(_ state: SavedState) -> String { StateFile.name(key: "", tokens: state.tokens, from: state.from) }
}
