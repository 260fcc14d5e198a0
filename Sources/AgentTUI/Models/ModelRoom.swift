import Inference
import System
import TerminalUI

/// Whether a model that was found can be loaded now, beside the one that is loaded.
struct ModelRoom {
  /// Bytes of memory of this machine; 0 where that is not known.
  var machineMemory: Int
  /// Whether remote workers take parts of a model: then this machine's memory is not the measure.
  var isSpread: Bool
  /// The model that stays while another one is loaded.
  var loaded: ModelFacts?

  /// Why it cannot; nil when it can.
  func reason(against candidate: ModelCandidate) -> String? {
    if candidate.path == loaded?.path { return "it is the one that is loaded" }
    if let refusal = candidate.refusal { return refusal }
    guard machineMemory > 0, !isSpread else { return nil }
    guard let loaded else {
      return candidate.bytes < machineMemory ? nil : "larger than the \(Figures.bytes(machineMemory)) of this machine"
    }
    let needed = candidate.bytes + (candidate.cacheBytes ?? 0)
    let left = max(0, machineMemory - Int(clamping: loaded.bytes) - loaded.kvBytes)
    guard needed > left else { return nil }
    return "needs \(Figures.bytes(needed)), and the one that is loaded leaves \(Figures.bytes(left)); "
      + "start again with --model"
  }
}
