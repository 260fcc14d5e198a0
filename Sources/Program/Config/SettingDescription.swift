/// What is to be said of a setting, by whoever describes the settings files: one of a name, though commands may each have
/// an option of that name.
struct SettingDescription: Equatable {
  let name: String
  let variable: String
  /// What its value is called, such as `N`; nil where it is true or false.
  let value: String?
  let summary: String
  let accepted: AcceptedValue
  let isRepeatable: Bool
  /// What a project's file may do with it, a sentence.
  let right: String

  /// All settings, in the order of the table.
  static let all: [SettingDescription] = {
    var found: [SettingDescription] = []
    for option in OptionTable.settings where !found.contains(where: { $0.name == option.name }) {
      found.append(SettingDescription(option))
    }
    return found
  }()

  private init(_ option: OptionSpecification) {
    name = option.name
    variable = option.variable
    value = option.value
    summary = option.summary
    accepted = option.accepted
    isRepeatable = option.isRepeatable
    right =
      switch option.project {
      case .may: "A project's file may set it."
      case .mayNarrow: "A project's file may narrow it, and widen it once it is trusted."
      case .mayWhenTrusted: "A project's file may set it once it is trusted."
      case .mayNot: "A project's file cannot set it."
      }
  }
}
