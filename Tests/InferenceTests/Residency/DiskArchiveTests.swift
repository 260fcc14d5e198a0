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

    /// All files, with their paths in the folder.
    var files: [String] {
      ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).filter {
        $0.hasSuffix(".kv")
      }.sorted()
    }

    /// All that lies in the folder itself.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }
  }

  private func state(_ number: Int, _ count: Int, isShared: Bool = false, data: [UInt8]) -> SavedState {
    SavedState(
      id: StateID(value: number), owner: isShared ? nil : LaneID(value: number), tokens: tokens(count, seed: number),
      from: 2, bytes: data.count, place: .writing(data), lastUse: 0)
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

  @Test func laterSessionFindsTheFilesOfItsModelOnlyAndNeitherTouchesTheOthers() throws {
    let shelf = Shelf()
    let first = try shelf.archive()
    let saved = state(1, 40, isShared: true, data: [1, 2, 3])
    first.write(saved)
    #expect(shelf.next() == .written(saved.id))
    first.stop()
    // The same tokens, as two models of one vocabulary have them.
    let other = try shelf.archive(key: "another model")
    var same = saved
    same.place = .writing([9])
    other.write(same)
    #expect(shelf.next() == .written(same.id))
    other.fetch(same)
    #expect(shelf.next() == .fetched(same.id, [9]))
    other.stop()
    #expect(shelf.names.count == 2 && shelf.files.count == 2)
    let second = try shelf.archive()
    #expect(shelf.next() == .found(tokens: saved.tokens, from: 2, bytes: 3))
    second.fetch(saved)
    #expect(shelf.next() == .fetched(saved.id, [1, 2, 3]))
    second.remove(saved)
    second.stop()
    #expect(shelf.files.count == 1)
    let again = try shelf.archive(key: "another model")
    #expect(shelf.next() == .found(tokens: saved.tokens, from: 2, bytes: 1))
    again.stop()
  }

  @Test func whatIsAnAgentsAloneEndsWithTheSession() throws {
    let shelf = Shelf()
    let archive = try shelf.archive()
    let (own, shared) = (state(1, 40, data: [1]), state(2, 40, isShared: true, data: [2]))
    for state in [own, shared] {
      archive.write(state)
      #expect(shelf.next() == .written(state.id))
    }
    #expect(shelf.files.count == 2)
    archive.stop()
    #expect(shelf.names == [StateFile.name(key: "model", tokens: shared.tokens, from: 2)])
  }

  @Test func whatAKilledSessionLeftIsRemovedAtTheNextStartAndALivingOnesIsNot() throws {
    let shelf = Shelf()
    let living = try shelf.archive()
    let own = state(1, 40, data: [1])
    living.write(own)
    #expect(shelf.next() == .written(own.id))
    let before = shelf.names
    // A session that is killed gives its lock back and leaves all else.
    for name in ["session-1", "session-2"] {
      try FileManager.default.createDirectory(atPath: "\(shelf.folder)/\(name)", withIntermediateDirectories: true)
      try Data([1]).write(to: URL(filePath: "\(shelf.folder)/\(name)/half.kv"))
    }
    try Data().write(to: URL(filePath: "\(shelf.folder)/session-1.lock"))
    #expect(shelf.names.count == before.count + 3)
    let later = try shelf.archive(key: "another model")
    #expect(shelf.names == before)
    living.fetch(own)
    #expect(shelf.next() == .fetched(own.id, [1]))
    later.stop()
    living.stop()
    #expect(shelf.names == [])
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
      let saved = state(number, 20, isShared: true, data: [UInt8](repeating: 5, count: 10_000))
      archive.write(saved)
      #expect(shelf.next() == .written(saved.id))
      let path = "\(shelf.folder)/\(StateFile.name(key: "model", tokens: saved.tokens, from: 2))"
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
