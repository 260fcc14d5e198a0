public import System

/// A chat template in Jinja, read once and rendered often, as Python's `transformers` does it: jinja2's immutable
/// sandbox with `trim_blocks`, `lstrip_blocks`, loop controls, `raise_exception`, `strftime_now`, `generation` blocks
/// and a `tojson` that writes plain JSON.
///
/// What differs from Python: whole numbers have 64 bits, and what prints an address there prints no address here.
public struct JinjaTemplate: Sendable {
  private let body: [Statement]
  private let names: [String]
  private let changesLists: Bool
  private let limits: JinjaLimits

  /// Reads a template.
  ///
  /// - Parameter changesLists: whether it may change its lists and dictionaries (`list.append(x)`), which
  ///   `transformers` forbids and other programs allow.
  /// - Throws: `JinjaError` with the line that is no template.
  public init(
    _ source: String, changesLists: Bool = false, limits: JinjaLimits = JinjaLimits()
  ) throws(JinjaError) {
    self.changesLists = changesLists
    var parser = try Parser(source, limits: limits)
    body = try parser.template()
    names = parser.names
    self.limits = limits
  }

  /// Renders the template with these variables.
  ///
  /// - Parameter clock: the time that `strftime_now` tells.
  /// - Throws: `JinjaError` with the line at which it could not go on.
  public func render(
    _ variables: [String: JinjaValue], clock: @escaping @Sendable () -> CivilTime
  ) throws(JinjaError) -> MarkedText {
    let evaluator = Evaluator(names: names, limits: limits, changesLists: changesLists, clock: clock)
    defer { evaluator.letGo() }
    return MarkedText(try evaluator.render(body, variables))
  }
}
