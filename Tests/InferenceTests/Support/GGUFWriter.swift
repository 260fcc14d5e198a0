// The file format of models, as far as tests write it: version 3, little-endian, tensors of 32-bit floats. Nothing is
// read here; libllama does that, and refuses what is wrong.

import Foundation

/// Gathers the metadata and tensors of a model, and lays them out as a GGUF file.
struct GGUFWriter {
  /// A value of the metadata.
  enum Value {
    case bool(Bool)
    case uint32(UInt32)
    case float32(Float)
    case string(String)
    case uint32s([UInt32])
    case int32s([Int32])
    case float32s([Float])
    case strings([String])
  }

  private struct Tensor {
    var name: String
    var shape: [Int]
    var values: [Float]
  }

  private static let alignment = 32
  private var metadata: [(key: String, value: Value)] = []
  private var tensors: [Tensor] = []

  mutating func set(_ key: String, _ value: Value) { metadata.append((key, value)) }

  /// Adds a tensor; the first number of its shape is the one whose neighbours lie side by side.
  mutating func add(_ name: String, shape: [Int], values: [Float]) {
    precondition(values.count == shape.reduce(1, *), "\(name) has \(values.count) values")
    tensors.append(Tensor(name: name, shape: shape, values: values))
  }

  /// The whole file.
  var data: Data {
    var data = Data("GGUF".utf8)
    append(UInt32(3), to: &data)
    append(UInt64(tensors.count), to: &data)
    append(UInt64(metadata.count), to: &data)
    for (key, value) in metadata {
      append(key, to: &data)
      append(value, to: &data)
    }
    var offset = 0
    for tensor in tensors {
      append(tensor.name, to: &data)
      append(UInt32(tensor.shape.count), to: &data)
      for length in tensor.shape { append(UInt64(length), to: &data) }
      append(UInt32(0), to: &data)
      append(UInt64(offset), to: &data)
      offset += Self.aligned(tensor.values.count * 4)
    }
    pad(&data)
    for tensor in tensors {
      tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
      pad(&data)
    }
    return data
  }

  private static func aligned(_ bytes: Int) -> Int { (bytes + alignment - 1) / alignment * alignment }

  private func pad(_ data: inout Data) {
    data.append(Data(count: Self.aligned(data.count) - data.count))
  }

  private func append(_ number: some FixedWidthInteger, to data: inout Data) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }

  private func append(_ text: String, to data: inout Data) {
    append(UInt64(text.utf8.count), to: &data)
    data.append(contentsOf: text.utf8)
  }

  /// The numbers are those of the format's value types.
  private func append(_ value: Value, to data: inout Data) {
    switch value {
    case .bool(let isTrue):
      append(UInt32(7), to: &data)
      append(UInt8(isTrue ? 1 : 0), to: &data)
    case .uint32(let number):
      append(UInt32(4), to: &data)
      append(number, to: &data)
    case .float32(let number):
      append(UInt32(6), to: &data)
      append(number.bitPattern, to: &data)
    case .string(let text):
      append(UInt32(8), to: &data)
      append(text, to: &data)
    case .uint32s(let numbers):
      appendArray(of: 4, count: numbers.count, to: &data)
      for number in numbers { append(number, to: &data) }
    case .int32s(let numbers):
      appendArray(of: 5, count: numbers.count, to: &data)
      for number in numbers { append(number, to: &data) }
    case .float32s(let numbers):
      appendArray(of: 6, count: numbers.count, to: &data)
      for number in numbers { append(number.bitPattern, to: &data) }
    case .strings(let texts):
      appendArray(of: 8, count: texts.count, to: &data)
      for text in texts { append(text, to: &data) }
    }
  }

  private func appendArray(of type: UInt32, count: Int, to data: inout Data) {
    append(UInt32(9), to: &data)
    append(type, to: &data)
    append(UInt64(count), to: &data)
  }
}
