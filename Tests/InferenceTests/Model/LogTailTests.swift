import Testing

@testable import Inference

@Suite struct LogTailTests {
  @Test func reasonIsOfTheFailureThatBeganAtTheMarkAndNotOfAnOlderOne() {
    var tail = LogTail()
    _ = tail.add("load: failed to open a\nload: unable to go on\n")
    let mark = tail.end
    #expect(tail.reason(since: mark) == "")
    _ = tail.add("decode: 3 rows\ndecode: failed to find a slot\nno more\n")
    #expect(tail.reason(since: mark) == "decode: failed to find a slot")
    #expect(Array(tail.lines(since: mark)) == ["decode: 3 rows", "decode: failed to find a slot", "no more"])
  }

  @Test func reasonIsTheLastLineWhereNoneSpeaksOfAnErrorAndTheFirstThreeWhereManyDo() {
    var tail = LogTail()
    let mark = tail.end
    _ = tail.add("one\ntwo\n")
    #expect(tail.reason(since: mark) == "two")
    _ = tail.add("error 1\nError 2\nerror 3\nerror 4\n")
    #expect(tail.reason(since: mark) == "error 1; Error 2; error 3")
  }

  @Test func linesComeInPiecesAndOldOnesGoWithoutMovingTheMarks() {
    var tail = LogTail()
    #expect(tail.add("ha") == [])
    #expect(tail.add("lf\n\nnext") == ["half"])
    let mark = tail.end
    #expect(tail.add(" one\n") == ["next one"])
    for number in 0..<500 { _ = tail.add("line \(number)\n") }
    #expect(tail.lines(since: mark).count == 200, "no more are kept")
    let late = tail.end
    _ = tail.add("last\n")
    #expect(Array(tail.lines(since: late)) == ["last"])
  }
}
