import Inference

/// A model that lies on this machine.
package struct ModelCandidate: Sendable, Equatable {
  /// Whose folder it was found in, the preferred ones first.
  package enum Origin: String, CaseIterable, Sendable {
    case own = "agent-tui"
    case llamaCpp = "llama.cpp"
    case huggingFace = "Hugging Face"
    case lmStudio = "LM Studio"
    case ollama = "Ollama"
  }

  /// What people call it: the file's name without its ending, or Ollama's `name:tag`.
  package var name: String
  /// The GGUF file.
  package var path: String
  /// Its size in bytes; all parts of a model in several files.
  package var bytes: Int
  package var origin: Origin
  /// Bytes that its KV takes, as far as its file tells; nil before that was looked at.
  var cacheBytes: Int?
  /// Why it cannot be loaded with these options, a sentence; nil where nothing is against it.
  package var refusal: String?

  package init(
    name: String, path: String, bytes: Int, origin: Origin, cacheBytes: Int? = nil, refusal: String? = nil
  ) {
    self.name = name
    self.path = path
    self.bytes = bytes
    self.origin = origin
    self.cacheBytes = cacheBytes
    self.refusal = refusal
  }

  /// `Q4_K_M`, where the name tells it.
  package var quantisation: String? {
    let parts = name.uppercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return parts.map(String.init).last { part in
      let head = part.drop { $0 == "I" }
      return head.hasPrefix("Q") && head.dropFirst().first?.isNumber == true || ["F16", "BF16", "F32"].contains(part)
    }
  }

  /// The same, once it is known what its file's header says of loading it in this way. Reads the file.
  func checked(for config: InferenceConfig) -> ModelCandidate {
    var checked = self
    do {
      checked.cacheBytes = try InferenceEngine.checkBeforeLoading(config)
    } catch {
      // In a list the path says nothing that the name beside it does not.
      checked.refusal = error.message.replacing("the model '\(path)'", with: "it").replacing("'\(path)'", with: "it")
    }
    return checked
  }
}
