/// The members of a JSON object, in order; a name occurs once.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// Names and values, in order.
  public private(set) var members: [Member] = []

  /// A name and its value.
  public struct Member: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// What it holds.
    public var value: JSON

    /// A member of an object: a name and what it stands for.
    public init(name: String, value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// No members.
  public init() {}

  /// These members, in this order; of two with one name the later value counts, at the earlier place.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { Member(name: $0.0, value: $0.1) })
  }

  /// These members, in this order; of two with one name the later value counts, at the earlier place.
  ///
  /// Takes time in proportion to their number, which setting one after the other does not.
  public init(_ members: [Member]) {
    var places: [String: Int] = [:]
    places.reserveCapacity(members.count)
    self.members.reserveCapacity(members.count)
    for member in members {
      if let place = places[member.name] {
        self.members[place].value = member.value
      } else {
        places[member.name] = self.members.count
        self.members.append(member)
      }
    }
  }

  /// The value of a member. Setting a new name appends it; setting nil removes it.
  public subscript(name: String) -> JSON? {
    get { members.first { $0.name == name }?.value }
    set {
      let place = members.firstIndex { $0.name == name }
      switch (place, newValue) {
      case (let place?, let value?): members[place].value = value
      case (let place?, nil): members.remove(at: place)
      case (nil, let value?): members.append(Member(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  /// Whether there is no member.
  public var isEmpty: Bool { members.isEmpty }

  /// How many members there are.
  public var count: Int { members.count }

  /// The members' names, in order.
  public var names: [String] { members.map(\.name) }
}
