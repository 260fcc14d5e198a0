import Inference
import Testing

@testable import Program

@Suite struct RPCWorkerProgramTests {
  @Test func whatTheProtocolLacksIsSaidAtTheStartAndInHelp() {
    let lacks = "no authentication and no encryption"
    #expect(RPCWorkerProgram.notice(.loopback).hasPrefix("Only this machine can connect. "))
    #expect(RPCWorkerProgram.notice(.network).hasPrefix("WARNING: other machines can connect. "))
    for text in [RPCWorkerProgram.notice(.loopback), RPCWorkerProgram.notice(.network), Help.text(for: .rpcWorker)] {
      #expect(text.split { $0.isWhitespace }.joined(separator: " ").contains(lacks))
    }
  }
}
