import Testing

@testable import Inference

@Suite struct ProcessorsTests {
  /// Lines as Linux writes them for processors of (package, core).
  private static func cpuinfo(_ processors: [(Int, Int)]) -> String {
    processors.enumerated().map { index, place in
      """
      processor\t: \(index)
      vendor_id\t: AuthenticAMD
      model name\t: A processor with physical id : 9 and core id : 9 in its name
      physical id\t: \(place.0)
      siblings\t: 4
      core id\t\t: \(place.1)
      cpu cores\t: 2

      """
    }.joined(separator: "\n")
  }

  @Test func coresAreCountedOnceHoweverManyThreadsTheyHave() {
    #expect(Processors.cores(cpuinfo: Self.cpuinfo([(0, 0), (0, 1), (0, 0), (0, 1)])) == 2)
    #expect(Processors.cores(cpuinfo: Self.cpuinfo([(0, 0)])) == 1)
  }

  @Test func coresOfEveryPackageCount() {
    #expect(Processors.cores(cpuinfo: Self.cpuinfo([(0, 0), (0, 1), (1, 0), (1, 1), (1, 17)])) == 5)
  }

  @Test(arguments: ["", "processor\t: 0\nBogoMIPS\t: 50.00\nCPU part\t: 0xd0c\n", "nonsense", "core id", ":\n:\n"])
  func listThatDoesNotSayGivesNone(_ text: String) {
    #expect(Processors.cores(cpuinfo: text) == nil)
  }

  @Test func thisMachineHasACore() {
    #expect(Processors.physicalCores >= 1)
    #expect(Memory.physicalBytes > 1 << 28)
  }
}
