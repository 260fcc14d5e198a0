import Foundation
import OrderedJSON
import Testing
import TestSupport
import Threading

@testable import Agents

/// Files are read and written where it was decided, whatever is put in the way meanwhile: in a tree of folders and links
/// that another thread changes all the time, nothing outside of the workspace is reached.
///
/// `AGENT_TUI_PATH_ROUNDS` says how often it is tried.
@Suite struct PathRaceTests {
  private static let rounds =
    ProcessInfo.processInfo.environment["AGENT_TUI_PATH_ROUNDS"].flatMap { Int($0) } ?? 1_000
  private static let names = ["a", "b", "c", "l"]

  private let sandbox: Sandbox
  private var workspace: String { sandbox.path + "/workspace" }
  private var outside: String { sandbox.path + "/outside" }

  init() throws {
    sandbox = try Sandbox()
    for name in ["f", "a/f", "b/f", "a/b/f", "b/a/f", "c/f", "a/a/f", "l/f"] {
      try sandbox.write("SECRET", to: "outside/\(name)")
    }
    try sandbox.write("", to: "workspace/f")
  }

  @Test func noPathLeadsOut() throws {
    let before = tree()
    let isDone = Monitor(false)
    let (workspace, outside) = (workspace, outside)
    let adversary = try WorkerThread(name: "adversary", stackBytes: 256 << 10) {
      var random = SeededGenerator(7)
      while !isDone.withLock({ $0 }) { Self.disturb(workspace, outside, &random) }
    }
    var random = SeededGenerator(11)
    var (reads, writes, refusals, leaks) = (0, 0, 0, 0)
    for _ in 0..<Self.rounds {
      let path = Self.path(&random)
      // As a call is decided on: where it leads now, and whether that is in the workspace.
      guard let place = PathResolver(workspace: workspace).resolve(path), place.isInWorkspace else {
        refusals += 1
        continue
      }
      let file = TextFile(path: place)
      do throws(FileError) {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: try file.remove()
        case 1: if try file.content().text?.contains("SECRET") == true { leaks += 1 } else { reads += 1 }
        case 2:
          let names = FolderEntries(of: place.absolute)?.entries.map(\.name) ?? []
          if names.contains("canary") { leaks += 1 } else { reads += 1 }
        default:
          try file.replace(with: Array("mine".utf8))
          writes += 1
        }
      } catch {
        refusals += 1
      }
    }
    isDone.withLock { $0 = true }
    adversary.join()
    #expect(leaks == 0)
    #expect(tree() == before)
    #expect(reads > 0 && writes > 0 && refusals > 0)
  }

  /// The same paths without the folder that is held: the tree is one in which a careless reader is led out.
  @Test func theTreeLeadsOutWhoFollowsLinks() throws {
    try FileManager.default.createSymbolicLink(atPath: workspace + "/a", withDestinationPath: outside)
    let stale = ResolvedPath(absolute: workspace + "/a/f", workspace: workspace)
    #expect(try String(contentsOfFile: stale.absolute, encoding: .utf8) == "SECRET")
    let error = #expect(throws: FileError.self) { _ = try TextFile(path: stale).content() }
    #expect(error?.description == "a/f leads elsewhere by now: a has become a link; nothing was done, try again")
    #expect(throws: FileError.self) { try TextFile(path: stale).replace(with: [1]) }
    #expect(throws: FileError.self) { try TextFile(path: stale).remove() }
    #expect(FolderEntries(of: workspace + "/a") == nil)
    #expect(try String(contentsOfFile: outside + "/f", encoding: .utf8) == "SECRET")
  }

  @Test func aFileThatBecameALinkIsNotFollowed() throws {
    try FileManager.default.createSymbolicLink(atPath: workspace + "/x", withDestinationPath: outside + "/f")
    let stale = ResolvedPath(absolute: workspace + "/x", workspace: workspace)
    #expect(throws: FileError.self) { _ = try TextFile(path: stale).content() }
    #expect(throws: FileError.self) { try TextFile(path: stale).replace(with: [1]) }
    #expect(try String(contentsOfFile: outside + "/f", encoding: .utf8) == "SECRET")
  }

  @Test func aFolderThatMayOnlyBeGoneThroughIsNoObstacle() throws {
    try sandbox.write("text", to: "workspace/p/q/f")
    chmod(workspace + "/p", 0o311)
    defer { chmod(workspace + "/p", 0o755) }
    let file = TextFile(path: ResolvedPath(absolute: workspace + "/p/q/f", workspace: workspace))
    #expect(try file.text() == "text")
    try file.replace(with: Array("new".utf8))
    #expect(try file.text() == "new")
  }

  @Test func whatWasDecidedOnIsWhatIsOpened() throws {
    try sandbox.write("text", to: "workspace/d/f")
    var context = ToolContext(workspace: workspace, cancellation: Cancellation()) { _ in }
    context.place = PathResolver(workspace: workspace).resolve("d/f")
    try FileManager.default.removeItem(atPath: workspace + "/d")
    try FileManager.default.createSymbolicLink(atPath: workspace + "/d", withDestinationPath: outside)
    let result = ReadTool().run(["path": "d/f"], in: context)
    #expect(!result.ok && !result.output.contains("SECRET"), "\(result.output)")
  }

  // MARK: - The tree

  private static func path(_ random: inout SeededGenerator) -> String {
    let names = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      Int.random(in: 0..<6, using: &random) == 0 ? ".." : Self.names.randomElement(using: &random) ?? "a"
    }
    return (names + ["f"]).joined(separator: "/")
  }

  /// Makes, renames and removes folders and links somewhere in the workspace.
  private static func disturb(_ workspace: String, _ outside: String, _ random: inout SeededGenerator) {
    func place() -> String {
      let count = Int.random(in: 1...3, using: &random)
      return workspace + "/"
        + (0..<count).map { _ in names.randomElement(using: &random) ?? "a" }.joined(separator: "/")
    }
    let (one, other) = (place(), place())
    // It is not what is tried here: through its own links it would get out itself.
    guard
      [one, other].allSatisfy({ path in
        let folder = (path as NSString).deletingLastPathComponent
        return PathResolver(workspace: workspace).resolve(folder)?.absolute == folder
      })
    else { return }
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: mkdir(one, 0o755)
    case 2: symlink(outside, one)
    case 3: symlink("../../outside/a", one)
    case 4: rename(one, other)
    default:
      unlink(one)
      rmdir(one)
    }
  }

  private func tree() -> [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: outside)) ?? []
    return names.sorted().map { "\($0) \((try? String(contentsOfFile: "\(outside)/\($0)", encoding: .utf8)) ?? "")" }
  }
}
