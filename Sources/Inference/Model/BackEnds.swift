// What libllama computes with comes as libraries of its own: those beside libllama, and those of a folder that a person names,
// say of a build for a card that the system's package knows nothing of.

import CLlama
import Synchronization
import System

/// The back ends of this process.
enum BackEnds {
  private struct State {
    var isReady = false
    var folders: Set<String> = []
  }
  private static let state = Mutex(State())

  /// Readies libllama, once for the process: the log first of all, then the back ends that lie beside it.
  static func load() {
    LibraryLog.install()
    state.withLock { state in
      guard !state.isReady else { return }
      state.isReady = true
      ggml_backend_load_all()
      llama_backend_init()
    }
  }

  /// The same, with those of a folder beside; nil: none.
  ///
  /// - Throws: `InferenceError` where the folder has none that can be loaded.
  static func load(from folder: String?, names: SettingNames) throws(InferenceError) {
    load()
    guard let folder else { return }
    let libraries = Self.names(in: folder)
    guard !libraries.isEmpty else {
      throw refusal(names, "'\(folder)' holds no back end; give a folder with files such as \(prefix)vulkan\(ending)")
    }
    let mark = LibraryLog.mark
    let isNew = state.withLock { $0.folders.insert(folder).inserted }
    guard isNew else { return }
    // ggml chooses the best of a kind, and says of none why it failed; so where it took none each is tried by its path.
    let before = ggml_backend_reg_count()
    ggml_backend_load_all_from_path(folder)
    guard ggml_backend_reg_count() == before else { return }
    guard !libraries.contains(where: { ggml_backend_load("\(folder)/\($0)") != nil }) else { return }
    _ = state.withLock { $0.folders.remove(folder) }
    throw refusal(
      names,
      "no back end could be loaded from '\(folder)' (\(libraries.joined(separator: ", "))); give one that was "
        + "built with this libllama, \(InferenceEngine.libraryVersion)", log: LibraryLog.reason(since: mark))
  }

  /// The files of a folder that are back ends by their names.
  static func names(in folder: String) -> [String] {
    Folder.names(in: folder).filter { name in
      name.hasPrefix(prefix) && name.hasSuffix(ending)
        && name != "\(prefix)base\(ending)"
    }
  }

  private static let prefix = "libggml-"
  private static let ending = ".so"  // On a Mac too: ggml builds back ends as modules.

  private static func refusal(_ names: SettingNames, _ sentence: String, log: String = "") -> InferenceError {
    InferenceError(
      .invalidConfiguration, "\(names[.backendSearchPath]): \(sentence)", libraryLog: log, about: [.backendSearchPath])
  }
}
