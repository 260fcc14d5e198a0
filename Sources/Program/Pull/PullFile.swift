import AgentTUI

/// One file to get, and what is known of it beforehand.
struct PullFile: Sendable, Equatable {
  /// Where it is.
  var address: String
  /// The same on the hub, whose own tool can get what is not public; nil for files from elsewhere.
  var hub: HubFile?
  /// What it is called in our folder.
  var name: String
  /// Its size, where somebody told.
  var bytes: Int?
  /// Its SHA-256, where somebody told; hexadecimal, in lower case.
  var sha256: String?

  /// A model with a short name.
  init(_ known: KnownModel, endpoint: String) {
    address = known.origin.address(at: endpoint)
    hub = known.origin
    name = known.file
    bytes = known.bytes
    sha256 = known.sha256
  }

  /// A file of the hub; nil where its name cannot be a file's name here.
  init?(_ file: HubFile, bytes: Int? = nil, sha256: String? = nil, endpoint: String) {
    guard let name = Self.fileName(file.path) else { return nil }
    address = file.address(at: endpoint)
    hub = file
    self.name = name
    self.bytes = bytes
    self.sha256 = sha256
  }

  /// A file by its address; nil where it names no GGUF file.
  init?(address: String, sha256: String?) {
    guard let name = Self.name(inAddress: address) else { return nil }
    self.address = address
    self.name = name
    self.sha256 = sha256
  }

  /// The files that an address stands for: of a model in several files all of them, from any one.
  static func files(atAddress address: String, sha256: String?) -> [PullFile] {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    let rest = address.dropFirst(path.count)
    return ModelFileName.parts(of: String(path)).compactMap { PullFile(address: $0 + rest, sha256: sha256) }
  }

  /// The name of the file that an address leads to; nil where it names no GGUF file.
  static func name(inAddress address: String) -> String? {
    let path = address.prefix { $0 != "?" && $0 != "#" }
    // Behind the host.
    guard let start = path.firstRange(of: "://")?.upperBound, let slash = path[start...].firstIndex(of: "/") else {
      return nil
    }
    return fileName(String(path[slash...]).decodingPercents)
  }

  /// The last part of a path, where it can be a model's file here: it lies in our folder, and models are found in it.
  private static func fileName(_ path: String?) -> String? {
    guard let name = path?.split(separator: "/", omittingEmptySubsequences: false).last, !name.hasPrefix("."),
      name.utf8.count <= 200, name.hasSuffix(".gguf"), name.count > ".gguf".count,
      name.unicodeScalars.allSatisfy({ $0.value >= 32 && $0.value != 127 })
    else { return nil }
    return String(name)
  }
}

extension String {
  /// With `%41` as what it stands for; nil where that is no UTF-8, or a `%` has no two hexadecimal digits behind it.
  fileprivate var decodingPercents: String? {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      guard digits.count == 2, digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-"),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
