// Options about sessions: which one is gone on with, how one is shown, how long they are kept.

extension OptionTable {
  static let sessions: [OptionSpecification] = [
    .init("resume", "ID", "go on with this session, its agents and what they know", .agents, [.run], isSetting: false) {
      value, options throws(ValueError) in
      options.session = try ValueParser.text(value, called: "the name of a session, or the beginning of it")
    },
    .init(
      "continue", nil, "with --resume: go on with what was interrupted, and with the tasks that waited", .agents,
      [.run],
      isSetting: false
    ) { _, options throws(ValueError) in
      options.continues = true
    },
    .init(
      "sessions-size", "SIZE", "disk for the journals of earlier sessions (10G); the oldest are removed first",
      .general,
      [.console, .run], project: .mayNot
    ) { value, options throws(ValueError) in
      options.sessionsSize = try ValueParser.bytes(value)
    },
    .init(
      "sessions-days", "N", "days that the journals of earlier sessions are kept (365); 0: without an end", .general,
      [.console, .run], project: .mayNot
    ) { value, options throws(ValueError) in
      options.sessionsDays = try ValueParser.integer(value, 0...36_500)
    },
    .init(
      "format", "text|jsonl", "print how the session went, in place of going on with it", .general, [.resume],
      isSetting: false
    ) { value, options throws(ValueError) in
      options.format = try ValueParser.choice(value, ResolvedOptions.OutputFormat.self, among: [.text, .jsonl])
      options.printsSession = true
    },
    .init("format", "md|html|json", "how the session is written (md)", .general, [.export], isSetting: false) {
      value, options throws(ValueError) in
      options.format = try ValueParser.choice(value, ResolvedOptions.OutputFormat.self, among: [.md, .html, .json])
    },
  ]
}
