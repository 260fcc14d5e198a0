package import Foundation

/// The source tree that the tests were built from.
package enum Checkout {
  /// Its root: where `Package.swift` lies.
  package static let root: URL = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The path of something in it.
  package static func path(_ relative: String) -> String { root.appendingPathComponent(relative).path }
}

/// The small model that `make test` fetches.
package enum TestModel {
  package static let path: String = {
    let environment = ProcessInfo.processInfo.environment
    if let path = environment["AGENT_TUI_TEST_MODEL"] { return path }
    let cache = environment["XDG_CACHE_HOME"] ?? "\(environment["HOME"] ?? "")/.cache"
    return "\(cache)/agent-tui/models/SmolLM2-135M-Instruct.Q4_1.gguf"
  }()
}
