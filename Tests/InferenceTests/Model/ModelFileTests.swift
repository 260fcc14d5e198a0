import Foundation
import System
import Testing
import TestSupport

@testable import Inference

@Suite struct ModelFileTests {
  private func refusal(_ path: String, memoryBytes: UInt64 = 1 << 40) -> InferenceError? {
    do throws(InferenceError) {
      _ = try ModelFile.check(path, memoryBytes: memoryBytes)
      return nil
    } catch {
      return error
    }
  }

  @Test func fileThatBeginsRightlyGivesItsBytes() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    #expect(try ModelFile.check(try folder.file("a model.gguf", "GGUF and more"), memoryBytes: 13) == 13)
    let target = try folder.file("target.gguf", "GGUF")
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/link.gguf", withDestinationPath: target)
    #expect(try ModelFile.check("\(folder.path)/link.gguf") == 4)
  }

  @Test func fileLargerThanTheMemoryIsRefusedWithBothSizes() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.file("large.gguf", "GGUF and more")
    let error = refusal(path, memoryBytes: 12)
    #expect(error?.code == .modelTooLarge)
    #expect(error?.message.contains("13 bytes") == true && error?.message.contains("12 bytes") == true)
  }

  @Test(arguments: [
    "", "G", "GGU", "GGUf and more", "gguf", "PK\u{3}\u{4}", "version https://git-lfs.github.com/spec/v1\n",
  ])
  func fileThatDoesNotBeginLikeAModelIsNone(_ content: String) throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.file("other.gguf", content)
    let error = refusal(path)
    #expect(error?.code == .notAModel)
    #expect(error?.message.contains(path) == true)
  }

  @Test func pathsThatAreNoFilesAreRefused() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let file = try folder.file("plain", "GGUF")
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/dangling", withDestinationPath: "\(folder.path)/nowhere")
    let pipe = "\(folder.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/loop", withDestinationPath: "loop")
    let cases: [(String, InferenceError.Code)] = [
      ("\(folder.path)/none", .modelNotFound), ("", .modelNotFound), ("\(file)/inside", .modelNotFound),
      ("\(folder.path)/dangling", .modelNotFound), (folder.path, .modelIsFolder), ("/dev/null", .notAModel),
      ("\(folder.path)/loop", .modelUnreadable), ("/\(String(repeating: "x", count: 300))", .modelUnreadable),
      // A pipe that nobody writes to would be waited for, for ever.
      (pipe, .notAModel),
    ]
    for (path, code) in cases {
      let error = refusal(path)
      #expect(error?.code == code, "\(path)")
      #expect(error?.message.contains("'\(path)'") == true)
    }
  }

  @Test(.enabled(if: getuid() != 0, "who may read everything is refused nothing"))
  func fileThatMayNotBeReadIsRefusedWithTheReason() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let path = try folder.file("secret.gguf", "GGUF")
    #expect(chmod(path, 0) == 0)
    #expect(refusal(path)?.code == .modelUnreadable)
  }

  @Test(
    arguments: [
      ("tensor 'blk.3' data is not within the file bounds, model is corrupted or incomplete", .modelTruncated),
      ("gguf_init_from_file_impl: failed to read tensor info", .modelTruncated),
      ("llama_model_load: error loading model: unexpectedly reached end of file", .modelTruncated),
      ("ggml_backend_cpu_buffer_type_alloc_buffer: failed to allocate buffer of size 99", .modelTooLarge),
      ("CUDA error: Out of Memory", .modelTooLarge), ("unable to allocate CPU buffer", .modelTooLarge),
      ("error loading model: mmap failed: Cannot allocate memory", .modelTooLarge),
      ("unknown model architecture: 'futuristic'", .loadFailed), ("", .loadFailed),
    ] as [(String, InferenceError.Code)])
  func reasonOfTheLibraryBecomesAKindOfError(_ reason: String, _ code: InferenceError.Code) {
    let error = ModelFile.loadError(path: "/models/a.gguf", reason: reason)
    #expect(error.code == code)
    #expect(error.message.contains("/models/a.gguf"))
    #expect(error.libraryLog == reason)
    #expect(error.description.hasSuffix(reason.isEmpty ? error.message : "(libllama: \(reason))"))
  }

  @Test(
    arguments: [
      ("llama", nil, nil, false, true, true), ("qwen2", "0", "true", false, true, true),
      ("bert", nil, nil, true, false, false), ("nomic-bert", "1", nil, false, true, false),
      ("qwen2", "3", nil, false, true, false), ("llama", nil, "false", false, true, false),
      ("t5", nil, nil, true, true, false), ("t5encoder", nil, nil, true, false, false),
      ("gemma-embedding", nil, nil, false, true, false), ("llama", "no number", nil, false, true, true),
    ] as [(String, String?, String?, Bool, Bool, Bool)])
  func modelThatOnlyMakesVectorsDoesNotGenerate(
    _ architecture: String, _ pooling: String?, _ causal: String?, _ hasEncoder: Bool, _ hasDecoder: Bool,
    _ generates: Bool
  ) {
    #expect(
      ModelFile.generates(
        architecture: architecture, pooling: pooling, causal: causal, hasEncoder: hasEncoder, hasDecoder: hasDecoder)
        == generates)
  }
}
