// What can be known of a model file before libllama is asked, which only says yes or no.

import System

/// Looks at a model file without loading it.
enum ModelFile {
  /// Bytes of the file, if it can be a model that this machine can hold.
  ///
  /// - Throws: `InferenceError` that names the path and the reason.
  static func check(_ path: String, memoryBytes: UInt64 = Memory.physicalBytes) throws(InferenceError) -> UInt64 {
    var status = stat()
    guard stat(path, &status) == 0 else {
      switch errno {
      case ENOENT, ENOTDIR:
        throw InferenceError(
          .modelNotFound, "there is no model at '\(path)'; give the path of a GGUF file")
      case EACCES:
        throw InferenceError(
          .modelUnreadable, "the model '\(path)' cannot be read: a folder on its way may not be entered")
      case let code:
        throw InferenceError(.modelUnreadable, "the model '\(path)' cannot be read: \(String(cString: strerror(code)))")
      }
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      throw InferenceError(.modelIsFolder, "'\(path)' is a folder; give the path of a GGUF file in it")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw InferenceError(.notAModel, "'\(path)' is no file but a pipe or a device; give the path of a GGUF file")
    }
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw InferenceError(.modelUnreadable, "the model '\(path)' cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    var magic = [UInt8](repeating: 0, count: 4)
    let length = read(file, &magic, 4)
    guard length == 4, magic == Array("GGUF".utf8) else {
      throw InferenceError(.notAModel, "'\(path)' is not a GGUF file: it does not begin with 'GGUF'")
    }
    let bytes = UInt64(status.st_size)
    guard bytes <= memoryBytes else {
      throw InferenceError(
        .modelTooLarge,
        "the model '\(path)' has \(Figures.bytes(bytes)) and this machine has \(Figures.bytes(memoryBytes)) of memory; take a smaller or more strongly quantised one"
      )
    }
    return bytes
  }

  /// Makes the error for a file that libllama did not load.
  static func loadError(path: String, reason: String, names: SettingNames = SettingNames()) -> InferenceError {
    let lower = reason.lowercased()
    if lower.contains("not within the file bounds") || lower.contains("corrupted or incomplete")
      || lower.contains("unexpectedly reached end")
      || lower.contains("failed to read")
    {
      return InferenceError(
        .modelTruncated, "the model '\(path)' is cut short or damaged; fetch it again", libraryLog: reason)
    }
    if lower.contains("failed to allocate") || lower.contains("cannot allocate memory")
      || lower.contains("unable to allocate") || lower.contains("out of memory")
    {
      return InferenceError(
        .modelTooLarge,
        "the model '\(path)' does not fit into memory; take a smaller one, or give a smaller \(names[.gpuLayers])",
        libraryLog: reason, about: [.gpuLayers])
    }
    return InferenceError(.loadFailed, "the model '\(path)' could not be loaded", libraryLog: reason)
  }

  /// Whether a model of this architecture and metadata continues text, or only turns it into vectors.
  static func generates(architecture: String, pooling: String?, causal: String?, hasEncoder: Bool, hasDecoder: Bool)
    -> Bool
  {
    let embedders = [
      "bert", "nomic-bert", "nomic-bert-moe", "jina-bert-v2", "jina-bert-v3", "modern-bert", "neo-bert", "eurobert",
      "t5encoder", "gemma-embedding",
    ]
    if embedders.contains(architecture) || causal == "false" { return false }
    // Pooling of 1 and more means that the file is meant for embeddings or ranking.
    if let pooling, let kind = Int(pooling), kind > 0 { return false }
    return hasDecoder && !hasEncoder
  }
}

/// Figures about memory.
public enum Memory {
  /// Bytes of physical memory of this machine.
  public static var physicalBytes: UInt64 {
    UInt64(Machine.memory)
  }
}
