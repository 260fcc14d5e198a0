/// Variables of one block. What is not found here is looked for around it.
final class Scope: @unchecked Sendable {  // made and used within one rendering
  let parent: Scope?
  private var names: [Int] = []
  private var values: [Value] = []

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
    var scope = self
    while true {
      if let place = scope.names.firstIndex(of: name) { return scope.values[place] }
      guard let parent = scope.parent else { return nil }
      scope = parent
    }
  }

  func clear() {
    names.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }
}
