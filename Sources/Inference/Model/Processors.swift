#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

import System

/// The processors of this machine.
public enum Processors {
  /// Physical cores, at least 1: two hardware threads of one core share what decoding needs.
  public static var physicalCores: Int {
    #if canImport(Darwin)
      var cores: Int32 = 0
      var size = MemoryLayout<Int32>.size
      sysctlbyname("hw.perflevel0.physicalcpu", &cores, &size, nil, 0)
      if cores < 1 { sysctlbyname("hw.physicalcpu", &cores, &size, nil, 0) }
      return max(1, Int(cores))
    #else
      let online = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
      guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return online }
      return cores(cpuinfo: text) ?? online
    #endif
  }

  /// Cores listed in `/proc/cpuinfo`, each counted once however many threads it has; nil if it does not say.
  static func cores(cpuinfo: String) -> Int? {
    var cores = Set<String>()
    var package = ""
    for line in cpuinfo.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].filter { $0 != " " }
      if line.hasPrefix("physical id") { package = value }
      if line.hasPrefix("core id") { cores.insert("\(package)/\(value)") }
    }
    return cores.isEmpty ? nil : cores.count
  }
}
