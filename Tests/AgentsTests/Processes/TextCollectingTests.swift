import Testing

@testable import Agents

@Suite struct TextCollectingTests {
  @Test(arguments: ["añ€😀z", "plain", "👩‍👩‍👧e\u{301}"])
  func charactersCutAnywhereComeOutWhole(text: String) {
    let bytes = Array(text.utf8)
    for cut in 0...bytes.count {
      for second in cut...bytes.count {
        var assembler = UTF8Assembler()
        let pieces = [bytes[..<cut], bytes[cut..<second], bytes[second...]].map { assembler.append($0) }
        #expect(pieces.joined() + assembler.finish() == text)
        #expect(!pieces.joined().contains("\u{FFFD}"))
      }
    }
  }

  @Test func whatCannotBecomeACharacterIsReplacedAndHoldsNothingBack() {
    var assembler = UTF8Assembler()
    #expect(assembler.append([0xFF, 0x41]) == "\u{FFFD}A")
    #expect(assembler.append([0x80, 0x80, 0x80, 0x80, 0x42]) == "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}B")
    #expect(assembler.append([0xE2, 0x82]) == "")
    #expect(assembler.finish() == "\u{FFFD}")
    #expect(assembler.finish() == "")
    #expect(assembler.isRepaired)
  }

  @Test func onlyWhatWasReplacedCountsAsRepaired() {
    var assembler = UTF8Assembler()
    _ = assembler.append("\u{FFFD} stands here by itself, é too".utf8)
    #expect(!assembler.isRepaired)
    _ = assembler.append([0xC3])
    #expect(!assembler.isRepaired)
    _ = assembler.finish()
    #expect(assembler.isRepaired)
  }

  @Test func aTextWithinTheBoundsIsWhole() {
    var text = BoundedText(headLimit: 10, tailLimit: 10)
    #expect(text.isEmpty)
    text.append("0123456789")
    text.append("abcdefghij")
    #expect(text.text == "0123456789abcdefghij")
  }

  @Test func whatIsLeftOutIsCountedAndCutAtLines() {
    var text = BoundedText(headLimit: 10, tailLimit: 10)
    for number in 0..<10_000 { text.append("line \(number)\n") }
    // 98 890 bytes; kept are "line 0" and, of the last ten, "line 9999".
    #expect(text.text == "line 0\n… 9,998 lines (98.9 kB) left out …\nline 9999\n")
  }

  @Test func theLineInPlaceOfTheRestSaysHowToSeeIt() {
    var text = BoundedText(headLimit: 2, tailLimit: 2, remedy: "look again")
    text.append("abcdef")
    #expect(text.text == "ab\n… 2 bytes left out; look again …\nef")
  }

  @Test func aLongLineIsCutAtWholeCharacters() {
    var text = BoundedText(headLimit: 4, tailLimit: 4)
    text.append("é€€€€€€€é")
    #expect(text.text == "é\n… 21 bytes left out …\né")
  }

  @Test func theWayInWhichATextComesDoesNotMatter() {
    let whole = (0..<500).map { "line \($0)\n" }.joined()
    var once = BoundedText(headLimit: 100, tailLimit: 100)
    once.append(whole)
    var often = BoundedText(headLimit: 100, tailLimit: 100)
    for sign in whole { often.append(String(sign)) }
    #expect(once.text == often.text)
  }

  @Test func commandsGetAnEnvironmentThatAsksNothing() {
    let entries = ChildEnvironment.entries(of: ["HOME=/h", "TERM=xterm", "FORCE_COLOR=1", "LC_X=a=b"])
    #expect(entries.prefix(2) == ["HOME=/h", "LC_X=a=b"])
    #expect(entries.filter { $0.hasPrefix("TERM=") } == ["TERM=dumb"])
    #expect(entries.contains("GIT_PAGER=cat"))
    #expect(ChildEnvironment.entries().contains { $0.hasPrefix("PATH=") })
    let own = ChildEnvironment.entries(of: ["LC_ALL=de", "TZ=UTC"], setting: ["LC_ALL=C.UTF-8"])
    #expect(own.filter { $0.hasPrefix("LC_ALL=") } == ["LC_ALL=C.UTF-8"])
  }

  @Test(arguments: [
    ("PATH=/bin", true), ("LC_TIME=de_DE", true), ("GOPATH=/go", true), ("https_proxy=http://proxy:3128", true),
    ("https_proxy=http://ada:secret@proxy:3128", false), ("GITHUB_TOKEN=x", false), ("OPENAI_API_KEY=x", false),
    ("AWS_SECRET_ACCESS_KEY=x", false), ("SSH_AUTH_SOCK=/run/s", false), ("DATABASE_URL=postgres://a:b@c", false),
    ("LD_PRELOAD=/x.so", false), ("BASH_ENV=/x", false), ("DBUS_SESSION_BUS_ADDRESS=x", false), ("path=/bin", false),
    ("XDG_RUNTIME_DIR=/run/user/1", false), ("AGENT_TUI_MODEL=/m", false), ("BASH_FUNC_ls%%=() { evil; }", false),
  ])
  func ofTheEnvironmentCommandsGetWhatIsAllowed(entry: String, isAllowed: Bool) {
    #expect(ChildEnvironment.entries(of: [entry]).contains(entry) == isAllowed)
    // A person can let anything through, and nothing comes twice.
    let name = String(entry.prefix { $0 != "=" })
    #expect(ChildEnvironment.entries(of: [entry], passing: [name]).filter { $0.hasPrefix(name + "=") } == [entry])
  }
}
