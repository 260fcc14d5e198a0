import Agents
import AgentTUI
import OrderedJSON

/// The files of a repository of the hub, and which of them is meant.
struct HubListing: Sendable, Equatable {
  /// A file as the hub lists it.
  struct Entry: Sendable, Equatable {
    var path: String
    var bytes: Int?
    var sha256: String?
  }

  /// Quantisations that are usual, the best compromise first; what `OWNER/REPO` by itself means.
  private static let usual = ["Q4_K_M", "Q4_K_S", "IQ4_XS", "Q4_0", "Q4_1", "Q5_K_M", "Q8_0"]
  /// Names that a sentence lists.
  private static let named = 12

  let repository: String
  /// The models' files, by path.
  let entries: [Entry]

  /// Reads what the hub answers to `HubFile.listing`; nil where that is no list of files.
  init?(_ bytes: [UInt8], repository: String) {
    guard let files = (try? JSON(parsing: bytes))?["siblings"]?.array else { return nil }
    let entries = files.compactMap { file -> Entry? in
      guard let path = file["rfilename"]?.string, let name = ModelFileName(path), !name.isProjector else { return nil }
      let digest = file["lfs"]?["sha256"]?.string?.lowercased()
      return Entry(
        path: path, bytes: file["size"]?.integer ?? file["lfs"]?["size"]?.integer,
        sha256: digest.flatMap { SHA256.isDigest($0) ? $0 : nil })
    }
    self.init(repository: repository, entries: entries)
  }

  init(repository: String, entries: [Entry]) {
    self.repository = repository
    self.entries = entries.sorted { $0.path < $1.path }
  }

  /// The files of the model that is meant: one, or all parts of one.
  ///
  /// - Throws: a sentence that names what there is.
  func files(_ choice: PullSource.Choice) throws(PullError) -> [Entry] {
    let models = self.models
    guard !models.isEmpty else {
      throw PullError("'\(repository)' holds no GGUF file; look for a repository whose name ends in GGUF.")
    }
    switch choice {
    case .file(let wanted):
      let fitting = models.filter { parts in
        parts.contains { $0.path == wanted || $0.path.hasSuffix("/\(wanted)") }
      }
      return try only(fitting, called: "the file '\(wanted)'", nearTo: wanted)
    case .quantisation(let wanted):
      let fitting = models.filter { Self.isQuantised($0[0].path, as: wanted) }
      return try only(fitting, called: "the quantisation '\(wanted)'", nearTo: wanted)
    case .usual:
      if models.count == 1 { return models[0] }
      for quantisation in Self.usual {
        let fitting = models.filter { Self.isQuantised($0[0].path, as: quantisation) }
        if fitting.count == 1 { return fitting[0] }
      }
      throw PullError("'\(repository)' has several models; give \(repository):FILE with one of \(Self.list(models)).")
    }
  }

  /// The parts of each model, in order.
  private var models: [[Entry]] {
    var models: [(first: String, parts: [Entry])] = []
    for entry in entries {
      guard let first = ModelFileName(entry.path)?.firstPart else { continue }
      if let index = models.firstIndex(where: { $0.first == first }) {
        models[index].parts.append(entry)
      } else {
        models.append((first, [entry]))
      }
    }
    return models.map(\.parts)
  }

  private func only(_ fitting: [[Entry]], called what: String, nearTo wanted: String) throws(PullError) -> [Entry] {
    if fitting.count == 1 { return fitting[0] }
    guard fitting.isEmpty else {
      throw PullError(
        "'\(repository)' has \(what) more than once; give \(repository):FILE with one of \(Self.list(fitting)).")
    }
    let nearest = NearestName.of(wanted, among: entries.map(\.path)).map { "; did you mean '\($0)'?" } ?? "."
    throw PullError("'\(repository)' does not have \(what); it has \(Self.list(models))\(nearest)")
  }

  /// Whether the file's name says so: `x-Q4_K_M.gguf`, and `x-UD-Q4_K_XL.gguf` for both `UD-Q4_K_XL` and `Q4_K_XL`.
  private static func isQuantised(_ path: String, as wanted: String) -> Bool {
    guard let model = ModelFileName(path)?.model.uppercased() else { return false }
    let wanted = wanted.uppercased()
    return model == wanted || model.hasSuffix("-\(wanted)") || model.hasSuffix(".\(wanted)")
  }

  private static func list(_ models: [[Entry]]) -> String {
    let names = models.prefix(named).map(\.[0].path).joined(separator: ", ")
    return models.count > named ? "\(names) and \(models.count - named) more" : names
  }
}
