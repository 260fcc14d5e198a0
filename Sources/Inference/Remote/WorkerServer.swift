// A remote worker's end: ggml's RPC server, which serves one program after the other and never ends by itself. What
// it would only print, or not say at all, is found out before it begins.

import CLlama
import System
import Threading

/// Computes parts of models for whoever connects.
public struct WorkerServer {
  /// Who can reach it.
  public enum Reach: Sendable {
    /// This machine alone.
    case loopback
    /// Others.
    case network
  }

  private let address: WorkerAddress
  private let threads: Int
  private let device: String?
  private let cacheFolder: String?
  private let backendSearchPath: String?
  private let names: SettingNames

  /// A server that has not begun.
  ///
  /// - Parameters:
  ///   - address: where it waits to be connected to.
  ///   - threads: nil: the physical cores.
  ///   - device: by ggml's name; nil: all accelerators, or the processor where there is none.
  ///   - cacheFolder: where large tensors are kept, so that they need not be sent again; nil: nowhere.
  ///   - backendSearchPath: a folder with more back ends than lie beside libllama; nil: none.
  ///   - names: how errors call these.
  public init(
    address: WorkerAddress, threads: Int? = nil, device: String? = nil, cacheFolder: String? = nil,
    backendSearchPath: String? = nil, names: SettingNames = SettingNames()
  ) {
    self.backendSearchPath = backendSearchPath
    self.address = address
    self.threads = threads ?? Processors.physicalCores
    self.device = device
    self.cacheFolder = cacheFolder
    self.names = names
  }

  /// Finds out whether it can begin.
  ///
  /// - Throws: `InferenceError`: no such address here, a port in use, no RPC back end, no such device, no such folder.
  public func prepare() throws(InferenceError) -> Reach {
    try BackEnds.load(from: backendSearchPath, names: names)
    guard agent_rpc_is_there() else {
      throw InferenceError(
        .invalidConfiguration,
        "a worker needs ggml's RPC back end, which this libllama has not; install a libllama with libggml-rpc")
    }
    _ = try devices()
    if let cacheFolder, !isFolder(cacheFolder) {
      throw InferenceError(
        .invalidConfiguration,
        "\(names[.cacheFolder]): \(cacheFolder) is no folder that can be written to; make it first",
        about: [.cacheFolder])
    }
    let place = try resolved()
    try tryListening(at: place)
    return place.isLoopback ? .loopback : .network
  }

  /// Serves, on this thread, for as long as the process lives.
  ///
  /// - Parameter onListening: called on another thread once it can be connected to.
  /// - Throws: `InferenceError.Code.workerUnavailable` when it cannot begin or go on.
  public func serve(onListening: @escaping @Sendable () -> Void) throws(InferenceError) {
    let place = try resolved()
    var devices: [ggml_backend_dev_t?] = try devices()
    do throws(ThreadError) {
      _ = try WorkerThread(name: "listening") { Self.wait(for: place, then: onListening) }
    } catch {
      throw InferenceError(.workerUnavailable, error.description)
    }
    let mark = LibraryLog.mark
    agent_rpc_start_server("\(place.host):\(place.port)", cacheFolder, threads, devices.count, &devices)
    throw InferenceError(
      .workerUnavailable, "the worker at \(address) cannot serve any more", libraryLog: LibraryLog.reason(since: mark))
  }

  /// ggml does not tell when it listens: readying a device may take it seconds. It does when it can be connected to.
  private static func wait(for place: SocketAddress, then onListening: () -> Void) {
    while true {
      do throws(WorkerFault) {
        _ = try TCPConnection.open(to: place, patience: WorkerProbe.patience)
        return onListening()
      } catch {
        // Not yet; where it never does, the server's thread ends the process with the reason.
        usleep(10_000)
      }
    }
  }

  private func devices() throws(InferenceError) -> [ggml_backend_dev_t] {
    var config = InferenceConfig(modelPath: "")
    config.device = device
    let chosen = try Devices.selected(by: config, remote: []).compactMap(\.self)
    if !chosen.isEmpty { return chosen }
    let accelerators = Devices.accelerators
    return accelerators.isEmpty
      ? Devices.local.filter { ggml_backend_dev_type($0) == GGML_BACKEND_DEVICE_TYPE_CPU } : accelerators
  }

  private func resolved() throws(InferenceError) -> SocketAddress {
    do {
      return try SocketAddress(resolving: address)
    } catch {
      throw InferenceError(
        .workerUnavailable, "\(names[.address]) \(address): '\(address.host)' is no address of this machine",
        about: [.address])
    }
  }

  private func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && access(path, W_OK | X_OK) == 0
  }

  /// Takes the port and gives it back: ggml does not say why it could not.
  private func tryListening(at place: SocketAddress) throws(InferenceError) {
    let descriptor = socket(AF_INET, SocketAddress.stream, 0)
    defer { if descriptor >= 0 { close(descriptor) } }
    var reuse: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size))
    guard descriptor < 0 || place.withPointer({ bind(descriptor, $0, $1) }) != 0 || listen(descriptor, 1) != 0 else {
      return
    }
    let reason =
      switch errno {
      case EADDRINUSE: "the port is in use; choose another one, or end what listens there"
      case EADDRNOTAVAIL: "this machine has no such address"
      case EACCES: "ports below 1024 are the system's; choose a higher one"
      default: String(cString: strerror(errno))
      }
    throw InferenceError(.workerUnavailable, "\(names[.address]) \(address): \(reason)", about: [.address])
  }
}
