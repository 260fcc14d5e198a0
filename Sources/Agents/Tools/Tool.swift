public import OrderedJSON
public import Threading

/// Gives a task to another agent and blocks until it has answered; the last argument is told who works on it.
public typealias TaskDelegate =
  @Sendable (_ task: String, _ cancellation: Cancellation, _ begun: (String) -> Void) -> ToolResult

/// Puts a question to the person, with the arguments of the call, and blocks until it is answered or the run is stopped.
public typealias PersonAsker = @Sendable (_ arguments: JSON, _ question: String) -> PermissionAnswer

/// What a tool call gets besides its arguments.
public struct ToolContext: Sendable {
  /// The folder that the agent works in, an absolute path.
  public var workspace: String
  /// Ends the call early.
  public var cancellation: Cancellation
  /// Output as it comes, for the screen; called on the tool's own thread.
  public var output: @Sendable (String) -> Void
  /// Whether a search may show the file at an absolute path, links followed: the permission for a folder does not
  /// cover what in it is forbidden.
  public var mayShow: @Sendable (String) -> Bool
  /// Keeps what was in files that the call changes.
  public var changes: ChangeRecorder
  /// What the agent has seen of files.
  public var seen: SeenFiles
  /// The change that a person has approved, as they were shown it; nil where nobody was asked.
  public var approvedDiff: String?
  /// Gives work to another agent; nil where that is not possible.
  public var delegate: TaskDelegate?
  /// Asks the person; nil where that is not possible.
  public var ask: PersonAsker?
  /// What the agent's shell keeps from call to call.
  public var shell: ShellState
  /// What commands run in.
  public var sandbox: CommandSandbox
  /// Where the call's path leads, as it was decided on; nil where nobody has decided, and it is looked for again.
  public var place: ResolvedPath?
  /// What the agent has set itself to do.
  public var todo: TodoList

  /// A context; without rules, searches leave out secrets only.
  public init(
    workspace: String, cancellation: Cancellation,
    mayShow: @escaping @Sendable (String) -> Bool = { !SecretFiles.contains($0) }, changes: ChangeRecorder = .init(),
    seen: SeenFiles = SeenFiles(), approvedDiff: String? = nil, delegate: TaskDelegate? = nil,
    ask: PersonAsker? = nil, shell: ShellState = .init(), sandbox: CommandSandbox = .none,
    place: ResolvedPath? = nil, todo: TodoList = .init(), output: @escaping @Sendable (String) -> Void
  ) {
    self.workspace = workspace
    self.cancellation = cancellation
    self.mayShow = mayShow
    self.changes = changes
    self.seen = seen
    self.approvedDiff = approvedDiff
    self.delegate = delegate
    self.ask = ask
    self.shell = shell
    self.sandbox = sandbox
    self.place = place
    self.todo = todo
    self.output = output
  }
}

/// What a tool call gave. Failures are results too: the model is told and can act on them.
public struct ToolResult: Sendable, Equatable {
  /// Whether it did what was asked.
  public var ok: Bool
  /// What the model is told; bounded, and it says what was cut.
  public var output: String
  /// The whole of what it changed in a file, as a unified diff for people; of what the model is told it may be a part.
  public var diff: String?

  /// A result that the model is told; the diff is for people only.
  public init(ok: Bool, output: String, diff: String? = nil) {
    self.ok = ok
    self.output = output
    self.diff = diff
  }
}

/// Something an agent can do.
public protocol Tool: Sendable {
  /// The name the model calls it by.
  var name: String { get }
  /// One or two sentences for the model.
  var summary: String { get }
  /// Its arguments, as a JSON schema of type `object`.
  var parameters: ToolSchema { get }
  /// What it does to the world.
  var effect: ToolEffect { get }
  /// Whether the same call again and again makes sense, as where it tells of what goes on meanwhile; else a person is asked.
  var isRepeatable: Bool { get }
  /// Does it. Blocks this thread; `arguments` satisfy `parameters`.
  func run(_ arguments: JSON, in context: ToolContext) -> ToolResult
}

extension Tool {
  /// Whoever makes the same call again and again goes round in circles.
  public var isRepeatable: Bool { false }
}
