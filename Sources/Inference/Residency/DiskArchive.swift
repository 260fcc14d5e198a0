// Saved states as files, one a state, in a folder of the cache. All of it happens on a thread of its own: the decode
// thread waits for no disk. The folder may be shared by several programs that run; files have the name of their
// content, come by renaming, and one that is not there any more is a state that is lost, no more.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import Threading

/// The saved states of one model, library version and set of settings.
final class DiskArchive: StateArchive {
  private enum Order: Sendable {
    case write(SavedState)
    case fetch(SavedState)
    case remove(SavedState)
  }

  private struct Queue {
    var orders: [Order] = []
    var isStopping = false
  }

  private let folder: String
  private let key: String
  private let budget: Int
  private let report: @Sendable (ArchiveNews) -> Void
  private let queue = Monitor(Queue())
  private let thread = Monitor<WorkerThread?>(nil)

  /// - Parameters:
  ///   - folder: made when the first state is written.
  ///   - key: model, library version and settings: files of another one are not touched but for the budget.
  ///   - budget: bytes that all files in the folder may take; the oldest are removed first.
  ///   - report: told what is there, and then on the archive's thread what became of the orders.
  init(
    folder: String, key: String, budget: Int, report: @escaping @Sendable (ArchiveNews) -> Void
  ) throws(ThreadError) {
    self.folder = folder
    self.key = key
    self.budget = budget
    self.report = report
    // Told before anybody can ask for anything: whoever begins first finds what there is.
    scan()
    let started = try WorkerThread(name: "archive") { [weak self, queue] in
      while let order = Self.next(queue) { self?.perform(order) }
    }
    thread.withLock { $0 = started }
  }

  func write(_ state: SavedState) { give(.write(state)) }
  func fetch(_ state: SavedState) { give(.fetch(state)) }
  func remove(_ state: SavedState) { give(.remove(state)) }

  /// Ends the thread. Of what has not been written by then only the beginnings that later sessions may want are: an
  /// agent's own state goes with it.
  func stop() {
    queue.withLock { queue in
      queue.isStopping = true
      queue.orders.removeAll { order in
        if case .write(let state) = order { state.owner != nil } else { true }
      }
    }
    queue.broadcast()
    thread.withLock { $0 }?.join()
  }

  private func give(_ order: Order) {
    queue.withLock { $0.orders.append(order) }
    queue.broadcast()
  }

  private static func next(_ queue: Monitor<Queue>) -> Order? {
    queue.wait { queue -> Order?? in
      if queue.orders.isEmpty { return queue.isStopping ? .some(nil) : nil }
      return .some(queue.orders.removeFirst())
    }.flatMap { $0 }
  }

  private func perform(_ order: Order) {
    switch order {
    case .write(let state): store(state)
    case .fetch(let state): load(state)
    case .remove(let state): try? FileManager.default.removeItem(atPath: path(of: state))
    }
  }

  private func path(of state: SavedState) -> String {
    "\(folder)/\(StateFile.name(tokens: state.tokens, from: state.from))"
  }

  private func store(_ state: SavedState) {
    guard let data = state.data else { return report(.lost(state.id)) }
    let file = StateFile(key: key, tokens: state.tokens, from: state.from, bytes: data.count)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(file.encoded(data)).write(to: URL(filePath: path(of: state)), options: .atomic)
      report(.written(state.id))
    } catch {
      LibraryLog.say("an idle agent's KV could not be written to \(folder): \(error); it is computed again")
      report(.lost(state.id))
    }
  }

  private func load(_ state: SavedState) {
    let path = path(of: state)
    guard let file = try? Data(contentsOf: URL(filePath: path)) else {
      LibraryLog.say("the KV saved as \(path) is gone; it is computed again")
      return report(.lost(state.id))
    }
    guard let data = StateFile.data(of: Array(file), key: key, tokens: state.tokens, from: state.from) else {
      LibraryLog.say("the KV saved as \(path) is damaged or of another model; it is computed again")
      try? FileManager.default.removeItem(atPath: path)
      return report(.lost(state.id))
    }
    // What is used is new again: the oldest go first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    report(.fetched(state.id, data))
  }

  /// Tells the files that are there, the newest first, and removes those that are beyond the budget.
  private func scan() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.filter { $0.hasSuffix(".kv") }.compactMap { name -> (path: String, bytes: Int, age: Date)? in
      let path = "\(folder)/\(name)"
      guard let facts = try? FileManager.default.attributesOfItem(atPath: path), let bytes = facts[.size] as? Int,
        let age = facts[.modificationDate] as? Date
      else { return nil }
      return (path, bytes, age)
    }
    var sum = 0
    for file in files.sorted(by: { $0.age > $1.age }) {
      sum += file.bytes
      guard sum <= budget else {
        try? FileManager.default.removeItem(atPath: file.path)
        continue
      }
      guard let header = header(of: file.path), header.key == key,
        file.path.hasSuffix("/\(header.name)")
      else {
        LibraryLog.say("\(file.path) is the KV of another model or setting, or damaged; it is not used")
        continue
      }
      report(.found(tokens: header.tokens, from: header.from, bytes: header.bytes))
    }
  }

  private func header(of path: String) -> StateFile? {
    guard let file = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe) else { return nil }
    return StateFile.header(of: Array(file.prefix(1 << 20)))?.header
  }
}
