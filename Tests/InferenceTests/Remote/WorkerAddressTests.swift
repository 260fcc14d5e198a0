import Testing

@testable import Inference

@Suite struct WorkerAddressTests {
  @Test(arguments: [
    ("192.168.1.7:50052", "192.168.1.7", 50052), ("localhost:1", "localhost", 1), ("a-b.c_d:65535", "a-b.c_d", 65535),
    ("host:00080", "host", 80),
  ])
  func hostAndPortAreTakenApart(text: String, host: String, port: UInt16) {
    #expect(WorkerAddress(text) == WorkerAddress(host: host, port: port))
  }

  @Test(arguments: [
    "", ":", "host", "host:", ":1", "host:0", "host:65536", "host:-1", "host:+1", "host:1:2", "[::1]:1", "::1:1",
    "ho st:1", "host: 1", "höst:1", "host:1\n", "\u{1B}[2J:1", "a/b:1", "tcp://a:1", "host:٣",
  ])
  func whatIsNoAddressIsRefused(text: String) {
    #expect(WorkerAddress(text) == nil)
  }
}
