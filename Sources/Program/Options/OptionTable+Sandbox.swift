import Agents

extension OptionTable {
  /// What commands run in.
  static let sandbox: [OptionSpecification] = [
    .init(
      "sandbox", SandboxMode.allCases.map(\.rawValue).joined(separator: "|"),
      "whether commands run in a sandbox (auto: where there is one)", .permissions, [.console, .run, .info],
      project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.sandbox.mode = try ValueParser.choice(value, SandboxMode.self)
    },
    .init(
      "sandbox-network", nil, "give commands in the sandbox the network", .permissions, [.console, .run],
      project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.sandbox.hasNetwork = try ValueParser.flag(value)
    },
    .init(
      "sandbox-env", "NAME", "a variable of the environment that commands get beside the usual ones", .permissions,
      [.console, .run], repeats: true, project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.sandbox.environment.insert(try ValueParser.variableName(value))
    },
    .init(
      "sandbox-read", "PATH", "a folder or file that commands in the sandbox may read beside the usual ones",
      .permissions, [.console, .run], repeats: true, project: .mayWhenTrusted
    ) { value, options throws(ValueError) in
      options.sandbox.readable.append(try ValueParser.text(value, called: "the path of a folder or of a file"))
    },
  ]
}
