import Testing

@testable import Program

@Suite struct CurlTransferTests {
  private let transfer = CurlTransfer(address: "https://h/m.gguf", part: "/m/m.gguf.part", headers: "/m/.h")

  @Test func commandGoesOnWhereThePartEndsIfTheFileIsStillTheSame() {
    #expect(transfer.command.joined(separator: " ").contains("--continue-at - --output /m/m.gguf.part"))
    #expect(transfer.command.suffix(2) == ["--url", "https://h/m.gguf"])
    #expect(!transfer.command.contains("--header"))
    var tagged = transfer
    tagged.tag = "\"1\""
    #expect(tagged.command.joined(separator: " ").contains("--header If-Range: \"1\""))
  }

  @Test(arguments: [
    (0, nil, nil, 0, 10, CurlTransfer.Step.done),
    (0, 206, nil, 4, 10, .done),
    // Asked for what comes behind the end: whole only if the server's file is as long.
    (0, 416, 10, 10, 10, .done),
    (22, 416, 10, 10, 10, .done),
    (22, 416, 9, 10, 10, .beginAnew),
    (0, 416, nil, 10, 10, .beginAnew),
    (33, 200, nil, 4, 4, .beginAnew),
    (18, 200, nil, 0, 4, .goOn),
    (28, 206, nil, 4, 5, .goOn),
    (56, 206, nil, 4, 4, .fail("the line to https://h/m.gguf broke")),
    (28, nil, nil, 0, 0, .fail("nothing comes from https://h/m.gguf any more; check the network")),
    (6, nil, nil, 0, 0, .fail("the host of https://h/m.gguf is not known; check the network")),
    (7, nil, nil, 0, 0, .fail("https://h/m.gguf cannot be reached; check the network")),
    (22, 404, nil, 0, 0, .fail("there is nothing at https://h/m.gguf (404); check the name")),
    (22, 401, nil, 0, 0, .fail("https://h/m.gguf is not public, or there is no such thing (401); check the name")),
    (22, 503, nil, 0, 0, .fail("https://h/m.gguf cannot be had at the moment (503); try again later")),
    (22, 418, nil, 0, 0, .fail("https://h/m.gguf was refused (418)")),
    (23, 200, nil, 0, 4, .fail("curl cannot write what comes from https://h/m.gguf")),
    (60, nil, nil, 0, 0, .fail("https://h/m.gguf cannot be trusted: its certificate does not hold")),
    (
      127, nil, nil, 0, 0,
      .fail("curl, which gets it, is missing; install it: apt-get install curl, or brew install curl")
    ),
    (99, nil, nil, 0, 0, .fail("curl could not get https://h/m.gguf (it ended with 99)")),
  ])
  func endOfCurlMeansOneThing(
    exit: Int, status: Int?, total: Int?, before: Int, after: Int, expected: CurlTransfer.Step
  ) {
    let answer = CurlTransfer.Answer(status: status, total: total)
    #expect(transfer.step(exit: Int32(exit), answer, before: before, after: after) == expected)
  }

  @Test(arguments: [
    ("", CurlTransfer.Answer()),
    ("HTTP/1.1 200 OK\r\nETag: \"a\"\r\n\r\n", .init(status: 200, tag: "\"a\"")),
    // Of a redirect nothing counts but where it led.
    (
      "HTTP/1.1 302 Found\r\nETag: \"x\"\r\n\r\nHTTP/2 206\r\ncontent-range: bytes 4-9/10\r\n\r\n",
      .init(status: 206, total: 10)
    ),
    // A weak one does not promise that every byte is the same.
    ("HTTP/1.1 200 OK\r\nETag: W/\"a\"\r\n", .init(status: 200)),
    ("HTTP/1.1 416 No\r\nContent-Range: bytes */10\r\n", .init(status: 416, total: 10)),
    ("HTTP/1.1 200 OK\r\nContent-Range: bytes 0-9/*\r\nnonsense\r\n", .init(status: 200)),
    ("HTTP/what\r\n", .init()),
  ])
  func answerIsThatOfTheLastServer(headers: String, expected: CurlTransfer.Answer) {
    #expect(CurlTransfer.Answer(headers: headers) == expected)
  }
}
