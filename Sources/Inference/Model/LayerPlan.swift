// How many layers accelerators take when nobody says. libllama's own default is all of them, and where they do not fit the
// loading fails; so what fits is worked out from the free memory of the devices. The layers are dealt out as
// libllama deals them (`load_tensors`, by reading its source): the last ones, in order, to each device in proportion to its free memory,
// and what makes logits counts as one layer more. A pure value: devices and model are numbers.

import System

/// Which layers of a model lie on which device.
struct LayerPlan: Sendable, Equatable {
  /// What accelerators have.
  struct Device: Sendable, Equatable {
    var name: String
    /// Bytes that nobody uses.
    var free: Int
    var total: Int

    /// Bytes that may be used: drivers and displays want some that they do not tell of.
    var usable: Int { max(0, free - total / 16) }
  }

  /// What a model wants, in bytes.
  struct Demand: Sendable, Equatable {
    /// The weights of each layer.
    var layers: [Int]
    /// The weights of what makes logits.
    var output: Int
    /// The KV, which lies beside the layers.
    var cache: Int
    /// What a device needs beside weights and KV to compute with them.
    var computing: Int
  }

  /// What a device holds.
  struct Share: Sendable, Equatable {
    var device: Device
    /// Layers, what makes logits counted as one.
    var layers = 0
    var bytes = 0
  }

  /// Layers given to accelerators, as libllama counts them: the last ones, what makes logits included.
  let layers: Int
  /// All that there are, counted so.
  let all: Int
  let shares: [Share]

  /// As many layers as fit.
  init(_ demand: Demand, devices: [Device]) {
    all = demand.layers.count + 1
    var (layers, shares) = (0, devices.map { Share(device: $0) })
    for count in stride(from: devices.isEmpty ? 0 : demand.layers.count + 1, to: 0, by: -1) {
      let dealt = Self.deal(count, demand, devices)
      if dealt.allSatisfy({ $0.bytes <= $0.device.usable }) {
        (layers, shares) = (count, dealt)
        break
      }
    }
    self.layers = layers
    self.shares = shares
  }

  private static func deal(_ count: Int, _ demand: Demand, _ devices: [Device]) -> [Share] {
    var shares = devices.map { Share(device: $0) }
    let free = devices.map { Double($0.free) }
    let sum = free.reduce(0, +)
    var ends: [Double] = []
    for part in free { ends.append((ends.last ?? 0) + (sum > 0 ? part / sum : 1 / Double(devices.count))) }
    let cache = demand.layers.isEmpty ? 0 : demand.cache / demand.layers.count
    for index in 0..<count {
      let layer = demand.layers.count + 1 - count + index
      let device = ends.firstIndex { $0 > Double(index) / Double(count) } ?? devices.count - 1
      shares[device].layers += 1
      shares[device].bytes += layer < demand.layers.count ? demand.layers[layer] + cache : demand.output
    }
    for index in shares.indices where shares[index].layers > 0 { shares[index].bytes += demand.computing }
    return shares
  }

  /// Where the layers lie, for people.
  var sentence: String {
    guard !shares.isEmpty else { return "all \(all) layers on the processor, as there is no accelerator" }
    let used = shares.filter { $0.layers > 0 }
    guard !used.isEmpty else {
      let free = shares.map { "\($0.device.name) has \(Figures.bytes($0.device.free)) free" }.joined(separator: ", ")
      return "all \(all) layers on the processor, as none fits elsewhere: \(free)"
    }
    let places = used.map {
      "\($0.layers) on \($0.device.name) (\(Figures.bytes($0.bytes)) of \(Figures.bytes($0.device.free)) free)"
    }
    let rest = all - layers
    return "of \(all) layers " + (places + (rest > 0 ? ["\(rest) on the processor"] : [])).joined(separator: ", ")
  }
}
