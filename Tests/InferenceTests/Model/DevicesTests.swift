import Testing

@testable import Inference

@Suite struct DevicesTests {
  @Test func whoComputesIsToldByTheDevicesAndNotByTheBackEndsThatThereAre() {
    BackEnds.load()
    var config = InferenceConfig(modelPath: "model.gguf")
    #expect(Devices.areProcessors(config) == Devices.accelerators.isEmpty)
    config.backend = .cpu
    #expect(Devices.areProcessors(config))
    config.rpcServers = [WorkerAddress(host: "a", port: 1)]
    #expect(!Devices.areProcessors(config), "a worker computes with what it has")
  }
}
