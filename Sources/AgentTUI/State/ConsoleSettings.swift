import Agents
import TerminalUI

/// What is settled before the console starts.
struct ConsoleSettings: Equatable, Sendable {
  /// Whether marks and frames may be more than ASCII.
  var isUnicode = true
  /// Names of the themes there are, and the one in use.
  var themes = ["terminal"]
  var theme = "terminal"
  /// Where the agents work, for the header of approvals.
  var workspace = ""
  /// What is shown of the model before it tells its own name.
  var modelName = ""
  /// Bytes of memory of this machine; 0 where that is not known.
  var machineMemory = 0
  /// What the mouse does.
  var mouse = MouseSettings()
  /// Whether remote workers take parts of the model.
  var isSpread = false
  /// How the workspace's own settings file stands; nil where there is none.
  var project: ProjectTrust?
  /// What commands run in; nil where that is not known.
  var sandbox: SandboxStatus?
  /// Seconds that local time is ahead of UTC.
  var utcOffset = 0
}
