import Agents

extension ResolvedOptions {
  /// What commands run in, as it is on this machine.
  ///
  /// Where nobody can be asked, the mode `auto` that the person has typed for this very start is their word that commands
  /// run: then they run without a sandbox, too, if there is none. In the console they are asked.
  ///
  /// - Parameter isHeadless: whether nobody can be asked.
  func commandSandbox(_ paths: ProgramPaths, isHeadless: Bool) -> CommandSandbox {
    var settings = sandbox
    settings.hidden = [paths.configFolder, paths.stateFolder, paths.idleStates] + [config].compactMap(\.self)
    let found = CommandSandbox(settings, workspace: workspace)
    return isHeadless && permissionMode == .auto && choosesPermissionMode ? found.waived() : found
  }
}
