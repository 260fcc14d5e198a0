// Vocabularies of every kind, small enough to be written at test time. Each has control and user-defined tokens that its
// own way of joining letters would put together, so that only looking keeps them out of plain text.

import CLlama
import Foundation

@testable import Inference

/// A vocabulary without a model.
enum TinyVocabulary {
  /// How words are put together.
  enum Kind: Sendable, CustomStringConvertible {
    case bytePair(String)
    case sentencePiece(putsSpace: Bool)
    case wordPiece, unigram, rwkv, plamo

    var description: String {
      switch self {
      case .bytePair(let splitting): "byte pairs, \(splitting)"
      case .sentencePiece(let putsSpace): "sentence pieces, \(putsSpace ? "space before" : "as it is")"
      case .wordPiece: "word pieces"
      case .unigram: "unigrams"
      case .rwkv: "rwkv"
      case .plamo: "plamo"
      }
    }

    static let all: [Kind] =
      splittings.map(bytePair) + [
        .sentencePiece(putsSpace: true), .sentencePiece(putsSpace: false), .wordPiece, .unigram, .rwkv, .plamo,
      ]

    /// Of those that libllama knows, one for each way of splitting words.
    static let splittings = [
      "default", "gpt-2", "llama-bpe", "qwen2", "qwen35", "tekken", "gpt-4o", "deepseek-v3", "deepseek-llm",
      "deepseek-coder", "falcon", "starcoder", "youtu", "exaone-moe", "minicpm5", "chameleon", "bloom", "bailingmoe",
      "afmoe", "superbpe", "tiny_aya", "seed-coder", "kimi-k2", "jais-2",
    ]
  }

  /// Tokens that end turns and the like; one is written like a word.
  static let control = ["<s>", "</s>", "<|im_start|>", "<|im_end|>", "stop", "<|a|>"]
  /// Tokens that libllama takes out of plain text.
  static let userDefined = ["<tool_call>", "</tool_call>", "<b>", "|a|><", "<think>\n"]
  /// User-defined ones that are text: white space and a letter.
  static let ordinary = ["  ", "\n\n", "ž"]

  /// Loads it.
  static func tokenizer(_ kind: Kind, limits: PlainTokenizer.Limits = .init()) throws -> Tokenizer {
    let path = try write(kind)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return Tokenizer(try load(path), limits: limits)
  }

  /// Writes its file, with whatever else is to stand in it.
  static func write(_ kind: Kind = .bytePair("gpt-2"), adding change: (inout GGUFWriter) -> Void = { _ in }) throws
    -> String
  {
    var file = file(kind)
    change(&file)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("vocabulary-\(UUID()).gguf")
    try file.data.write(to: path)
    return path.path
  }

  /// The vocabulary of a model file, without its weights.
  static func load(_ path: String) throws -> LoadedModel {
    BackEnds.load()
    let mark = LibraryLog.mark
    var parameters = llama_model_default_params()
    parameters.vocab_only = true
    guard let handle = llama_model_load_from_file(path, parameters) else {
      throw InferenceError(.loadFailed, "no vocabulary", libraryLog: LibraryLog.reason(since: mark))
    }
    return LoadedModel(handle: handle, workers: nil)
  }

  private static func file(_ kind: Kind) -> GGUFWriter {
    var file = GGUFWriter()
    file.set("general.architecture", .string("llama"))
    var tokens: [(text: String, score: Float, type: Int32)] = []
    func add(_ texts: [String], type: Int32, score: Float = 0) {
      for text in texts where !tokens.contains(where: { $0.text == text }) { tokens.append((text, score, type)) }
    }
    let bytes = (0..<256).map { "<0x\(String($0 + 256, radix: 16).dropFirst().uppercased())>" }
    // Pieces from which the special tokens are put together like any word.
    let pieces = [
      "st", "op", "</", "s>", "</s", "<s", "he", "ll", "hell", "hello", "wo", "rld", "world", "12", "123", "ab",
    ]
    let letters = (33..<127).map { String(UnicodeScalar(UInt8($0))) }
    file.set("tokenizer.ggml.unknown_token_id", .uint32(0))
    switch kind {
    case .bytePair(let splitting):
      file.set("tokenizer.ggml.model", .string("gpt2"))
      file.set("tokenizer.ggml.pre", .string(splitting))
      add(["<unk>"], type: 2)
      add(Self.byteLetters, type: 1)
      add(control, type: 3)
      add(userDefined + ordinary, type: 4)
      let merges = [
        "s t", "o p", "st op", "h e", "l l", "he ll", "hell o", "\u{120} w", "w o", "Ċ Ċ", "\u{120} \u{120}", "1 2",
        "a a",
        "aa aa", "= =", "== ==",
      ]
      add(merges.map { $0.split(separator: " ").joined() }, type: 1)
      file.set("tokenizer.ggml.merges", .strings(merges))
    case .sentencePiece(let putsSpace):
      file.set("tokenizer.ggml.model", .string("llama"))
      file.set("tokenizer.ggml.add_space_prefix", .bool(putsSpace))
      add(["<unk>"], type: 2)
      add(control, type: 3)
      add(userDefined + ordinary, type: 4)
      add(bytes, type: 6)
      add(letters + ["\u{2581}"], type: 1, score: -20)
      add(pieces + ["\u{2581}hello", "\u{2581}w", "\u{2581}\u{2581}"], type: 1, score: -5)
    case .wordPiece:
      file.set("tokenizer.ggml.model", .string("bert"))
      add(["[UNK]"], type: 3)
      add(["[CLS]", "[SEP]", "[PAD]", "[MASK]"] + control + ["\u{2581}pad"], type: 3)
      add(userDefined + ordinary, type: 4)
      add(letters + letters.map { "\u{2581}\($0)" } + pieces + ["\u{2581}hello"], type: 1)
      for (name, id) in [("cls", 1), ("bos", 1), ("seperator", 2), ("eos", 2), ("padding", 3), ("mask", 4)] {
        file.set("tokenizer.ggml.\(name)_token_id", .uint32(UInt32(id)))
      }
    case .unigram:
      file.set("tokenizer.ggml.model", .string("t5"))
      file.set("tokenizer.ggml.add_space_prefix", .bool(true))
      add(["<unk>"], type: 2)
      add(control, type: 3)
      add(userDefined + ordinary, type: 4)
      add(letters + ["\u{2581}"], type: 1, score: -9)
      add(pieces + ["\u{2581}hello"], type: 1, score: -4)
    case .rwkv:
      file.set("tokenizer.ggml.model", .string("rwkv"))
      add(["<unk>"], type: 2)
      add((0..<256).map { "\\x\(String($0 + 256, radix: 16).dropFirst())" }, type: 1)
      add(control, type: 3)
      add(userDefined.map { $0.replacing("\n", with: "\\n") }, type: 4)
      add(pieces, type: 1)
    case .plamo:
      file.set("tokenizer.ggml.model", .string("plamo2"))
      add(["<unk>"], type: 2)
      add(control, type: 3)
      add(userDefined + ordinary, type: 4)
      add(bytes, type: 6)
      add(letters + [" ", "\n"], type: 1, score: -9)
      add(pieces + [" hello"], type: 1, score: -4)
    }
    file.set("tokenizer.ggml.tokens", .strings(tokens.map(\.text)))
    file.set("tokenizer.ggml.scores", .float32s(tokens.map(\.score)))
    file.set("tokenizer.ggml.token_type", .int32s(tokens.map(\.type)))
    return file
  }

  /// The letters that stand for bytes where pairs of bytes are joined, as GPT-2 chose them.
  private static let byteLetters: [String] = {
    var next: UInt32 = 256
    return (0..<256).map { byte -> String in
      let isPrinted = (33...126).contains(byte) || (161...172).contains(byte) || (174...255).contains(byte)
      defer { if !isPrinted { next += 1 } }
      return UnicodeScalar(isPrinted ? UInt32(byte) : next).map { String(Character($0)) } ?? ""
    }
  }()
}

extension Tokenizer {
  /// What libllama makes of a text in which every special token is one.
  func whole(_ text: String) -> [Token] {
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty else { return [] }
    var tokens = [Token](repeating: 0, count: bytes.count + 16)
    let count = bytes.withUnsafeBytes {
      llama_tokenize(
        model.vocabulary, $0.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), &tokens, Int32(tokens.count),
        false, true)
    }
    return Array(tokens.prefix(Int(max(0, count))))
  }

  /// The tokens of a text from outside that stands in a template's text, without the template's.
  func tokens(ofContent text: String) -> [Token] {
    tokens(of: [.text(text)])
  }
}

/// What libllama itself says of a token.
enum VocabularyTypes {
  /// Where vocabularies lie that are to be checked.
  static let folder = ProcessInfo.processInfo.environment["AGENT_TUI_VOCABULARIES"]

  static func isControlOrUserDefined(_ token: Token, _ model: LoadedModel) -> Bool {
    let attributes = llama_vocab_get_attr(model.vocabulary, token).rawValue
    return attributes & (LLAMA_TOKEN_ATTR_CONTROL.rawValue | LLAMA_TOKEN_ATTR_USER_DEFINED.rawValue) != 0
  }

  static func text(_ token: Token, _ model: LoadedModel) -> String {
    llama_vocab_get_text(model.vocabulary, token).map { String(cString: $0) } ?? ""
  }
}
