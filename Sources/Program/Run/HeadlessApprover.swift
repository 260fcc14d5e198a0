import Agents
import Threading

/// Answers for the person who is not there: a headless run can ask nobody, so what would be asked is denied.
struct HeadlessApprover: Approver {
  func decide(
    _ request: PermissionRequest, agent: String, cancellation: Cancellation
  ) -> (answer: PermissionAnswer, by: String) {
    if request.isQuestion { return (.deny(reason: "nobody can be asked in a headless run"), "headless") }
    // What is asked for another reason than a rule or a mode has no rule that would allow it.
    if request.rule.hasPrefix(CommandConfinement.missingRule) {
      return (
        .deny(
          reason:
            "there is no sandbox, and nobody can be asked in a headless run; --permission-mode auto on the command "
            + "line, or --sandbox off, lets commands run without one"), "headless"
      )
    }
    let rule = (try? PermissionRule(request.sessionRule, ruling: .allow))?.text
    let remedy = rule.map { "; allow it beforehand with --allow '\($0)' or with --permission-mode" } ?? ""
    return (.deny(reason: "nobody can be asked in a headless run (\(request.rule))\(remedy)"), "headless")
  }
}
