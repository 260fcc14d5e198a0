// What is asked of the person: the whole command or the diff, where it would run, the rule that asked, how long it
// has waited, and the keys that answer.

import Agents
import System
import TerminalUI
import Threading

/// An approval in rows.
enum ApprovalText {
  /// Everything, for the list.
  static func whole(_ approval: PendingApproval, width: Int, _ state: ConsoleState) -> [StyledLine] {
    let request = approval.request
    var rows: [StyledLine] = []
    guard !request.isQuestion else {
      rows += wrap("\(approval.agent) asks", Style(.approval, bold: true), width) + [StyledLine()]
      rows += question(request, width) + [StyledLine()]
      return rows + wrap("has waited \(waited(approval, state))", Style(.dim), width)
    }
    rows += wrap("\(approval.agent) wants \(request.tool)", Style(.approval, bold: true), width)
    if request.dangerous {
      rows += wrap("dangerous: destroys, or leaves the workspace", Style(.error, bold: true), width)
    }
    rows.append(StyledLine())
    rows += wrap(request.subject, Style(.code, bold: true), width)
    rows.append(StyledLine())
    if let diff = request.diff {
      var text = WrappedText(diff, format: .diff)
      rows += text.rows(0..<text.rowCount(width: width), width: width)
      rows.append(StyledLine())
    }
    rows += wrap("where: \(request.workingDirectory)", Style(.dim), width)
    if let sandbox = state.settings.sandbox, request.tool == "bash" {
      rows += wrap("runs in: \(sandbox.label)", Style(.dim), width)
    }
    rows += wrap("asked by: \(request.rule)", Style(.dim), width)
    rows += wrap("a allows for the session: \(request.sessionRule)", Style(.dim), width)
    if let prefix = request.prefixRule { rows += wrap("p allows for the session: \(prefix)", Style(.dim), width) }
    rows += wrap("has waited \(waited(approval, state))", Style(.dim), width)
    return rows
  }

  /// The part in the agent's own pane: what is asked. The keys follow it. In a low pane the place goes first, then the end of what is
  /// asked, which says so: nobody allows a command without a sign that there is more of it.
  static func pane(_ approval: PendingApproval, width: Int, height: Int = .max, _ state: ConsoleState) -> [StyledLine] {
    let width = max(1, width)
    let request = approval.request
    guard !request.isQuestion else { return pane(question: approval, width: width, height: height, state) }
    var heading = StyledLine("\(state.glyphs.marks.approval) \(request.tool)", Style(.approval, bold: true))
    heading.append(" (\(request.rule), \(waited(approval, state)))", Style(.dim))
    if request.dangerous { heading.append(" dangerous", Style(.error, bold: true)) }
    let place = StyledLine(TextSanitizer.line(request.workingDirectory), Style(.dim))
    let fits = heading.width + 4 + place.width <= width
    if fits {
      heading.append(" in ", Style(.dim))
      heading.append(place)
    }
    let subject = wrap(request.subject, Style(.code), width)
    var rows = [heading.truncated(to: width, ellipsis: state.glyphs.ellipsis)] + subject
    var diff: [StyledLine] = []
    if let text = request.diff {
      var text = WrappedText(text, format: .diff)
      let count = text.rowCount(width: width)
      diff = text.rows(0..<min(count, 12), width: width)
      if count > 12 { diff.append(more(count - 12, state)) }
    }
    // Of a long path the end is seen, where folders differ.
    if !fits, rows.count + 1 + diff.count <= height {
      rows.append(StyledLine("in " + place.text.end(within: width - 3, ellipsis: state.glyphs.ellipsis), Style(.dim)))
    }
    rows += diff
    return cut(rows, to: height, short: short(request, width, state), state)
  }

  /// Rows that may be too many, with a sign that there are more; in the lowest pane the one that says it all in short.
  private static func cut(
    _ rows: [StyledLine], to height: Int, short: StyledLine, _ state: ConsoleState
  ) -> [StyledLine] {
    guard rows.count > height else { return rows }
    guard height > 2 else { return [short] + (height == 2 ? [more(rows.count - 2, state)] : []) }
    return rows.prefix(height - 1) + [more(rows.count - height + 1, state)]
  }

  /// A question in the pane of the agent that asks it.
  private static func pane(
    question approval: PendingApproval, width: Int, height: Int, _ state: ConsoleState
  ) -> [StyledLine] {
    let mark = state.glyphs.marks.approval
    var heading = StyledLine("\(mark) \(approval.agent) asks", Style(.approval, bold: true))
    heading.append(" (\(waited(approval, state)))", Style(.dim))
    var short = StyledLine("\(mark) ", Style(.approval, bold: true))
    short.append(TextSanitizer.line(approval.request.subject), Style(.text, bold: true))
    let rows = [heading] + question(approval.request, width)
    return cut(
      rows.map { $0.truncated(to: width, ellipsis: state.glyphs.ellipsis) }, to: height,
      short: short.truncated(to: width, ellipsis: state.glyphs.ellipsis), state)
  }

  /// What is asked, and the answers that are offered, by number.
  private static func question(_ request: PermissionRequest, _ width: Int) -> [StyledLine] {
    wrap(request.subject, Style(.text, bold: true), width)
      + request.choices.enumerated().flatMap { wrap("\($0 + 1) \($1)", Style(.text), width) }
  }

  /// What is asked in one row: the beginning of the command instead of the rule.
  private static func short(_ request: PermissionRequest, _ width: Int, _ state: ConsoleState) -> StyledLine {
    var line = StyledLine("\(state.glyphs.marks.approval) \(request.tool) ", Style(.approval, bold: true))
    if request.dangerous { line.append("dangerous ", Style(.error, bold: true)) }
    line.append(TextSanitizer.line(request.subject), Style(.code))
    return line.truncated(to: width, ellipsis: state.glyphs.ellipsis)
  }

  private static func more(_ rows: Int, _ state: ConsoleState) -> StyledLine {
    let key = state.keyMap.keys(for: .approvals, in: [.panes]).first.map { ": \($0.shown)" } ?? ""
    return StyledLine("\(rows == 1 ? "1 row" : "\(rows) rows") more\(key)", Style(.dim))
  }

  /// `y once  a session  p prefix  e edit  n deny`; in a pane after the keys that lead there (`Esc 3 then`), since before
  /// them these are text, or another pane's.
  static func keys(
    _ approval: PendingApproval, contexts: [KeyContext], width: Int, _ state: ConsoleState
  ) -> [StyledLine] {
    var rows = [contexts == [.approval] ? way(to: approval, state) : StyledLine()]
    for action in [Action.approveOnce, .approveSession, .approvePrefix, .editCall, .denyCall] {
      if action == .approvePrefix && approval.request.prefixRule == nil { continue }
      guard let key = state.keyMap.keys(for: action, in: contexts).first, let hint = hint(of: action, to: approval)
      else { continue }
      var word = StyledLine(key.shown, Style(.hintKey, bold: true))
      word.append(" \(hint)", Style(.hint))
      // A key and its word stay on one row.
      if !rows[rows.count - 1].isEmpty, rows[rows.count - 1].width + 2 + word.width > width {
        rows.append(StyledLine())
      }
      if !rows[rows.count - 1].isEmpty { rows[rows.count - 1].append("  ", Style(.hint)) }
      rows[rows.count - 1].append(word)
    }
    return rows
  }

  /// What a key that answers does, in a word or two: `once`, or `yes` to a question; nil where it is no answer to this.
  static func hint(of action: Action, to approval: PendingApproval?) -> String? {
    let hint = ActionSpec.of(action).hint
    guard let request = approval?.request, request.isQuestion else { return hint }
    if action == .approveOnce { return request.choices.isEmpty ? "yes" : "choose" }
    if action == .denyCall { return "answer in words" }
    return permissions.contains(action) ? nil : hint
  }

  /// What gives or changes a permission, and is no answer to a question.
  private static let permissions: Set<Action> = [.approveSession, .approvePrefix, .editCall]

  /// The keys from where one is to the pane that asks; empty where one is there.
  private static func way(to approval: PendingApproval, _ state: ConsoleState) -> StyledLine {
    var actions: [(Action, KeyContext)] = []
    if state.place == .composer { actions.append((.leaveComposer, .composer)) }
    if let index = state.index(of: approval.agent), index != state.focus {
      actions.append((Action(rawValue: "pane-\(index + 1)") ?? .approvals, .panes))
    }
    var line = StyledLine()
    for (action, context) in actions {
      guard let key = state.keyMap.keys(for: action, in: [context]).first else { return StyledLine() }
      line.append("\(key.shown) ", Style(.hintKey, bold: true))
    }
    if !line.isEmpty { line.append("then", Style(.hint)) }
    return line
  }

  private static func waited(_ approval: PendingApproval, _ state: ConsoleState) -> String {
    Figures.seconds(Int(state.now.seconds(since: approval.since)))
  }

  private static func wrap(_ text: String, _ style: Style, _ width: Int) -> [StyledLine] {
    var text = WrappedText(text, format: .plain(style))
    return text.rows(0..<text.rowCount(width: width), width: width)
  }
}
