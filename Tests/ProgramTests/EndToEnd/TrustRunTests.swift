import Foundation
import Testing

@testable import Program

@Suite struct TrustRunTests {
  @Test func projectIsToldOfTrustedShownAndNoLongerTrustedOnceItIsChanged() throws {
    try Program.withHome { home in
      func write(_ text: String) throws {
        try text.write(toFile: home + "/work/.agent-tui.json", atomically: true, encoding: .utf8)
      }
      func said(_ arguments: String...) throws -> String { try Program.run(arguments, home: home).output }

      #expect(try Program.run(["trust"], home: home).status == 2)
      try write(#"{"deny": "bash"}"#)
      #expect(try said("trust").hasSuffix("sets nothing that needs trust.\n"))
      try write("{\"allow\": \"bash(\\u001b[2Jls)\"}")
      // Headless as well, before anything is done.
      let errors = try Program.run(["run", "--model", "/none.gguf", "--task", "x"], home: home).errors
      #expect(errors.contains(".agent-tui.json would set allow \"bash(␛[2Jls)\"; until then it only narrows"))
      let told = try said("trust")
      #expect(told.contains("is trusted as it is now, and sets:\n  allow \"bash(␛[2Jls)\"\n"), "\(told)")
      #expect(try said("info").contains("trusted; it sets allow"))
      // By the folder that a link leads to, too.
      try FileManager.default.createSymbolicLink(atPath: home + "/link", withDestinationPath: home + "/work")
      #expect(try said("info", "--workspace", home + "/link").contains("trusted; it sets allow"))
      try write("{\"allow\": \"bash(rm)\"}")
      #expect(try said("info").contains("changed since it was trusted; it would set allow"))
      #expect(try said("trust", "--untrust", home + "/work").contains("is no longer trusted"))
      #expect(try said("trust", "--untrust").contains("is not trusted"))
    }
  }
}
