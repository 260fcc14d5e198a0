/// The files that a command would run, as they were when a person was asked about it: what they allow is what was there
/// then, and an agent beside this one may write in the meantime.
struct ScriptStamps: Equatable {
  private let stamps: [String: FileStamp?]

  /// - Parameter folder: where the command would run.
  init(_ command: CommandAnalysis, workspace: String, folder: String) {
    let resolver = PathResolver(workspace: workspace)
    let places = CommandPlaces(command: command, start: folder, resolver: resolver)
    var stamps: [String: FileStamp?] = [:]
    for word in command.parts.flatMap(Self.scripts) {
      for path in places.paths(of: word) { stamps[path.absolute] = FileStamp(of: path.absolute) }
    }
    self.stamps = stamps
  }

  /// The files that are not as they were before, by their paths.
  func changed(since before: ScriptStamps) -> [String] {
    Set(stamps.keys).union(before.stamps.keys).filter { stamps[$0] != before.stamps[$0] }.sorted()
  }

  private static let interpreters: Set<String> = CommandAnalysis.shells.union([
    "python", "python3", "node", "deno", "bun", "ruby", "perl", "php", "lua", "Rscript", "source", ".", "osascript",
  ])
  /// What a program reads to know what it runs.
  private static let recipes: [String: [String]] = [
    "make": ["Makefile", "makefile", "GNUmakefile"], "gmake": ["Makefile", "makefile", "GNUmakefile"],
    "npm": ["package.json"], "yarn": ["package.json"], "pnpm": ["package.json"], "npx": ["package.json"],
    "just": ["justfile", "Justfile"], "cargo": ["Cargo.toml", "build.rs"], "swift": ["Package.swift"],
  ]

  private static func scripts(of part: CommandAnalysis.Part) -> [ShellScript.Word] {
    let words = part.words.drop { $0.variable != nil }
    guard let name = words.first else { return [] }
    let program = CommandAnalysis.baseName(name.text)
    var scripts = name.text.contains("/") ? [name] : []
    if interpreters.contains(program) {
      scripts += words.dropFirst().first { !$0.text.hasPrefix("-") }.map { [$0] } ?? []
    }
    return scripts + (recipes[program] ?? []).map { ShellScript.Word(text: $0) }
  }
}
