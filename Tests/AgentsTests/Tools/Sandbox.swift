import Foundation
import OrderedJSON
import Synchronization
import Threading

@testable import Agents

/// A folder of its own for a test, gone with it.
final class Sandbox: Sendable {
  /// Its path, links followed.
  let path: String
  let cancellation = Cancellation()
  private let streamed = Mutex("")

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("agent-tui-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = PathResolver(workspace: folder.path).workspace
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// What tools have said while they ran.
  var output: String { streamed.withLock { $0 } }

  /// A context whose workspace is the folder.
  var context: ToolContext {
    ToolContext(workspace: path, cancellation: cancellation) { [self] text in streamed.withLock { $0 += text } }
  }

  /// Writes a file, with its folders.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = path + "/" + name
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try data.write(to: URL(fileURLWithPath: file))
    return file
  }

  func text(of name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  /// The names in a folder, sorted.
  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  func run(_ tool: any Tool, _ arguments: JSON) -> ToolResult { tool.run(arguments, in: context) }
}
