import System

/// What this process takes of the machine.
enum ProcessMemory {
  /// The most memory that was resident at one time, in megabytes.
  static var peakMegabytes: Double {
    var usage = rusage()
    let thisProcess: Int32 = 0  // RUSAGE_SELF, which Glibc and Darwin import as different types.
    getrusage(thisProcess, &usage)
    #if canImport(Darwin)
      return Double(usage.ru_maxrss) / 1_048_576  // bytes
    #else
      return Double(usage.ru_maxrss) / 1024  // kilobytes
    #endif
  }
}
