import OrderedJSON
import Threading

extension AgentRun {
  /// Tells the model what it would have to look up first: only what it may read without asking, and as results that
  /// people see.
  mutating func brief(on task: String) {
    let tools = settings.offeredTools(in: agent.mode)
    guard let tool = tools["read"], tool.effect == .reads, GlobTool.isFolder(settings.workspace) else { return }
    var parts: [String] = []
    let resolver = PathResolver(workspace: settings.workspace)
    var names = Briefing.candidates(in: task)
    var list: FileList?
    do throws(ChildError) {
      list = try listing(for: tool)
    } catch {
      // The person sees why the model has to look for itself, and the model that it has to.
      let problem = "the files of the workspace cannot be listed: \(error)"
      let id = agent.identifiers.next("call")
      emit(.toolStarted(call: id, name: tool.name, arguments: ["path": "."]))
      emit(.toolFinished(call: id, name: tool.name, ok: false, output: problem, milliseconds: 0))
      parts.append(problem)
    }
    if let list {
      files = Set(list.paths)
      if !agent.conversation.hasBriefing {
        parts.append(Briefing.list(list.paths, isCut: list.isCut))
        let sources = list.paths.filter(Briefing.isSource)
        let sizes = sources.prefix(Briefing.smallWorkspaceFiles + 1).map { name in
          (name: name, bytes: resolver.resolve(name).flatMap { try? TextFile(path: $0).facts()?.size } ?? .max)
        }
        names += Briefing.unnamed(sizes, named: names)
      }
    }
    var room = Briefing.allFiles
    for name in names {
      let arguments: JSON = ["path": .string(name)]
      guard room > 0, !cancellation.isCancelled, let path = resolver.resolve(name), path.isInWorkspace,
        let content = try? TextFile(path: path).text(),
        case .allow = agent.policy.decide(
          tool: tool, arguments: arguments, mode: agent.mode, workspace: settings.workspace)
      else { continue }
      let (text, isWhole) = Briefing.text(
        of: path.shown, content, task: task, form: approach.form, room: room)
      if isWhole { agent.seen.note(path, FileContent(content)) } else { partlySeen.append(path.shown) }
      room -= text.unicodeScalars.count
      parts.append(text)
      let id = agent.identifiers.next("call")
      emit(.toolStarted(call: id, name: tool.name, arguments: arguments))
      emit(.toolFinished(call: id, name: tool.name, ok: true, output: text, milliseconds: 0))
    }
    guard !parts.isEmpty else { return }
    let text = parts.joined(separator: "\n\n")
    agent.change { $0.append(.briefing(text)) }
  }

  /// The workspace's files that this tool may show.
  func listing(for tool: any Tool) throws(ChildError) -> FileList {
    let context = ToolContext(
      workspace: settings.workspace, cancellation: cancellation,
      mayShow: agent.policy.searchFilter(for: tool, workspace: settings.workspace)
    ) { _ in }
    let folder = PathResolver(workspace: settings.workspace).workspace
    return try FileList(below: folder, matching: nil, ripgrep: Program.find("rg"), context: context)
  }
}

extension Conversation {
  fileprivate var hasBriefing: Bool {
    entries.contains { if case .briefing = $0 { true } else { false } }
  }
}
