/// What the system says of this machine and of this process.
package enum Machine {
  /// Bytes of memory; 0 where that is not told.
  package static var memory: Int {
    let pages = sysconf(Int32(_SC_PHYS_PAGES))
    let size = sysconf(Int32(_SC_PAGESIZE))
    return pages > 0 && size > 0 ? pages * size : 0
  }

  /// The path of the running program, links followed; what it was called as where the system does not tell.
  package static var executable: String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    #if canImport(Darwin)
      var size = UInt32(buffer.count)
      let isKnown = _NSGetExecutablePath(&buffer, &size) == 0
    #else
      let isKnown = readlink("/proc/self/exe", &buffer, buffer.count - 1) > 0
    #endif
    guard isKnown else { return CommandLine.arguments.first ?? "" }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
