// Saved states as files, one a state. All of it happens on a thread of its own: the decode thread waits for no disk.
//
// In the folder of the cache lie the beginnings that agents share, for later sessions too; several programs may use it at the
// same time. A file has the name of its model and its content, comes by renaming, and one that is not there any more is a
// state that is lost, no more. What is one agent's alone lies in a folder of the session and goes with it.

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
import System
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
  /// Made when the first state is written.
  private let session = Monitor<SessionFolder?>(nil)

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
    SessionFolder.sweep(folder)
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
  /// agent's own state goes with the session, written or not.
  func stop() {
    queue.withLock { queue in
      queue.isStopping = true
      queue.orders.removeAll { order in
        switch order {
        case .write(let state): state.owner != nil
        case .fetch: true
        case .remove: false
        }
      }
    }
    queue.broadcast()
    thread.withLock { $0 }?.join()
    let session = session.withLock { session in
      defer { session = nil }
      return session
    }
    session?.remove()
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
    case .remove(let state): if let path = path(of: state) { unlink(path) }
    }
  }

  private func name(of state: SavedState) -> String {
    StateFile.name(key: key, tokens: state.tokens, from: state.from)
  }

  /// Nil for a state of an agent's own where none has been written.
  private func path(of state: SavedState) -> String? {
    let place: String? = state.owner == nil ? folder : session.withLock { $0?.path }
    return place.map { "\($0)/\(name(of: state))" }
  }

  private func sessionFolder() throws(SystemError) -> String {
    let known: String? = session.withLock { $0?.path }
    if let known { return known }
    let made = try SessionFolder(in: folder)
    session.withLock { $0 = made }
    return made.path
  }

  private func store(_ state: SavedState) {
    guard let data = state.data else { return report(.lost(state.id)) }
    let file = StateFile(key: key, tokens: state.tokens, from: state.from, bytes: data.count)
    do {
      // In the session's folder until it is whole: what is not finished when the program is killed goes with that.
      let path = "\(try sessionFolder())/\(file.name)"
      try Self.write(file.encoded(data), to: path)
      if state.owner == nil {
        guard rename(path, "\(folder)/\(file.name)") == 0 else { throw SystemError("move", path) }
      }
      report(.written(state.id))
    } catch {
      LibraryLog.say("the KV of an idle agent was not saved: \(error); it is computed again")
      report(.lost(state.id))
    }
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(SystemError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemError("create", path) }
    defer { close(descriptor) }
    guard Descriptors.write(bytes, to: descriptor) else {
      let error = SystemError("write to", path)
      unlink(path)
      throw error
    }
  }

  private func load(_ state: SavedState) {
    guard let path = path(of: state), let file = try? Data(contentsOf: URL(filePath: path)) else {
      LibraryLog.say("the KV saved as \(name(of: state)) is gone; it is computed again")
      return report(.lost(state.id))
    }
    guard let data = StateFile.data(of: Array(file), key: key, tokens: state.tokens, from: state.from) else {
      LibraryLog.say("the KV saved as \(path) is damaged; it is computed again")
      unlink(path)
      return report(.lost(state.id))
    }
    // What is used is new again: the oldest go first.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    report(.fetched(state.id, data))
  }

  /// Tells the files that are there, the newest first, and removes those that are beyond the budget.
  private func scan() {
    let files = Folder.names(in: folder).filter { $0.hasSuffix(StateFile.ending) }.compactMap {
      name -> (name: String, bytes: Int, age: Date)? in
      guard let facts = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)"),
        let bytes = facts[.size] as? Int, let age = facts[.modificationDate] as? Date
      else { return nil }
      return (name, bytes, age)
    }
    var sum = 0
    for file in files.sorted(by: { $0.age > $1.age }) {
      sum += file.bytes
      let path = "\(folder)/\(file.name)"
      guard sum <= budget else {
        unlink(path)
        continue
      }
      // What is another model's, or of other settings, is let be.
      guard file.name.hasPrefix(StateFile.prefix(key: key)) else { continue }
      guard let header = header(of: path), header.key == key, header.name == file.name else {
        LibraryLog.say("\(path) is damaged; it is not used")
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
