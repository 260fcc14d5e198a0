import Agents
import AgentTUI
import Inference
import OrderedJSON
import Orchestrator
import System
import TerminalUI

/// `agent-tui info`: what this program is, finds and uses.
struct InfoProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog

  /// Prints the report. The exit status is 1 when the model cannot be loaded: the rest is printed all the same.
  func run() throws(UsageError) -> Int32 {
    var report = InfoReport()
    report.add(
      "versions",
      [
        ("agent-tui", .string(ProgramVersion.text)), ("libllama", .string(InferenceEngine.libraryVersion)),
      ])
    let candidates = ModelFinder(environment: environment).candidates()
    let model = (options.model ?? candidates.first?.path).map { self.model(at: $0) }
    // Those of remote workers are known only to the model that is spread over them.
    report.add("devices", [("devices", .array(model?.devices?.map(JSON.string) ?? localDevices))])
    report.add("paths", paths)
    report.add(
      "sandbox",
      [
        ("commands", .string(options.commandSandbox(ProgramPaths(environment), isHeadless: false).status.description))
      ])
    report.add(
      "models found",
      candidates.map { ("\($0.name)", .string("\($0.path) (\(Figures.bytes($0.bytes)), \($0.origin.rawValue))")) })
    report.add("model", model?.entries ?? [("none", .string(ModelChoice.nothingFound))])
    Output.standard.write(options.format == .json ? report.json.text + "\n" : report.text)
    return model?.devices == nil && model != nil ? 1 : 0
  }

  /// Those of this machine, or why they are not known.
  private var localDevices: [JSON] {
    do {
      return try InferenceEngine.devices(searchPath: options.backendPath, names: .options).map(JSON.string)
    } catch {
      return [.string("\(error)")]
    }
  }

  private var paths: [(String, JSON)] {
    let paths = ProgramPaths(environment)
    return [
      ("settings", .string(options.config.map(environment.absolute) ?? paths.configFile)),
      ("project's settings", .string(ProgramPaths.projectFile(in: options.workspace))),
      ("project's trust", .string(Self.trust(options.project))),
      ("workspace", .string(options.workspace)),
      ("themes", .string(paths.themes)),
      ("journals", .string(paths.sessions)),
      ("state", .string(paths.stateFolder)),
      ("trusted projects", .string(paths.trust)),
      ("cache", .string(paths.cacheFolder)),
      ("KV of idle agents", .string(paths.idleStates)),
      (
        "models looked for",
        .array(ModelCandidate.Origin.allCases.flatMap(ModelFinder(environment: environment).folders).map(JSON.string))
      ),
    ]
  }

  /// How the project's settings file stands.
  static func trust(_ project: ProjectTrust?) -> String {
    guard let project else { return "there is none" }
    guard !project.widenings.isEmpty else { return "not needed: it only narrows what is allowed" }
    let list = project.widenings.joined(separator: ", ")
    return switch project.standing {
    case .trusted: "trusted; it sets \(list)"
    case .untrusted: "not trusted; it would set \(list)"
    case .changed: "changed since it was trusted; it would set \(list)"
    }
  }

  /// The facts of a model, for which it must be loaded; no devices where it cannot be.
  private func model(at path: String) -> (entries: [(String, JSON)], devices: [String]?) {
    do {
      let engine = try InferenceEngine.load(try options.inferenceConfig(model: path))
      defer { engine.shutdown() }
      var settings = AgentSettings(
        workspace: options.workspace, sampling: options.sampling, toolForm: options.toolForm,
        parallelCalls: options.parallelCalls, reasoning: options.reasoning)
      if !options.choosesToolForm {
        settings.keptForms = ToolFormStore(path: ProgramPaths(environment).toolForms).forms()
      }
      let approach = settings.approach(to: engine)
      let entries = Self.entries(of: engine.facts) + Self.entries(of: approach)
      return (entries + Self.entries(of: settings, engine.facts, approach), engine.facts.devices)
    } catch {
      return ([("path", .string(path)), ("error", .string("\(error)"))], nil)
    }
  }

  /// How agents work with it.
  static func entries(of approach: Approach) -> [(String, JSON)] {
    [
      ("calls", .string("\(approach.form.rawValue), \(approach.formReason)")),
      ("form of the template's calls", .string(form(of: approach.format))),
      ("calls of an answer", .string(approach.severalCalls ? "several" : "one, then its result")),
      ("tokens of an answer", .string("\(approach.maxTokens), because \(approach.maxTokensReason)")),
    ]
  }

  private static func form(of format: CallFormat) -> String {
    guard format.rendersCalls else { return "none; where calls are native they are JSON between <tool_call> marks" }
    let example = format.text(of: [.init(name: "NAME", arguments: ["KEY": "VALUE"])])
    return "\(format.shape.name): \(JSON.string(example).text)"
  }

  /// How tokens are chosen, and what of it comes from where.
  static func entries(of settings: AgentSettings, _ facts: ModelFacts, _ approach: Approach) -> [(String, JSON)] {
    let lines = settings.sampling.lines(
      for: facts.sampling, ledTemperature: approach.isLed ? settings.ledTemperature : nil)
    return [("sampling", .array(lines.map(JSON.string)))]
  }

  static func entries(of facts: ModelFacts) -> [(String, JSON)] {
    [
      ("path", .string(facts.path)), ("name", .string(facts.name)), ("summary", .string(facts.summary)),
      ("architecture", .string(facts.architecture)),
      ("parameters", .integer(Int(clamping: facts.parameters))),
      ("weights", .string(Figures.bytes(Int(clamping: facts.bytes)))),
      ("vocabulary", .integer(facts.vocabularySize)), ("trained context", .integer(facts.trainedContext)),
      ("context of an agent", .string("\(facts.contextLength), because \(facts.contextReason)")),
      ("KV cells", .integer(facts.kvCells)),
      ("KV memory", .string(Figures.bytes(facts.kvBytes))),
      ("sequences", .integer(facts.maxSequences)), ("agents share", .string(facts.memory.sentence)),
      ("chat template", .string(([facts.template] + facts.templateNotes).joined(separator: "; "))),
      ("layers", .string(facts.placement)), ("threads", .integer(facts.threads)),
    ]
  }
}
