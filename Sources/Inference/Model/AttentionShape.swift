/// How a model's attention is built, as far as it settles what a token takes in the KV.
struct AttentionShape: Sendable, Equatable {
  var layers: Int
  /// Heads of keys and values, of which there are often fewer than of queries.
  var heads: Int
  /// Numbers of a head's key.
  var keyLength: Int
  /// Numbers of a head's value.
  var valueLength: Int

  /// Bytes of KV that a token takes over all layers.
  func cacheBytesPerToken(keys: InferenceConfig.CacheType, values: InferenceConfig.CacheType) -> Int {
    let (key, value) = (Double(heads) * Double(keyLength), Double(heads) * Double(valueLength))
    let bytes = (key * keys.bytesPerValue + value * values.bytesPerValue) * Double(layers)
    // No model comes near this; a damaged file may say anything, and what is counted from it must stay a number.
    return Int(min(bytes, 1e8))
  }
}
