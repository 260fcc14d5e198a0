import Testing

@testable import Agents

/// What `man gitignore` says of patterns.
@Suite struct IgnoreFileTests {
  @Test(
    arguments: [
      ("*.o", "a.o", true), ("*.o", "x/y/a.o", true), ("*.o", "a.oo", nil), ("name", "x/name", true),
      ("/name", "name", true), ("/name", "x/name", nil), ("x/name", "x/name", true), ("x/name", "y/x/name", nil),
      ("name/", "name/", true), ("name/", "name", nil), ("**/name", "x/y/name", true), ("**/name", "name", true),
      ("x/**", "x/y/z", true), ("x/**", "x/", nil), ("x/**/z", "x/z", true), ("x/**/z", "x/a/b/z", true),
      ("**", "anything", true), ("x/*", "x/y", true), ("x/*", "x/y/z", nil), ("a?c", "abc", true), ("a?c", "a/c", nil),
      ("[a-c]x", "bx", true), ("[!a-c]x", "bx", nil), ("*.o\n!b.o", "b.o", false), ("!b.o\n*.o", "b.o", true),
      ("# note", "# note", nil), ("\\#note", "#note", true), ("\\!x", "!x", true), ("x ", "x", true),
      ("x\\ ", "x ", true), ("", "x", nil), ("/", "x", nil), ("!", "x", nil), ("x\r\ny", "x", true), ("*", ".x", true),
      ("é", "é", true), ("foo**bar", "foo-x-bar", true),
    ] as [(String, String, Bool?)])
  func patternsDecideAsInGit(text: String, path: String, verdict: Bool?) {
    #expect(IgnoreFile(text).verdict(on: path.pathNames[...], isFolder: path.hasSuffix("/")) == verdict)
  }
}
