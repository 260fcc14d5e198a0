/// A file of a repository of the Hugging Face hub.
struct HubFile: Sendable, Equatable {
  /// Where the hub is; `HF_ENDPOINT` names another one, as for the hub's own tools.
  static let usualEndpoint = "https://huggingface.co"

  /// `OWNER/REPO`.
  var repository: String
  /// A branch, a tag or a commit.
  var revision = "main"
  /// The file's path in the repository.
  var path: String

  /// The address that gives the file's content.
  func address(at endpoint: String) -> String {
    "\(endpoint)/\(repository)/resolve/\(revision)/\(Self.encoded(path))"
  }

  /// The address that lists a repository's files, with their sizes and sums.
  static func listing(of repository: String, at endpoint: String) -> String {
    "\(endpoint)/api/models/\(repository)?blobs=true"
  }

  /// Everything but letters, digits and `-._~/` as `%` and two hexadecimal digits (RFC 3986).
  static func encoded(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
  }
}
