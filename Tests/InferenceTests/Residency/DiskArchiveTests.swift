import Foundation
import Testing
import Threading

@testable import Inference

@Suite struct DiskArchiveTests {
  /// An archive in a folder of its own, and what it told.
  private final class Shelf: Sendable {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("kv-\(UUID())").path
    private let news = Monitor<[ArchiveNews]>([])

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func archive(key: String = "model", budget: Int = 1 << 20) throws -> DiskArchive {
      try DiskArchive(folder: folder, key: key, budget: budget) { [news] item in
        news.withLock { $0.append(item) }
        news.broadcast()
      }
    }

    /// The next thing that it tells; nil when nothing comes within a minute.
    func next() -> ArchiveNews? {
      news.wait(until: .now.advanced(bySeconds: 60)) { $0.isEmpty ? nil : $0.removeFirst() }
    }

    var files: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
  }

  private func state(_ number: Int, _ count: Int, data: [UInt8]) -> SavedState {
    SavedState(
      id: StateID(value: number), owner: LaneID(value: number), tokens: tokens(count, seed: number), from: 2,
      bytes: data.count, place: .writing(data), lastUse: 0)
  }

  @Test func stateComesBackAsItWas() throws {
    let shelf = Shelf()
    let archive = try shelf.archive()
    let saved = state(1, 40, data: [1, 2, 3])
    archive.write(saved)
    #expect(shelf.next() == .written(saved.id))
    archive.fetch(saved)
    #expect(shelf.next() == .fetched(saved.id, [1, 2, 3]))
    archive.remove(saved)
    archive.fetch(saved)
    #expect(shelf.next() == .lost(saved.id))
    #expect(shelf.files == [])
    archive.stop()
  }

  @Test func laterSessionFindsTheFilesOfItsModelOnly() throws {
    let shelf = Shelf()
    let first = try shelf.archive()
    let saved = state(1, 40, data: [1, 2, 3])
    first.write(saved)
    #expect(shelf.next() == .written(saved.id))
    first.stop()
    let other = try shelf.archive(key: "another model")
    let probe = state(2, 10, data: [9])
    other.write(probe)
    #expect(shelf.next() == .written(probe.id))
    other.stop()
    let second = try shelf.archive()
    #expect(shelf.next() == .found(tokens: saved.tokens, from: 2, bytes: 3))
    second.stop()
  }

  @Test func damagedFileIsLostAndRemoved() throws {
    let shelf = Shelf()
    let archive = try shelf.archive()
    let saved = state(1, 40, data: [UInt8](repeating: 5, count: 5000))
    archive.write(saved)
    #expect(shelf.next() == .written(saved.id))
    let path = "\(shelf.folder)/\(shelf.files[0])"
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    bytes[bytes.count / 2] ^= 1
    try Data(bytes).write(to: URL(filePath: path))
    archive.fetch(saved)
    #expect(shelf.next() == .lost(saved.id))
    #expect(shelf.files == [])
    archive.stop()
  }

  @Test func filesBeyondTheBudgetAreRemovedTheOldestFirst() throws {
    let shelf = Shelf()
    let archive = try shelf.archive()
    for number in 1...3 {
      let saved = state(number, 20, data: [UInt8](repeating: 5, count: 10_000))
      archive.write(saved)
      #expect(shelf.next() == .written(saved.id))
      let path = "\(shelf.folder)/\(StateFile.name(tokens: saved.tokens, from: 2))"
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: Double(1_000_000 * number))], ofItemAtPath: path)
    }
    archive.stop()
    let later = try shelf.archive(budget: 25_000)
    #expect(shelf.next() == .found(tokens: tokens(20, seed: 3), from: 2, bytes: 10_000))
    #expect(shelf.next() == .found(tokens: tokens(20, seed: 2), from: 2, bytes: 10_000))
    later.stop()
    #expect(shelf.files.count == 2)
  }

  @Test func folderThatCannotBeWrittenLosesTheStateAndNothingElse() throws {
    let shelf = Shelf()
    try Data().write(to: URL(filePath: shelf.folder))  // a file where the folder should be
    let archive = try shelf.archive()
    let saved = state(1, 40, data: [1])
    archive.write(saved)
    #expect(shelf.next() == .lost(saved.id))
    archive.stop()
  }
}
