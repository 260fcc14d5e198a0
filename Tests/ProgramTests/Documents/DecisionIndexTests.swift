import Foundation
import Testing
import TestSupport

/// The index of the decisions names each of them, once, by its own title.
@Suite struct DecisionIndexTests {
  private static let folder = Checkout.root.appendingPathComponent("docs/decisions")

  @Test func `Every decision stands in the index once, with its title`() throws {
    let index = try String(contentsOf: Self.folder.appendingPathComponent("README.md"), encoding: .utf8)
    let rows = index.matches(of: /\n- \[(.*)\]\((.*\.md)\)/).map { (title: String($0.1), file: String($0.2)) }
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".md") && $0 != "README.md" }
    #expect(rows.map(\.file).sorted() == files.sorted())
    for row in rows where files.contains(row.file) {
      let text = try String(contentsOf: Self.folder.appendingPathComponent(row.file), encoding: .utf8)
      #expect(text.hasPrefix("# \(row.title)\n"), "\(row.file)")
    }
  }
}
