import Foundation

@testable import Inference

/// Writes the parts that architectures are made of, under the names and in the shapes that libllama looks for.
struct TinyLayers {
  static let count = 4
  private static let width = 32
  private static let heads = 4
  private static let keyValueHeads = 2
  private static let headLength = width / heads
  private static let feedForward = 64
  private static let inner = 2 * width
  private static let state = 16
  private static let rank = 4
  private static let convolution = 4

  private(set) var file = GGUFWriter()
  private let architecture: String
  private var random: RandomNumbers

  init(architecture: String, seed: UInt64) {
    self.architecture = architecture
    random = RandomNumbers(seed: seed)
    file.set("general.architecture", .string(architecture))
    describe("context_length", .uint32(UInt32(TinyModel.trainedContext)))
    describe("embedding_length", .uint32(UInt32(Self.width)))
    describe("block_count", .uint32(UInt32(Self.count)))
    describe("feed_forward_length", .uint32(UInt32(Self.feedForward)))
    describe("attention.layer_norm_rms_epsilon", .float32(1e-5))
    // gemma3 multiplies them by the square root of the width itself.
    matrix(
      "token_embd.weight", from: Self.width, to: TinyModel.vocabulary,
      gain: architecture == "gemma3" ? 1 : Double(Self.width).squareRoot())
    matrix("output.weight", from: Self.width, to: TinyModel.vocabulary)
    vector("output_norm.weight", Self.width)
  }

  mutating func describe(_ key: String, _ value: GGUFWriter.Value) { file.set("\(architecture).\(key)", value) }

  /// Three tokens with a meaning, one for each byte, and some words.
  mutating func addVocabulary() {
    let bytes = (0..<256).map { "<0x\(String($0 + 256, radix: 16).dropFirst().uppercased())>" }
    let words = (0..<TinyModel.vocabulary - 259).map { "w\($0)" }
    file.set("tokenizer.ggml.model", .string("llama"))
    file.set("tokenizer.ggml.tokens", .strings(["<unk>", "<s>", "</s>"] + bytes + words))
    file.set("tokenizer.ggml.scores", .float32s([Float](repeating: 0, count: TinyModel.vocabulary)))
    file.set(
      "tokenizer.ggml.token_type",
      .int32s(
        [2, 3, 3] + [Int32](repeating: 6, count: bytes.count) + [Int32](repeating: 1, count: words.count)))
  }

  mutating func describeAttention(keyValueHeads: GGUFWriter.Value) {
    describe("attention.head_count", .uint32(UInt32(Self.heads)))
    describe("attention.head_count_kv", keyValueHeads)
    describe("attention.key_length", .uint32(UInt32(Self.headLength)))
    describe("attention.value_length", .uint32(UInt32(Self.headLength)))
    describe("rope.dimension_count", .uint32(UInt32(Self.headLength)))
  }

  mutating func describeState() {
    describe("ssm.conv_kernel", .uint32(UInt32(Self.convolution)))
    describe("ssm.inner_size", .uint32(UInt32(Self.inner)))
    describe("ssm.state_size", .uint32(UInt32(Self.state)))
    describe("ssm.time_step_rank", .uint32(UInt32(Self.rank)))
  }

  /// Attention that singles tokens out, near and far.
  mutating func addAttention(_ layer: Int) {
    vector("blk.\(layer).attn_norm.weight", Self.width)
    matrix("blk.\(layer).attn_q.weight", from: Self.width, to: Self.width, gain: 2)
    matrix("blk.\(layer).attn_k.weight", from: Self.width, to: Self.keyValueHeads * Self.headLength, gain: 2)
    matrix("blk.\(layer).attn_v.weight", from: Self.width, to: Self.keyValueHeads * Self.headLength, gain: 2)
    matrix("blk.\(layer).attn_output.weight", from: Self.width, to: Self.width, gain: 2)
  }

  mutating func addFeedForward(_ layer: Int) {
    vector("blk.\(layer).ffn_norm.weight", Self.width)
    matrix("blk.\(layer).ffn_gate.weight", from: Self.width, to: Self.feedForward)
    matrix("blk.\(layer).ffn_up.weight", from: Self.width, to: Self.feedForward)
    matrix("blk.\(layer).ffn_down.weight", from: Self.feedForward, to: Self.width)
  }

  mutating func addGemmaNorms(_ layer: Int) {
    vector("blk.\(layer).post_attention_norm.weight", Self.width, mean: 2)
    vector("blk.\(layer).post_ffw_norm.weight", Self.width)
    vector("blk.\(layer).attn_q_norm.weight", Self.headLength)
    vector("blk.\(layer).attn_k_norm.weight", Self.headLength)
  }

  /// A state that forgets slowly: what stood there hundreds of tokens ago is still in it.
  mutating func addState(_ layer: Int, hasNorms: Bool) {
    vector("blk.\(layer).attn_norm.weight", Self.width)
    matrix("blk.\(layer).ssm_in.weight", from: Self.width, to: 2 * Self.inner)
    matrix("blk.\(layer).ssm_conv1d.weight", from: Self.convolution, to: Self.inner)
    vector("blk.\(layer).ssm_conv1d.bias", Self.inner, mean: 0)
    matrix("blk.\(layer).ssm_x.weight", from: Self.inner, to: Self.rank + 2 * Self.state, gain: 2)
    matrix("blk.\(layer).ssm_dt.weight", from: Self.rank, to: Self.inner, gain: 0.5)
    vector("blk.\(layer).ssm_dt.bias", Self.inner, mean: -2)
    file.add(
      "blk.\(layer).ssm_a", shape: [Self.state, Self.inner],
      values: (0..<Self.state * Self.inner).map { -Float(1 + $0 % Self.state) / 64 })
    vector("blk.\(layer).ssm_d", Self.inner)
    matrix("blk.\(layer).ssm_out.weight", from: Self.inner, to: Self.width, gain: 2)
    if hasNorms {
      vector("blk.\(layer).ssm_dt_norm.weight", Self.rank)
      vector("blk.\(layer).ssm_b_norm.weight", Self.state)
      vector("blk.\(layer).ssm_c_norm.weight", Self.state)
    }
  }

  private mutating func matrix(_ name: String, from input: Int, to output: Int, gain: Double = 1) {
    let scale = gain / Double(input).squareRoot()
    file.add(name, shape: [input, output], values: (0..<input * output).map { _ in Float(scale * normal()) })
  }

  private mutating func vector(_ name: String, _ count: Int, mean: Double = 1) {
    file.add(name, shape: [count], values: (0..<count).map { _ in Float(mean + 0.1 * normal()) })
  }

  private mutating func normal() -> Double {
    (-2 * log(1 - random.unit())).squareRoot() * cos(2 * .pi * random.unit())
  }
}
