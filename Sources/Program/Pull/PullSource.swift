import Agents

/// What `agent-tui pull` was asked to get.
enum PullSource: Sendable, Equatable {
  /// Which file of a repository.
  enum Choice: Sendable, Equatable {
    /// The one that is usual.
    case usual
    /// By the quantisation that its name tells: `Q4_K_M`.
    case quantisation(String)
    /// By its path in the repository, or its name.
    case file(String)
  }

  case known(KnownModel)
  case repository(String, Choice)
  case address(String)

  /// What is accepted, for a sentence.
  static let accepted =
    "\(ValueParser.list(KnownModel.all.map(\.name))), OWNER/REPO of huggingface.co with :QUANTISATION or :FILE behind it "
    + "where it has several, or an address that begins with https:// and ends in .gguf"

  /// Reads the word of the command line.
  ///
  /// - Throws: a sentence that says what is accepted.
  init(_ word: String?) throws(UsageError) {
    guard let word, !word.isEmpty else {
      throw UsageError("'agent-tui pull' needs to know which model; give \(Self.accepted).")
    }
    if let known = KnownModel.all.first(where: { $0.name == word.lowercased() }) {
      self = .known(known)
    } else if word.contains("://") {
      self = .address(try Self.address(word))
    } else if let (repository, choice) = Self.repository(word) {
      self = .repository(repository, choice)
    } else {
      let hint = NearestName.of(word, among: KnownModel.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? "."
      throw UsageError("There is no model '\(word)' to get; give \(Self.accepted)\(hint)")
    }
  }

  private static func address(_ word: String) throws(UsageError) -> String {
    let scheme = word.prefix { $0 != ":" }.lowercased()
    let isPlain = word.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 }
    guard ["https", "http"].contains(scheme), isPlain else {
      throw UsageError(
        "The address '\(word)' cannot be used; give one that begins with https:// or http:// and has no spaces in it.")
    }
    guard PullFile.name(inAddress: word) != nil else {
      throw UsageError("The address '\(word)' names no GGUF file; give one whose path ends in .gguf.")
    }
    return word
  }

  /// `OWNER/REPO`, `OWNER/REPO:Q4_K_M`, `OWNER/REPO:FILE.gguf`.
  private static func repository(_ word: String) -> (String, Choice)? {
    let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = parts[0].split(separator: "/", omittingEmptySubsequences: false)
    guard names.count == 2, names.allSatisfy(isName) else { return nil }
    guard parts.count == 2 else { return (parts[0], .usual) }
    guard !parts[1].isEmpty else { return nil }
    return (parts[0], parts[1].lowercased().hasSuffix(".gguf") ? .file(parts[1]) : .quantisation(parts[1]))
  }

  /// Whether the hub could have an owner or a repository of this name.
  private static func isName(_ name: Substring) -> Bool {
    guard let first = name.utf8.first, first != UInt8(ascii: "."), first != UInt8(ascii: "-") else { return false }
    return name.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || "-._".unicodeScalars.contains($0))
    }
  }
}
