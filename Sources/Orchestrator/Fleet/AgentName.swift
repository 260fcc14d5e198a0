/// What agents can be called: short, typed without quoting, and never mistaken for an address like `@all`.
enum AgentName {
  /// Longest name, in characters.
  static let longest = 24

  private static let ours = [
    "ada", "bob", "cyd", "dot", "eve", "fay", "gus", "hal", "ivy", "jon", "kim", "leo", "mia", "ned", "ola", "pia",
  ]
  private static let addresses = ["all", "any"]

  /// The first of our own names that nobody has.
  static func free(besides taken: [String]) -> String {
    var number = 0
    while true {
      let round = number / ours.count
      let name = ours[number % ours.count] + (round == 0 ? "" : String(round + 1))
      if !taken.contains(name) { return name }
      number += 1
    }
  }

  /// - Throws: a sentence that says why an agent cannot be called so.
  static func check(_ name: String, besides taken: [String]) throws(FleetError) {
    let isSpelledRight = name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal || scalar == "-" || scalar == "_"
    }
    guard !name.isEmpty, name.count <= longest, isSpelledRight else {
      throw FleetError(
        "An agent cannot be called '\(name)': a name is 1 to \(longest) letters, digits, '-' or '_'.")
    }
    if addresses.contains(name) {
      throw FleetError("An agent cannot be called '\(name)': '@\(name)' addresses several; choose another name.")
    }
    if taken.contains(name) {
      throw FleetError("An agent is called '\(name)' already; choose another name.")
    }
  }
}
