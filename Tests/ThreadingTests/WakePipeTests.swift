import System
import Testing
import Threading

@Suite struct WakePipeTests {
  private func isReadable(_ pipe: WakePipe) -> Bool {
    var source = pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0)
    return poll(&source, 1, 0) == 1
  }

  @Test func wakingMakesItReadableUntilItIsDrained() throws {
    let pipe = try WakePipe()
    #expect(!isReadable(pipe))
    pipe.wake()
    #expect(isReadable(pipe))
    pipe.drain()
    #expect(!isReadable(pipe))
  }

  @Test func aFullPipeBlocksNobody() throws {
    let pipe = try WakePipe()
    for _ in 0..<100_000 { pipe.wake() }
    pipe.drain()
    #expect(!isReadable(pipe))
  }
}
