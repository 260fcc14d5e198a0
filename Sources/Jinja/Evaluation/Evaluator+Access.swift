extension Evaluator {
  /// `value.name`: an attribute, else an element.
  func attribute(_ name: AttributeName, of value: Value) throws(JinjaError) -> Value {
    if case .undefined(let undefined) = value { throw fail(undefined) }
    if let found = pythonAttribute(name, of: value) { return found }
    if case .dictionary(let dictionary) = value, let found = dictionary[name.text] { return found }
    return .undefined(Undefined(hint: .attribute(name.string, of: value.typeName)))
  }

  /// `value[key]`: an element, else an attribute.
  func element(_ key: Value, of value: Value) throws(JinjaError) -> Value {
    switch value {
    case .undefined(let undefined): throw fail(undefined)
    case .dictionary(let dictionary):
      try weigh(key)
      if let found = dictionary[key] { return found }
    case .list(let list), .tuple(let list):
      if let index = place(key, count: list.items.count) { return list.items[index] }
    case .string(let text):
      if let number = key.index {
        let count = text.scalarCount
        try charge(bytes: text.bytes.count)
        guard let index = place(.int(number), count: count) else { break }
        let start = count == text.bytes.count ? index : text.place(ofScalar: index)
        return .string(text[start..<(start + Text.width(of: text.bytes[start]))])
      }
    case .range(let range):
      if let index = place(key, count: range.count) { return .int(range.element(index)) }
    default: break
    }
    guard case .string(let text) = key else {
      return .undefined(Undefined(hint: .attribute(try display(key).string, of: value.typeName)))
    }
    let name = AttributeName(text)
    return pythonAttribute(name, of: value)
      ?? .undefined(Undefined(hint: .attribute(name.string, of: value.typeName)))
  }

  /// The index that a key means, from the end if it is negative.
  private func place(_ key: Value, count: Int) -> Int? {
    guard let number = key.index else { return nil }
    let index = number < 0 ? number + count : number
    return index >= 0 && index < count ? index : nil
  }

  /// What Python's `getattr` gives; nil where there is no such attribute.
  private func pythonAttribute(_ attribute: AttributeName, of value: Value) -> Value? {
    let name = attribute.string
    func forbidden() -> Value { .undefined(Undefined(hint: .forbidden(name, of: value.typeName))) }
    if attribute.isHidden { return attribute.isForbidden ? forbidden() : nil }
    func method(_ isKnown: Bool) -> Value? { isKnown ? .method(BoundMethod(value, name)) : nil }
    switch value {
    case .string: return method(attribute.stringMethod != nil)
    case .dictionary: return attribute.changesDictionary ? forbidden() : method(attribute.isDictionaryMethod)
    case .list: return attribute.changesList ? forbidden() : method(attribute.isListMethod)
    case .tuple: return method(name == "count" || name == "index")
    case .namespace(let namespace): return namespace[attribute.text]
    case .loop(let loop): return loop.attribute(name) ?? method(name == "cycle" || name == "changed")
    case .cycler(let cycler):
      return name == "current" ? cycler.current : method(name == "next" || name == "reset")
    case .macro(let macro): return self.attribute(name, of: macro.definition)
    case .range(let range):
      switch name {
      case "start": return .int(range.start)
      case "step": return .int(range.step)
      case "stop": return .int(range.element(range.count))
      default: return nil
      }
    case .int, .bool:
      switch name {
      case "real", "numerator": return .int(value.index ?? 0)
      case "imag": return .int(0)
      case "denominator": return .int(1)
      default: return nil
      }
    case .float(let number):
      switch name {
      case "real": return value
      case "imag": return .float(0)
      case "is_integer": return .method(BoundMethod(.float(number), name))
      default: return nil
      }
    case .undefined, .none, .view, .generator, .joiner, .global, .method: return nil
    }
  }

  private func attribute(_ name: String, of macro: MacroDefinition) -> Value? {
    switch name {
    case "name": .text(macro.name)
    case "arguments": .tuple(ValueList(unchecked: macro.parameters.map { .text($0.name) }))
    case "caller": .bool(macro.usesCaller)
    case "catch_kwargs": .bool(macro.usesNamedArguments)
    case "catch_varargs": .bool(macro.usesArguments)
    default: nil
    }
  }

  // MARK: Slices

  func slice(_ value: Value, _ start: Int?, _ stop: Int?, _ step: Int?) throws(JinjaError) -> Value {
    guard step != 0 else { throw fail("the step of a slice cannot be zero") }
    switch value {
    case .string(let text):
      try charge(bytes: text.bytes.count)
      let count = text.scalarCount
      let indices = SliceIndices(start, stop, step, count: count)
      if indices.step == 1 {
        let isPlain = count == text.bytes.count
        let from = isPlain ? indices.start : text.place(ofScalar: indices.start)
        let to = isPlain ? indices.start + indices.count : text.place(ofScalar: indices.start + indices.count)
        return .string(text[from..<to])
      }
      let starts = text.scalarStarts
      var builder = TextBuilder()
      for index in indices.all { builder.append(text[starts[index]..<starts[index + 1]]) }
      return .string(builder.text(safe: text.isSafe))
    case .list(let list):
      let indices = SliceIndices(start, stop, step, count: list.items.count)
      return .list(try self.list(indices.all.map { list.items[$0] }))
    case .tuple(let list):
      let indices = SliceIndices(start, stop, step, count: list.items.count)
      return .tuple(try self.list(indices.all.map { list.items[$0] }))
    case .range(let range):
      let indices = SliceIndices(start, stop, step, count: range.count)
      return .range(
        ValueRange(start: range.element(indices.start), step: range.step &* indices.step, count: indices.count))
    case .undefined(let undefined): throw fail(undefined)
    default: throw fail("'\(value.typeName)' cannot be sliced")
    }
  }
}

/// The indices that Python's slice means for a sequence of this length.
struct SliceIndices {
  let start: Int
  let step: Int
  let count: Int

  init(_ start: Int?, _ stop: Int?, _ step: Int?, count length: Int) {
    let step = max(-Int.max, step ?? 1)
    let low = step > 0 ? 0 : -1
    let high = step > 0 ? length : length - 1
    func settle(_ index: Int?, _ otherwise: Int) -> Int {
      guard let index else { return otherwise }
      return index < 0 ? max(low, index + length) : min(high, index)
    }
    let first = settle(start, step > 0 ? 0 : length - 1)
    let end = settle(stop, step > 0 ? length : -1)
    let distance = step > 0 ? end - first : first - end
    self.start = first
    self.step = step
    count = distance > 0 ? (distance - 1) / abs(step) + 1 : 0
  }

  var all: [Int] { (0..<count).map { start + $0 * step } }
}
