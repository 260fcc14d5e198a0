// The form of a saved state on disk. A cell's bytes mean something to one version of libllama with one model and one
// set of settings only, so all three stand in front; and a file that was cut short or damaged must never reach
// libllama, which trusts what it reads: a checksum covers every byte.

/// What stands in front of a state's data in its file.
struct StateFile: Sendable, Equatable {
  private static let magic = Array("agent-tui kv 1\n".utf8)

  private static let mostBytes = 1 << 48

  /// Model, library version and settings that the data belong to.
  var key: String
  var tokens: [Token]
  var from: Int
  /// Size of the data behind it.
  var bytes: Int

  /// What the names of such files end with.
  static let ending = ".kv"

  /// What the names of all files of a key begin with: those of two models never meet, although they may have one vocabulary.
  static func prefix(key: String) -> String {
    var sum = Checksum()
    Array(key.utf8).withUnsafeBytes { sum.add($0) }
    return "\(sum.hexadecimal)-"
  }

  /// The name of its file: the same tokens of the same key have the same name.
  static func name(key: String, tokens: [Token], from: Int) -> String {
    var sum = Checksum()
    tokens.withUnsafeBytes { sum.add($0) }
    return "\(prefix(key: key))\(sum.hexadecimal)-\(from)-\(tokens.count)\(ending)"
  }

  var name: String { Self.name(key: key, tokens: tokens, from: from) }

  /// The file: header, data, checksum over both.
  func encoded(_ data: [UInt8]) -> [UInt8] {
    var file = Self.magic
    file.reserveCapacity(Self.magic.count + key.utf8.count + 4 * tokens.count + data.count + 64)
    Self.put(key.utf8.count, &file)
    file += Array(key.utf8)
    Self.put(from, &file)
    Self.put(tokens.count, &file)
    tokens.withUnsafeBytes { file += $0 }
    Self.put(data.count, &file)
    file += data
    var sum = Checksum()
    file.withUnsafeBytes { sum.add($0) }
    Self.put(Int(bitPattern: UInt(sum.value)), &file)
    return file
  }

  /// The header of a file of which at least the beginning was read; nil where it is none.
  static func header(of file: [UInt8]) -> (header: StateFile, length: Int)? {
    guard file.starts(with: magic) else { return nil }
    var reader = Reader(bytes: file, position: magic.count)
    // What a damaged header says may be anything: each length is looked at before it is used.
    guard let keyLength = reader.integer(), let key = reader.readBytes(keyLength), let from = reader.integer(),
      let count = reader.integer(), (1...file.count).contains(count), (0..<count).contains(from),
      let tokens = reader.readBytes(4 * count), let bytes = reader.integer(), (0...mostBytes).contains(bytes)
    else { return nil }
    let values = tokens.withUnsafeBytes { raw in
      (0..<count).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Token.self) }
    }
    return (
      StateFile(key: String(decoding: key, as: UTF8.self), tokens: values, from: from, bytes: bytes), reader.position
    )
  }

  /// The data of a whole file, if it is undamaged and what is looked for.
  static func data(of file: [UInt8], key: String, tokens: [Token], from: Int) -> [UInt8]? {
    guard let (header, length) = header(of: file), header.key == key, header.tokens == tokens, header.from == from,
      file.count == length + header.bytes + 8
    else { return nil }
    var sum = Checksum()
    file[..<(file.count - 8)].withUnsafeBytes { sum.add($0) }
    var end = Reader(bytes: file, position: file.count - 8)
    guard end.integer() == Int(bitPattern: UInt(sum.value)) else { return nil }
    return Array(file[length..<length + header.bytes])
  }

  private static func put(_ value: Int, _ file: inout [UInt8]) {
    withUnsafeBytes(of: Int64(value).littleEndian) { file += $0 }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position: Int

    mutating func integer() -> Int? {
      guard let slice = readBytes(8) else { return nil }
      return Int(slice.withUnsafeBytes { Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) })
    }

    mutating func readBytes(_ count: Int) -> ArraySlice<UInt8>? {
      guard count >= 0, count <= bytes.count - position else { return nil }
      defer { position += count }
      return bytes[position..<position + count]
    }
  }
}
