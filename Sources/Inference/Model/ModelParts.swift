import CLlama

/// The files of a model: one, or the parts of a split one (`NAME-00001-of-00003.gguf`).
enum ModelParts {
  /// The paths of all parts, the first one first; nil where the file cannot be read, or is a part and not named as one.
  static func paths(of path: String) -> [String]? {
    guard let file = gguf_init_from_file(path, gguf_init_params(no_alloc: true, ctx: nil)) else { return nil }
    defer { gguf_free(file) }
    let key = gguf_find_key(file, "split.count")
    guard key >= 0, gguf_get_kv_type(file, key) == GGUF_TYPE_UINT16 else { return [path] }
    let count = Int32(gguf_get_val_u16(file, key))
    guard count > 1 else { return [path] }
    // libllama wants the first part to be named, and so do we.
    let length = path.utf8.count + 64
    guard let prefix = text(length, { llama_split_prefix($0, length, path, 0, count) }) else { return nil }
    let paths = (0..<count).compactMap { part in
      text(length) { llama_split_path($0, length, prefix, part, count) }
    }
    return paths.count == Int(count) ? paths : nil
  }

  private static func text(_ length: Int, _ write: (UnsafeMutablePointer<CChar>?) -> Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: length) { buffer in
      guard write(buffer.baseAddress) > 0, let start = buffer.baseAddress else { return nil }
      return String(cString: start)
    }
  }
}
