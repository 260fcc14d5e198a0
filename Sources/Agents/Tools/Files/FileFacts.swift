import System

/// What the system knows of a file beside its bytes.
struct FileFacts: Sendable, Equatable {
  var size: Int
  /// Its permissions.
  var mode: mode_t
  var owner: uid_t
  var group: gid_t
  /// How many names it has; more than one where it is hard-linked.
  var links: Int

  init(_ information: stat) {
    size = Int(information.st_size)
    mode = information.st_mode & 0o7777
    owner = information.st_uid
    group = information.st_gid
    links = Int(information.st_nlink)
  }

  /// Nobody may write it, whoever asks: the system would let its owner replace it, and the superuser write it.
  var isReadOnly: Bool { mode & 0o222 == 0 }

  /// Its permissions as people write them: `0644`.
  var modeText: String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(1, 4 - digits.count)) + digits
  }
}

/// The calls with which a file is replaced; tests give their own, for what a disk seldom does.
struct FileCalls: Sendable {
  /// Writes bytes to a descriptor; how many were written, or -1 with `errno`.
  var write: @Sendable (Int32, UnsafeRawBufferPointer) -> Int = { writeBytes($0, $1) }
  /// Gives a file of a folder another name in it; 0, or -1 with `errno`.
  var rename: @Sendable (Int32, String, String) -> Int32 = { renameat($0, $1, $0, $2) }
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
