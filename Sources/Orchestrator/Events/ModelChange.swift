/// That another model has taken over, as the event stream tells it.
public struct ModelChange: Sendable, Equatable {
  /// The path of the model that all agents work with from here on.
  public var model: String
  /// The path of the one before.
  public var before: String
  /// Tokens that an agent may use now.
  public var context: Int
  /// What could not come along as it was, sentences for people.
  public var notes: [String]

  /// A change of the model.
  public init(model: String, before: String, context: Int, notes: [String]) {
    self.model = model
    self.before = before
    self.context = context
    self.notes = notes
  }
}
