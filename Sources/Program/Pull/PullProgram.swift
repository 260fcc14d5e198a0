// `agent-tui pull`: a model for those who installed the program. What is asked for becomes files (PullSource, HubListing),
// each is got by itself (PullDownload), and lies where the program looks for models (ModelFinder).

import AgentTUI
import System
import TerminalUI
import Threading

/// Gets a model.
struct PullProgram {
  let options: ResolvedOptions
  let environment: ProgramEnvironment
  let log: MessageLog
  /// Cancelled when the person wants it to end.
  let interruption: Cancellation

  /// Gets what was asked for. Returns the exit status: 0 when it is there, 1 when it could not be got, 130 when the
  /// person ended it.
  ///
  /// - Throws: `UsageError` when what was asked for cannot be.
  func run() throws(UsageError) -> Int32 {
    let source = try PullSource(options.pull.source)
    do throws(PullError) {
      let files = try files(of: source)
      if options.pull.sha256 != nil, files.count > 1 {
        throw PullError("--sha256 is the sum of one file, and this model has \(files.count).")
      }
      for file in files { try get(file) }
      return 0
    } catch {
      log.say(error.description)
      return error.isInterruption ? 130 : 1
    }
  }

  private var folder: String { ProgramPaths(environment).models }
  private var endpoint: String {
    let given = environment["HF_ENDPOINT"] ?? HubFile.usualEndpoint
    return given.hasSuffix("/") ? String(given.dropLast()) : given
  }

  private func get(_ file: PullFile) throws(PullError) {
    let place = PullPlace(folder: folder, name: file.name)
    var file = file
    if let digest = options.pull.sha256 { file.sha256 = digest }
    let download = PullDownload(file: file, place: place, cancellation: interruption) { say($0) }
    let isNew = try download.run()
    var bytes = 0
    if case .file(let count)? = FileTree.kind(of: place.file) { bytes = count }
    let shown = "\(TextSanitizer.line(place.file)) (\(Figures.bytes(bytes)))"
    if isNew {
      say("\(shown) is there\(file.sha256 == nil ? "; nobody told a sum to check it by" : ", and its sum is right").")
      say("agent-tui offers it at the start; --model with this path takes it at once.")
    } else {
      say("\(shown) was there already; to get it anew, remove it first.")
    }
  }

  // MARK: - What there is to get

  private func files(of source: PullSource) throws(PullError) -> [PullFile] {
    switch source {
    case .known(let known): return [PullFile(known, endpoint: endpoint)]
    case .address(let address): return PullFile.files(atAddress: address, sha256: nil)
    case .repository(let repository, let choice):
      let listing: HubListing
      do throws(PullError) {
        listing = try list(repository)
      } catch {
        // What is not public cannot be listed, but the hub's own tool may be let in to a file by its name.
        guard !error.isInterruption, case .file(let path) = choice,
          let file = PullFile(HubFile(repository: repository, path: path), endpoint: endpoint)
        else { throw error }
        return [file]
      }
      let files = try listing.files(choice).compactMap { entry in
        PullFile(
          HubFile(repository: repository, path: entry.path), bytes: entry.bytes, sha256: entry.sha256,
          endpoint: endpoint)
      }
      guard !files.isEmpty else {
        throw PullError("No file of '\(repository)' has a name that a model's file can have here.")
      }
      return files
    }
  }

  /// Asks the hub what a repository holds.
  private func list(_ repository: String) throws(PullError) -> HubListing {
    let base = "\(folder)/.listing-\(getpid())"
    do {
      // Makes the folders above it, and says why where it cannot.
      try PrivateFile.write("", to: base)
    } catch {
      throw PullError("The files of '\(repository)' cannot be listed: \(error).")
    }
    defer {
      unlink(base)
      unlink("\(base).headers")
    }
    let transfer = CurlTransfer(
      address: HubFile.listing(of: repository, at: endpoint), part: base, headers: "\(base).headers")
    let exit = ForegroundProgram.run(transfer.command, cancellation: interruption)
    guard !interruption.isCancelled, exit != 128 + SIGINT, exit != 128 + SIGTERM else {
      throw PullError("Interrupted.", isInterruption: true)
    }
    let answer = CurlTransfer.Answer(headers: (try? SmallFile.text("\(base).headers")) ?? "")
    switch transfer.step(exit: exit, answer, before: 0, after: 0) {
    case .done: break
    case .goOn, .beginAnew: throw PullError("The files of '\(repository)' cannot be listed: the line broke; try again.")
    case .fail(let reason): throw PullError("The files of '\(repository)' cannot be listed: \(reason).")
    }
    guard let bytes = try? SmallFile.bytes(base), let listing = HubListing(bytes, repository: repository) else {
      throw PullError("The files of '\(repository)' cannot be listed: \(endpoint) answered with something else.")
    }
    return listing
  }

  private func say(_ line: String) { Output.standard.writeLine(line) }
}
