import OrderedJSON
import System

@testable import Jinja

extension JinjaTemplate {
  static let moment = CivilTime(year: 2026, month: 11, day: 29, hour: 8, minute: 7, second: 6)

  /// What a template makes of these variables, all of them from outside.
  static func render(
    _ source: String, _ variables: [String: JSON] = [:], limits: JinjaLimits = JinjaLimits()
  ) throws(JinjaError) -> MarkedText {
    try render(source, values: variables.mapValues { JinjaValue($0, mark: 1) }, limits: limits)
  }

  static func render(
    _ source: String, values: [String: JinjaValue], limits: JinjaLimits = JinjaLimits()
  ) throws(JinjaError) -> MarkedText {
    try JinjaTemplate(source, limits: limits).render(values) { moment }
  }
}

extension MarkedText {
  /// The runs as `mark:text`, for comparing by eye.
  var shown: [String] { runs.map { "\($0.mark):\($0.text)" } }
}
