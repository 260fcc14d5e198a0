// Models small enough to be written at test time, one for each way in which models remember: the weights are random, so
// what they say means nothing, but it depends on every token before it. A cell too many, too few or of another sequence,
// and other tokens follow.

import Foundation

@testable import Inference

/// A kind of memory, with a tiny model that has it.
enum TinyModel: String, CaseIterable, Sendable {
  /// Attention over all tokens (`llama`).
  case plain
  /// Every second layer sees the last 32 tokens only (`gemma3`).
  case window
  /// One state for all tokens (`mamba`).
  case recurrent
  /// Layers of both kinds (`jamba`).
  case hybrid

  static let vocabulary = 320
  static let windowTokens = 32
  static let trainedContext = 2048

  /// The file, written once for this process.
  var path: String {
    get throws { try Self.folder.get() + "/\(rawValue).gguf" }
  }

  private static let folder = Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tiny-models-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for model in allCases {
      try model.file.data.write(to: folder.appendingPathComponent("\(model.rawValue).gguf"))
    }
    atexit { TinyModel.removeFolder() }
    return folder.path
  }

  private static func removeFolder() {
    if case .success(let path) = folder { try? FileManager.default.removeItem(atPath: path) }
  }

  /// A configuration in which numbers are as exact as they get, so that the arrangement of a step changes no token.
  func config(sequences: Int, context: Int, change: (inout InferenceConfig) -> Void = { _ in }) throws
    -> InferenceConfig
  {
    var config = InferenceConfig(
      modelPath: try path, sequences: sequences, contextLength: context, chatTemplate: .named("chatML"))
    config.threads = 1
    config.backend = .cpu
    config.keyType = .f32
    config.valueType = .f32
    config.flashAttention = .off
    change(&config)
    return config
  }

  private var file: GGUFWriter {
    var layers = TinyLayers(architecture: architecture, seed: UInt64(rawValue.utf8.reduce(1) { $0 * 31 + Int($1) }))
    layers.addVocabulary()
    switch self {
    case .plain:
      layers.describeAttention(keyValueHeads: .uint32(2))
      for layer in 0..<TinyLayers.count {
        layers.addAttention(layer)
        layers.addFeedForward(layer)
      }
    case .window:
      layers.describeAttention(keyValueHeads: .uint32(2))
      layers.describe("attention.sliding_window", .uint32(UInt32(Self.windowTokens)))
      layers.describe("attention.sliding_window_pattern", .uint32(2))
      for layer in 0..<TinyLayers.count {
        layers.addAttention(layer)
        layers.addFeedForward(layer)
        layers.addGemmaNorms(layer)
      }
    case .recurrent:
      layers.describeState()
      for layer in 0..<TinyLayers.count { layers.addState(layer, hasNorms: false) }
    case .hybrid:
      layers.describeAttention(keyValueHeads: .int32s((0..<TinyLayers.count).map { $0 % 2 == 0 ? 0 : 2 }))
      layers.describeState()
      for layer in 0..<TinyLayers.count {
        if layer % 2 == 0 { layers.addState(layer, hasNorms: true) } else { layers.addAttention(layer) }
        layers.addFeedForward(layer)
      }
    }
    return layers.file
  }

  private var architecture: String {
    switch self {
    case .plain: "llama"
    case .window: "gemma3"
    case .recurrent: "mamba"
    case .hybrid: "jamba"
    }
  }
}
