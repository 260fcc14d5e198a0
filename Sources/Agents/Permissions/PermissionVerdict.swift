/// What is to happen with a tool call.
public enum PermissionVerdict: Sendable, Equatable {
  /// It runs; `by` says which rule or mode lets it: `mode auto`, `allow bash(git diff *)`.
  case allow(by: String)
  /// It does not run; the reason goes back to the model. `by` is empty where the call itself is the reason.
  case deny(reason: String, by: String)
  /// A person decides. The fields are those of `PermissionRequest`.
  case ask(
    rule: String, sessionRule: String, prefixRule: String?, subject: String, diff: String?, dangerous: Bool)
}
