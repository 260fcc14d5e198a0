import Agents
import Orchestrator
import System
import TerminalUI
import Threading

/// Performs effects on the fleet, the terminal and the person's files.
final class EffectPerformer: EffectPerforming {
  private let fleet: any FleetControl
  private let terminal: any Terminal
  private let themes: ThemeLibrary
  private let history: HistoryFile
  private let clipboard: Clipboard
  private let editor: Editor
  private let notifier: Notifier
  private let multiplexer: Multiplexer?
  /// Where pictures of the screen go.
  private let screenFolder: String
  /// Where the answers of other threads go.
  private let inbox: MessageInbox
  private let trust: (ProjectTrust) throws -> Void
  /// Begins to look for models.
  private let findModels: () throws -> Void
  private let transcripts: TranscriptReader
  /// Begins to load a model.
  private let load: (String) throws -> Void

  init(
    fleet: any FleetControl, terminal: any Terminal, themes: ThemeLibrary, history: HistoryFile, clipboard: Clipboard,
    editor: Editor, notifier: Notifier, multiplexer: Multiplexer?, screenFolder: String, inbox: MessageInbox,
    trust: @escaping (ProjectTrust) throws -> Void, findModels: @escaping () throws -> Void,
    load: @escaping (String) throws -> Void
  ) {
    self.fleet = fleet
    self.terminal = terminal
    self.themes = themes
    self.history = history
    self.clipboard = clipboard
    self.editor = editor
    self.notifier = notifier
    self.multiplexer = multiplexer
    self.screenFolder = screenFolder
    self.trust = trust
    self.inbox = inbox
    self.findModels = findModels
    transcripts = TranscriptReader(record: fleet.record, inbox: inbox)
    self.load = load
  }

  func perform(_ effect: Effect, for state: ConsoleState) -> [Message] {
    do {
      return try attempt(effect, state)
    } catch {
      return [.refused("\(error)")]
    }
  }

  private func attempt(_ effect: Effect, _ state: ConsoleState) throws -> [Message] {
    switch effect {
    case .submit(let text, let target): _ = try fleet.submit(text, to: target)
    case .stop(let agent): try fleet.stop(agent)
    case .stopAll: fleet.stopAll()
    case .goOn:
      let count = try fleet.goOn(nil)
      return [.told("\(count == 1 ? "1 task goes" : "\(count) tasks go") on")]
    case .answer(let request, let answer): try fleet.answer(request, with: answer)
    case .addAgent: return [.agentAdded(try fleet.addAgent(named: nil, mode: nil))]
    case .closeAgent(let name):
      try fleet.closeAgent(name)
      return [.agentClosed(name), .told("\(name) is closed")]
    case .rename(let old, let new):
      try fleet.renameAgent(old, to: new)
      return [.agentRenamed(from: old, to: new)]
    case .setMode(let mode, let agent): try fleet.setMode(mode, of: agent)
    case .resizeSlots(let count): try fleet.resizeSlots(to: count)
    case .lookAtChanges(let agent): return try lookAtChanges(of: agent, after: nil)
    case .undo(let undo, let agent): return try lookAtChanges(of: agent, after: undo)
    case .readTranscript(let part, let pane): try transcripts.read(part, pane: pane)
    case .readSelection(let selection): try transcripts.read(selection)
    case .searchTranscript(let pattern, let parts, let pane, let number):
      try transcripts.search(pattern, in: parts, pane: pane, number: number)
    case .endSearch(let pane): transcripts.endSearch(in: pane)
    case .setTheme(let name, let isChosen):
      let theme = try themes.theme(named: name)
      terminal.palette = terminal.isDark == false ? theme.light : theme.dark
      return isChosen ? [.told("theme \(name); for good: \"theme\": \"\(name)\" in the config file")] : []
    case .findModels: try findModels()
    case .loadModel(let path): try load(path)
    case .stopLoading: try fleet.stopLoading()
    case .trust(let project):
      try trust(project)
      return [.projectTrusted, .told("\(project.shownFile) is trusted; what it sets counts from the next start on")]
    case .listFiles: try listFiles(of: state.settings.workspace)
    case .copy(let text): return copy(text)
    case .openEditor(let text): return try edit(text)
    case .remember(let task): try history.append(task)
    case .notify(let text): terminal.emit(notifier.sequence(for: text, through: multiplexer))
    case .screenshot: return [.told("written to \(try writeScreen(state))")]
    case .redraw: terminal.redraw()
    case .suspend: terminal.suspended { stopProcess() }
    case .quit: break
    }
    return []
  }

  private func copy(_ text: String) -> [Message] {
    let plan = ClipboardPlan(text, tool: clipboard.tool?.first)
    if plan.usesTerminal { terminal.emit(multiplexer?.copy(text) ?? ControlSequences.copy(text)) }
    if plan.usesTool { clipboard.copy(text) { [inbox] in inbox.put(.refused($0)) } }
    return [plan.isRefusal ? .refused(plan.sentence) : .told(plan.sentence)]
  }

  /// Undoes something first where that is wanted; on a thread of its own, since a disk may be slow.
  private func lookAtChanges(of agent: String, after undo: ChangeUndo?) throws -> [Message] {
    guard let changes = try fleet.changes(of: agent) else { return [.changes([], forgottenRuns: 0, of: agent)] }
    _ = try WorkerThread(name: "changes") { [inbox] in
      if let undo {
        do throws(UndoError) {
          inbox.put(.told(try changes.undo(undo)))
        } catch {
          inbox.put(.refused(error.description))
        }
      }
      inbox.put(.changes(changes.runs(), forgottenRuns: changes.forgottenRuns, of: agent))
    }
    return []
  }

  private func listFiles(of workspace: String) throws {
    _ = try WorkerThread(name: "files") { [inbox] in
      do {
        inbox.put(.filesListed(FileIndex(try WorkspaceFiles.paths(in: workspace, cancellation: Cancellation()))))
      } catch {
        inbox.put(.filesListed(FileIndex()))
        inbox.put(.refused("the files of \(workspace) cannot be listed: \(error)"))
      }
    }
  }

  private func edit(_ text: String) throws -> [Message] {
    var result: Result<String, any Error> = .success(text)
    terminal.suspended { result = Result { try editor.edit(text) } }
    return [.edited(try result.get())]
  }

  /// Stops with everybody who was started together with us (`make run`), as a shell expects; goes on after `fg`.
  private func stopProcess() {
    kill(0, SIGTSTP)
  }

  private func writeScreen(_ state: ConsoleState) throws -> String {
    let picture = SurfacePicture(ground: terminal.isDark == false ? .light : .dark)
    let path = "\(screenFolder)/screen-\(state.wall).svg"
    let text = picture.svg(of: ScreenView.surface(state), palette: terminal.palette, title: "agent-tui")
    try PrivateFile.write(text, to: path)
    return path
  }
}
