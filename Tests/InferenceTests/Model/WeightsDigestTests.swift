import Foundation
import TestSupport
import Testing

@testable import Inference

@Suite struct WeightsDigestTests {
  @Test func digestIsTheWeightsAndNotTheName() throws {
    try withTemporaryFolder { folder in
      let original = try TinyModel.plain.path
      let (copy, changed, named) = ("\(folder)/copy.gguf", "\(folder)/changed.gguf", "\(folder)/named.gguf")
      try FileManager.default.copyItem(atPath: original, toPath: copy)
      var bytes = [UInt8](try Data(contentsOf: URL(filePath: original)))
      // The last byte is the last tensor's.
      bytes[bytes.count - 1] ^= 1
      try Data(bytes).write(to: URL(filePath: changed))
      bytes[bytes.count - 1] ^= 1
      let name = try #require(Data(bytes).firstRange(of: Data("general.architecture".utf8)))
      bytes[name.lowerBound] ^= 1
      try Data(bytes).write(to: URL(filePath: named))
      let digest = try #require(WeightsDigest.of(original))
      #expect(WeightsDigest.of(copy) == digest)
      #expect(WeightsDigest.of(changed) != digest && WeightsDigest.of(changed) != nil)
      #expect(WeightsDigest.of(named) != digest)
    }
  }

  @Test func fileThatEndsTooEarlyOrIsNoModelHasNone() throws {
    try withTemporaryFolder { folder in
      let bytes = try Data(contentsOf: URL(filePath: TinyModel.plain.path))
      try bytes.prefix(bytes.count - 1000).write(to: URL(filePath: "\(folder)/short.gguf"))
      try Data("GG".utf8).write(to: URL(filePath: "\(folder)/none.gguf"))
      #expect(WeightsDigest.of("\(folder)/short.gguf") == nil)
      #expect(WeightsDigest.of("\(folder)/none.gguf") == nil)
      #expect(WeightsDigest.of("\(folder)/nothing.gguf") == nil)
    }
  }

  @Test(
    arguments: [(100..<1124, [100..<1124]), (0..<4096, [0..<256, 1920..<2176, 3840..<4096])]
      as [(Range<Int>, [Range<Int>])])
  func samplesAreTheBeginningTheMiddleAndTheEnd(_ tensor: Range<Int>, _ samples: [Range<Int>]) {
    #expect(WeightsDigest.samples(of: tensor) == samples)
  }
}
