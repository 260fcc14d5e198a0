import Foundation
import Testing
import Threading

@testable import Agents

@Suite struct WorkspaceFilesTests {
  @Test func filesAreListedByTheirPathsWithoutWhatIsIgnoredOrSecretOrCannotBeWritten() throws {
    let sandbox = try Sandbox()
    try FileManager.default.createDirectory(atPath: sandbox.path + "/.git", withIntermediateDirectories: true)
    for name in ["b", "src/a.c", "src/my notes.md", ".env", "two\nlines", ".git/config"] {
      try sandbox.write("x", to: name)
    }
    #expect(
      try WorkspaceFiles.paths(in: sandbox.path, cancellation: Cancellation()) == ["b", "src/a.c", "src/my notes.md"])
  }

  @Test func ignoredFilesAreNotListed() throws {
    let sandbox = try Sandbox()
    try FileManager.default.createDirectory(atPath: sandbox.path + "/.git", withIntermediateDirectories: true)
    try sandbox.write("build/\n", to: ".gitignore")
    try sandbox.write("x", to: "build/out.o")
    try sandbox.write("x", to: "main.c")
    #expect(
      try WorkspaceFiles.paths(in: sandbox.path, cancellation: Cancellation()) == [".gitignore", "main.c"])
  }
}
