import Testing

@testable import Agents

@Suite struct UnifiedDiffTests {
  @Test func changesAreShownWithTheLinesAroundThem() {
    let old = (1...20).map { "line \($0)\n" }.joined()
    var lines = (1...20).map { "line \($0)\n" }
    lines[1] = "second\n"
    lines.remove(at: 16)
    let diff = UnifiedDiff(path: "x", old: old, new: lines.joined())
    #expect(
      diff.text == """
        --- a/x
        +++ b/x
        @@ -1,5 +1,5 @@
         line 1
        -line 2
        +second
         line 3
         line 4
         line 5
        @@ -14,7 +14,6 @@
         line 14
         line 15
         line 16
        -line 17
         line 18
         line 19
         line 20

        """)
    #expect(diff.added == 1)
    #expect(diff.removed == 2)
  }

  @Test func aNewFileIsAllAdded() {
    let diff = UnifiedDiff(path: "x", old: nil, new: "a\nb")
    #expect(diff.text == "--- /dev/null\n+++ b/x\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n")
  }

  @Test func anEmptiedFileIsAllRemoved() {
    #expect(UnifiedDiff(path: "x", old: "a\n", new: "").text == "--- a/x\n+++ b/x\n@@ -1 +0,0 @@\n-a\n")
  }

  @Test func equalTextsHaveNoDiff() {
    #expect(UnifiedDiff(path: "x", old: "a\n", new: "a\n").text == "")
  }

  @Test func aLineEndingIsAChange() {
    #expect(UnifiedDiff(path: "x", old: "a\r\n", new: "a\n").text == "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\r\n+a\n")
  }

  /// What a patch does: the new lines come out, and the old ones go in.
  private static func replay(_ changes: [LineDiff.Change], _ old: [Substring], _ new: [Substring]) -> Bool {
    var (before, after): ([Substring], [Substring]) = ([], [])
    for change in changes {
      switch change {
      case .kept(let a, let b):
        if old[a] != new[b] { return false }
        before.append(old[a])
        after.append(new[b])
      case .removed(let a): before.append(old[a])
      case .added(let b): after.append(new[b])
      }
    }
    return before == old && after == new
  }

  @Test func anyTwoTextsAreMadeOfTheirDiff() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<300 {
      func text() -> [Substring] {
        (0..<Int.random(in: 0...12, using: &random)).map { _ in
          "abcd"[...].randomElement(using: &random).map { Substring(String($0)) } ?? ""
        }
      }
      let (old, new) = (text(), text())
      #expect(Self.replay(LineDiff(old, new).changes, old, new), "\(old) \(new)")
    }
  }

  @Test func aDiffIsAsShortAsCanBe() {
    let diff = LineDiff(Array("abcabba").map { Substring(String($0)) }, Array("cbabac").map { Substring(String($0)) })
    #expect(diff.changes.count { if case .kept = $0 { false } else { true } } == 5)
  }

  @Test func textsWithTooManyDifferencesAreReplacedWhole() {
    let old = (0..<500).map { Substring("old \($0)") }
    let new = (0..<500).map { Substring("new \($0)") }
    let diff = LineDiff(old, new, bound: 20)
    #expect(Self.replay(diff.changes, old, new))
    #expect(diff.changes.count == 1000)
  }
}
