// Which weights a file holds, whatever it is called. A name says nothing: files are renamed, and other weights are put in
// their place. To read all of a model takes as long as to load it, so the digest covers what stands in front (metadata,
// vocabulary, names and shapes) whole, and of each tensor its beginning, middle and end: training changes all of a tensor
// that it touches. It is no protection against somebody who wants to deceive.

import CLlama
import System

/// A digest of a model's weights.
enum WeightsDigest {
  /// Bytes of each sample.
  static let sampleBytes = 256

  /// The digest of a GGUF file, with all parts of one that is split, in hexadecimal; nil where one of them cannot be read.
  static func of(_ path: String) -> String? {
    LibraryLog.install()
    guard let paths = ModelParts.paths(of: path) else { return nil }
    var sum = Checksum()
    var bytes = 0
    for path in paths {
      guard let part = Part(path), part.add(to: &sum) else { return nil }
      bytes += part.bytes
    }
    return "\(sum.hexadecimal)-\(bytes)"
  }

  /// The parts of a tensor of so many bytes that are looked at.
  static func samples(of tensor: Range<Int>) -> [Range<Int>] {
    guard tensor.count > 4 * sampleBytes else { return [tensor] }
    let middle = tensor.lowerBound + (tensor.count - sampleBytes) / 2
    return [tensor.lowerBound, middle, tensor.upperBound - sampleBytes].map { $0..<$0 + sampleBytes }
  }

  /// One file, as its header describes it.
  private struct Part {
    let path: String
    let bytes: Int
    let header: Int
    let tensors: [Range<Int>]

    init?(_ path: String) {
      guard case .file(let bytes)? = FileTree.kind(of: path),
        let file = gguf_init_from_file(path, gguf_init_params(no_alloc: true, ctx: nil))
      else { return nil }
      defer { gguf_free(file) }
      let start = gguf_get_data_offset(file)
      self.path = path
      self.bytes = bytes
      header = start
      tensors = (0..<gguf_get_n_tensors(file)).map { index in
        let first = start + gguf_get_tensor_offset(file, index)
        return first..<first + gguf_get_tensor_size(file, index)
      }
    }

    /// False where the file ends before it should, or cannot be read.
    func add(to sum: inout Checksum) -> Bool {
      guard let file = try? File(reading: path) else { return false }
      let pieces = stride(from: 0, to: header, by: 1 << 20).map { $0..<min(header, $0 + 1 << 20) }
      for range in pieces + tensors.flatMap(WeightsDigest.samples) {
        guard let bytes = try? file.read(range), bytes.count == range.count else { return false }
        bytes.withUnsafeBytes { sum.add($0) }
      }
      return true
    }
  }
}
