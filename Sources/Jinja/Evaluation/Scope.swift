/// Variables of one block. What is not found here is looked for around it.
final class Scope: @unchecked Sendable {  // made and used within one rendering
  let parent: Scope?
  // Only one thing is ever done with a scope at a time; checking that would take a tenth of the time.
  @exclusivity(unchecked) private var names: [Int] = []
  @exclusivity(unchecked) private var values: [Value] = []

  init(parent: Scope?) { self.parent = parent }

  func set(_ name: Int, _ value: Value) {
    if let place = names.firstIndex(of: name) {
      values[place] = value
    } else {
      names.append(name)
      values.append(value)
    }
  }

  func value(_ name: Int) -> Value? {
    for place in names.indices where names[place] == name { return values[place] }
    return parent?.value(name)
  }

  /// Another value for a variable, where it stands.
  func replace(_ name: Int, _ value: Value) {
    if let place = names.firstIndex(of: name) { values[place] = value } else { parent?.replace(name, value) }
  }

  func clear() {
    names.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }
}
