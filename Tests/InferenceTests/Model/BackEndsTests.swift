import TestSupport
import Testing

@testable import Inference

@Suite struct BackEndsTests {
  @Test func folderWithoutABackEndIsRefusedWithWhatIsWanted() throws {
    try withTemporaryFolder { folder in
      let error = #expect(throws: InferenceError.self) { try InferenceEngine.devices(searchPath: folder) }
      #expect(
        error?.message
          == "backendSearchPath: '\(folder)' holds no back end; give a folder with files such as libggml-vulkan.so")
      #expect(error?.code == .invalidConfiguration)
    }
  }

  @Test func folderWhoseBackEndsCannotBeLoadedIsRefusedWithTheirNamesEachTime() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    for name in ["libggml-vulkan.so", "libggml-base.so", "libllama.so", "readme"] {
      try folder.file(name, "no library")
    }
    #expect(BackEnds.names(in: folder.path) == ["libggml-vulkan.so"])
    var config = try TinyModel.plain.config(sequences: 1, context: 64)
    config.backendSearchPath = folder.path
    for _ in 0..<2 {
      let error = #expect(throws: InferenceError.self) { try InferenceEngine.load(config) }
      #expect(error?.message.contains("no back end could be loaded from '\(folder.path)' (libggml-vulkan.so)") == true)
      #expect(error?.settings == [.backendSearchPath])
    }
  }
}
