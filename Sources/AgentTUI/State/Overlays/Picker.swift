/// A list to choose from, with a filter.
struct Picker: Equatable, Sendable {
  /// What is chosen.
  enum Kind: Equatable, Sendable {
    case palette
    /// A theme; `before` comes back when nothing is chosen.
    case themes(before: String)
    case models
  }

  /// One line of it.
  struct Item: Equatable, Sendable {
    /// What is chosen with it: an action's name, a theme's, a path.
    var id: String
    var title: String
    /// At the right: keys, size.
    var detail = ""
    /// Why it cannot be chosen now.
    var reason: String?
  }

  var kind: Kind
  var filter = TextInput()
  /// Of the items that the filter leaves.
  var selected = 0

  init(_ kind: Kind, selected: Int = 0) {
    self.kind = kind
    self.selected = selected
  }

  /// What shows it again.
  var reopening: Action {
    switch kind {
    case .palette: .palette
    case .themes: .themes
    case .models: .chooseModel
    }
  }

  /// The items that the filter leaves, best first; without a filter in their own order.
  func matching(_ items: [Item]) -> [(item: Item, places: [Int])] {
    let pattern = filter.text
    guard !pattern.isEmpty else { return items.map { ($0, []) } }
    let matches = items.enumerated().compactMap { index, item in
      match(pattern, item).map { (index: index, item: item, match: $0) }
    }
    return matches.sorted { ($1.match.score, $0.index) < ($0.match.score, $1.index) }
      .map { ($0.item, $0.match.places) }
  }

  /// By what stands in the list; a command also by the name that it has in the config file.
  private func match(_ pattern: String, _ item: Item) -> FuzzyMatch? {
    let title = FuzzyMatch(pattern: pattern, in: item.title)
    guard kind == .palette, var name = FuzzyMatch(pattern: pattern, in: item.id) else { return title }
    name.places = []
    return title.map { $0.score >= name.score ? $0 : name } ?? name
  }
}
