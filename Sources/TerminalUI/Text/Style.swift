/// What a piece of the screen is, not what it looks like: themes give roles their colours.
package enum Role: String, CaseIterable, Sendable {
  case text, dim, accent, heading, code, reasoning, person
  case header, headerAccent, frame, frameFocused, title, titleFocused
  case idle, queued, prefill, decode, tool, approval, done, stopped, failed
  case error, warning, added, removed, hunk
  case composer, placeholder, cursor, hint, hintKey
  case selection, match, overlay, overlayFrame, overlayTitle

  /// The role on whose background this one stands where neither it nor the style says otherwise.
  package var ground: Role {
    switch self {
    case .headerAccent: .header
    case .placeholder: .composer
    case .hintKey: .hint
    case .overlayFrame, .overlayTitle: .overlay
    case .text, .dim, .accent, .heading, .code, .reasoning, .person, .frame, .frameFocused, .title, .titleFocused,
      .idle, .queued, .prefill, .decode, .tool, .approval, .done, .stopped, .failed, .error, .warning, .added,
      .removed, .hunk:
      .text
    case .header, .composer, .hint, .overlay, .selection, .match, .cursor: self
    }
  }
}

/// A role with the attributes that stand beside its colour.
package struct Style: Hashable, Sendable {
  package var role: Role
  /// The role whose background it stands on; nil for the one the surface is being drawn on (`Surface.draw`),
  /// else the role's own.
  package var ground: Role?
  package var bold = false
  package var italic = false
  package var underline = false
  var reverse = false

  package init(
    _ role: Role, on ground: Role? = nil, bold: Bool = false, italic: Bool = false, underline: Bool = false,
    reverse: Bool = false
  ) {
    self.role = role
    self.ground = ground
    self.bold = bold
    self.italic = italic
    self.underline = underline
    self.reverse = reverse
  }
}
