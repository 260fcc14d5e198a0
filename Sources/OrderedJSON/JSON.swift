/// A JSON value whose objects keep the order of their members.
///
/// Two objects are equal when their members are, in the same order.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number without fraction and exponent that fits.
  case integer(Int)
  /// Any other number. Written as `null` when it is not finite: JSON has no word for that.
  case number(Double)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}
