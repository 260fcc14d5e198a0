// Looks where models already lie, so that nobody has to get one twice: this program's own folder and those of
// llama.cpp, Hugging Face, LM Studio and Ollama. Only names and sizes are looked at; whether a file can be loaded
// is found out by loading it.

import AgentTUI
import OrderedJSON
import System

/// Finds the models on this machine.
struct ModelFinder {
  /// Folders deeper than this below a cache hold no models.
  private static let deepest = 6

  let environment: ProgramEnvironment

  /// All models found: by origin, then by name.
  func candidates() -> [ModelCandidate] {
    ModelCandidate.Origin.allCases.flatMap { origin in
      let found = origin == .ollama ? ollama() : folders(of: origin).flatMap { files(below: $0, origin: origin) }
      return found.sorted { ($0.name, $0.path) < ($1.name, $1.path) }
    }
  }

  /// Where models of an origin are looked for.
  func folders(of origin: ModelCandidate.Origin) -> [String] {
    let home = environment.home
    let cache = environment["XDG_CACHE_HOME"] ?? "\(home)/.cache"
    switch origin {
    case .own:
      return [ProgramPaths(environment).models]
    case .llamaCpp:
      if let folder = environment["LLAMA_CACHE"] { return [folder] }
      return ["\(cache)/llama.cpp", "\(home)/Library/Caches/llama.cpp"]
    case .huggingFace:
      if let folder = environment["HF_HUB_CACHE"] ?? environment["HUGGINGFACE_HUB_CACHE"] { return [folder] }
      return ["\(environment["HF_HOME"] ?? "\(cache)/huggingface")/hub"]
    case .lmStudio:
      return ["\(home)/.lmstudio/models", "\(home)/.cache/lm-studio/models"]
    case .ollama:
      if let folder = environment["OLLAMA_MODELS"] { return [folder] }
      return ["\(home)/.ollama/models", "/usr/share/ollama/.ollama/models", "/var/lib/ollama/.ollama/models"]
    }
  }

  private func files(below folder: String, origin: ModelCandidate.Origin) -> [ModelCandidate] {
    var candidates: [String: ModelCandidate] = [:]
    FileTree.visitFiles(below: folder, depth: Self.deepest) { path, bytes in
      guard let part = ModelFileName(path), !part.isProjector else { return }
      // Of a model in several files the first one is loaded, and finds the others itself.
      let first = part.firstPart
      candidates[first, default: ModelCandidate(name: part.model, path: first, bytes: 0, origin: origin)].bytes += bytes
    }
    return candidates.values.filter { FileTree.kind(of: $0.path) != nil }
  }

  /// Ollama keeps models under their hash; the manifests, at `manifests/HOST/NAMESPACE/NAME/TAG`, tell their names.
  private func ollama() -> [ModelCandidate] {
    var candidates: [ModelCandidate] = []
    for folder in folders(of: .ollama) {
      FileTree.visitFiles(below: "\(folder)/manifests", depth: 3) { path, _ in
        let parts = path.split(separator: "/").suffix(2)
        guard parts.count == 2, let digest = Self.modelDigest(inManifest: path) else { return }
        let blob = "\(folder)/blobs/\(digest.replacing(":", with: "-"))"
        guard case .file(let bytes)? = FileTree.kind(of: blob) else { return }
        let name = parts.joined(separator: ":")
        candidates.append(ModelCandidate(name: name, path: blob, bytes: bytes, origin: .ollama))
      }
    }
    return candidates
  }

  /// The hash of the layer that is the model.
  private static func modelDigest(inManifest path: String) -> String? {
    guard let bytes = try? SmallFile.bytes(path), let manifest = try? JSON(parsing: bytes) else { return nil }
    let layer = manifest["layers"]?.array?.first { $0["mediaType"]?.string == "application/vnd.ollama.image.model" }
    guard let digest = layer?["digest"]?.string, digest.hasPrefix("sha256:"), !digest.contains("/") else { return nil }
    return digest
  }
}
