import Agents
import AgentTUI
import OrderedJSON
import System
import TerminalUI

/// `agent-tui config`: what the settings files may hold, and whether one holds that.
struct ConfigProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  var output = Output.standard

  /// Prints the schema, or what is wrong. Returns the exit status: 0 where nothing is.
  ///
  /// - Throws: `UsageError` where a file that was named cannot be read.
  func run() throws(UsageError) -> Int32 {
    switch options.configRequest {
    case .schema, nil:
      output.writeLine(ConfigSchema.json.pretty)
      return 0
    case .check(let file?):
      return try check(environment.absolute(file), mustExist: true) ? 0 : 1
    case .check(nil):
      let given = environment[Self.configVariable].map(environment.absolute)
      let isPersonsRight = try check(given ?? ProgramPaths(environment).configFile, mustExist: given != nil)
      let isProjectsRight = try check(ProgramPaths.projectFile(in: environment.directory), mustExist: false)
      return isPersonsRight && isProjectsRight ? 0 : 1
    }
  }

  private static let configVariable = "AGENT_TUI_CONFIG"

  /// Says how a file stands. Whether nothing is wrong with it.
  private func check(_ path: String, mustExist: Bool) throws(UsageError) -> Bool {
    let bytes: [UInt8]
    do {
      bytes = try SmallFile.bytes(path)
    } catch {
      guard error.isMissing, !mustExist else { throw UsageError("The settings cannot be checked: \(error).") }
      say("\(path): there is none.")
      return true
    }
    let check = ConfigCheck(path: path, isProject: path.hasSuffix(ProgramPaths.projectFile(in: ""))) {
      [environment] in Self.themeProblem($0, environment)
    }
    let problems = check.problems(in: bytes)
    for problem in problems { say(problem) }
    if problems.isEmpty { say("\(path): nothing is wrong with it.") }
    return problems.isEmpty
  }

  /// Why the theme of a name cannot be used; nil where it can.
  private static func themeProblem(_ name: String, _ environment: ProgramEnvironment) -> String? {
    let themes = ThemeLibrary(
      environment: environment.variables, executable: Machine.executable, nearest: { NearestName.of($0, among: $1) })
    do {
      _ = try themes.theme(named: name)
      return nil
    } catch {
      return error.description
    }
  }

  private func say(_ line: String) { output.writeLine(TextSanitizer.line(line)) }
}
