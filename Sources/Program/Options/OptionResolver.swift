// Who says what, the weaker first: the person's settings file, the project's file, the environment, the command line.
// Each layer is a list of settings that are applied in turn to the same options, so the last word counts, and
// repeatable options add up.

import Agents
import AgentTUI
import OrderedJSON
import System

/// Finds out what the program was asked for.
struct OptionResolver {
  let environment: ProgramEnvironment
  /// Reads a file; replaced in tests.
  var read: (String) throws(SmallFile.Failure) -> [UInt8] = SmallFile.bytes

  /// All options of this start of the program.
  ///
  /// - Parameter arguments: the command line without the program's name.
  /// - Throws: `UsageError` for the first thing that is wrong.
  func resolve(_ arguments: [String]) throws(UsageError) -> ResolvedOptions {
    let parsed = try ArgumentParser.parse(arguments)
    var options = ResolvedOptions(workspace: environment.directory)
    options.command = parsed.command
    options.session = parsed.session
    options.pull.source = parsed.source
    options.configRequest = parsed.config
    options.shell = parsed.shell
    options.explain.calls = parsed.calls
    // Help must come even where a settings file is broken.
    for setting in parsed.settings where ["help", "version"].contains(setting.option.name) {
      try setting.apply(to: &options)
    }
    if options.wantsHelp || options.wantsVersion || !parsed.command.readsSettings { return options }

    let fromEnvironment = environmentSettings(for: parsed.command)
    let person = try personsFile(explicit: value(of: "config", in: fromEnvironment + parsed.settings), parsed.command)
    for setting in person.settings { try setting.apply(to: &options) }
    let workspace =
      value(of: "workspace", in: person.settings + fromEnvironment + parsed.settings) ?? environment.directory
    let project = try applyProjectFile(in: environment.absolute(workspace), to: &options)
    for setting in fromEnvironment + parsed.settings { try setting.apply(to: &options) }

    options.choosesToolForm = parsed.settings.contains { $0.option.name == "tool-form" }
    options.choosesPermissionMode = (fromEnvironment + parsed.settings).contains { $0.option.name == "permission-mode" }
    options.settings = person.console
    options.warnings = person.warnings + project.warnings + options.warnings
    if !project.console.isEmpty {
      let names = project.console.names.map { "'\($0)'" }.joined(separator: ", ")
      options.warnings.append(
        "\(ProgramPaths.projectFile(in: workspace)): \(names) belongs into your own settings and is passed over here.")
    }
    try complete(&options)
    return options
  }

  private func environmentSettings(for command: Command) -> [Setting] {
    OptionTable.options(of: command).filter(\.isSetting).flatMap { option in
      guard let text = environment[option.variable] else { return [Setting]() }
      let values = option.isRepeatable ? text.split(separator: "\n").map(String.init) : [text]
      return values.map { Setting(option: option, value: $0, source: option.variable) }
    }
  }

  private func value(of name: String, in settings: [Setting]) -> String? {
    settings.last { $0.option.name == name }?.value
  }

  private func personsFile(explicit: String?, _ command: Command) throws(UsageError) -> SettingsFile {
    let path = explicit.map(environment.absolute) ?? ProgramPaths(environment).configFile
    do {
      return try SettingsFile(try read(path), path: path, command: command)
    } catch let error as SmallFile.Failure {
      if error.isMissing && explicit == nil { return SettingsFile() }
      throw UsageError("The settings cannot be used: \(error).")
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("The settings cannot be used: \(error).")
    }
  }

  /// Reads the project's file, and takes from it what it may say.
  private func applyProjectFile(
    in workspace: String, to options: inout ResolvedOptions
  ) throws(UsageError) -> SettingsFile {
    let path = ProgramPaths.projectFile(in: workspace)
    var file = SettingsFile()
    do {
      let bytes = try read(path)
      file = try SettingsFile(bytes, path: path, command: options.command)
      options.project = try trust(in: workspace, bytes, options, &file.warnings)
      if let sentence = options.project?.sentence { file.warnings.append(sentence) }
    } catch let error as SmallFile.Failure {
      if !error.isMissing { file.warnings.append("The project's settings are passed over: \(error).") }
    } catch let error as UsageError {
      throw error
    } catch {
      throw UsageError("\(error)")
    }
    let isTrusted = options.project?.standing == .trusted
    for setting in file.settings {
      if setting.option.project == .mayNot {
        options.warnings.append(
          "\(setting.source): '\(setting.value)' is passed over: a project's file cannot say it; say it with \(setting.option.flag)."
        )
      } else {
        _ = try applyProject(setting, isTrusted: isTrusted, to: &options)
      }
    }
    return file
  }

  /// How the file stands, and what of it hangs on that. It is compared by a digest of what was read here, once.
  private func trust(
    in workspace: String, _ bytes: [UInt8], _ options: ResolvedOptions, _ warnings: inout [String]
  ) throws(UsageError) -> ProjectTrust {
    // What the console would be told by it, whatever this start is for.
    var copy = options
    var widenings: [String] = []
    let path = ProgramPaths.projectFile(in: workspace)
    let command: Command =
      switch options.command {
      case .console, .run, .resume, .info, .trust, .permissions: .console
      case .bench, .sessions, .export, .prompt, .pull, .rpcWorker, .config, .completions, .man: options.command
      }
    for setting in try SettingsFile(bytes, path: path, command: command).settings
    where setting.option.project != .mayNot {
      if try applyProject(setting, isTrusted: false, to: &copy) { widenings.append(setting.shown) }
    }
    let file = TrustStore.key(ofFolder: workspace)
    let digest = widenings.isEmpty ? "" : SHA256.hexadecimal(bytes)
    var standing = ProjectTrust.Standing.untrusted
    do {
      let store = TrustStore(path: ProgramPaths(environment).trust, read: read)
      if !widenings.isEmpty { standing = try store.standing(of: file, digest: digest) }
    } catch {
      warnings.append(error.description)
    }
    return ProjectTrust(file: file, digest: digest, standing: standing, widenings: widenings)
  }

  /// A project's file is somebody else's: what would allow more than the person has allowed is passed over, unless
  /// they trust the file.
  ///
  /// - Returns: whether it would allow more.
  private func applyProject(
    _ setting: Setting, isTrusted: Bool, to options: inout ResolvedOptions
  ) throws(UsageError) -> Bool {
    let before = options
    try setting.apply(to: &options)
    if !isTrusted {
      for index in before.rules.count..<max(before.rules.count, options.rules.count) {
        options.rules[index].onlyNarrows = true
      }
    }
    let usual = BuiltInTools.all.map(\.name)
    let widens =
      switch setting.option.project {
      case .may: false
      case .mayNarrow:
        options.permissionMode.breadth > before.permissionMode.breadth
          || !Set(options.tools ?? []).isSubset(of: before.tools ?? usual)
      case .mayWhenTrusted, .mayNot: true
      }
    guard widens, !isTrusted else { return widens }
    let tools = options.tools
    options = before
    // Those that were allowed already, it may choose among.
    if let tools, setting.option.name == "tools" { options.tools = tools.filter((before.tools ?? usual).contains) }
    return true
  }

  /// Relative paths, files in place of values, and what must fit together.
  private func complete(_ options: inout ResolvedOptions) throws(UsageError) {
    options.workspace = environment.absolute(options.workspace)
    let tools = (BuiltInTools.all + BuiltInTools.optional).map(\.name)
    options.warnings += RuleReview(options.rules, tools: tools).sentences
    options.model = options.model.map(environment.absolute)
    options.sandbox.readable = options.sandbox.readable.map(environment.absolute)
    options.log = options.log.map(environment.absolute)
    options.tasksFile = options.tasksFile.map(environment.absolute)
    options.worker.cache = options.worker.cache.map(environment.absolute)
    options.backendPath = options.backendPath.map(environment.absolute)
    options.explain.file = options.explain.file.map { $0 == "-" ? $0 : environment.absolute($0) }
    options.prompt.messages = options.prompt.messages.map { $0 == "-" ? $0 : environment.absolute($0) }
    options.prompt.tools = options.prompt.tools.map { $0 == "-" ? $0 : environment.absolute($0) }
    if let system = options.system, system.hasPrefix("@") {
      do {
        options.system = String(
          decoding: try read(environment.absolute(String(system.dropFirst()))).withoutByteOrderMark, as: UTF8.self)
      } catch {
        throw UsageError("--system: \(error).")
      }
    }
    if let path = options.jsonSchema.map(environment.absolute) {
      options.jsonSchema = path
      do {
        let schema = try JSONSchema(parsing: String(decoding: try read(path).withoutByteOrderMark, as: UTF8.self))
        options.warnings += schema.unchecked.map { "\(path): \($0)." }
        options.answerSchema = schema
      } catch let error as SmallFile.Failure {
        throw UsageError("--json-schema: \(error).")
      } catch {
        throw UsageError("--json-schema: \(path) cannot be used: \(error).")
      }
    }
  }
}
