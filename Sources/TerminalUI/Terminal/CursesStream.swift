// curses writes to a descriptor, and waits until all is written. So the one that it is given is a file in memory, which
// takes everything at once; from there the bytes go to the terminal as its line takes them. curses never has the terminal
// itself: its modes are set by the guard, its size is told, its keys are read elsewhere.

import CNcurses
import System

/// The file that curses writes to.
final class CursesStream {
  let descriptor: Int32

  init() throws(TerminalError) {
    descriptor = UnnamedFile.inMemory()
    guard descriptor >= 0 else { throw .system(call: "mkstemp", reason: String(cString: strerror(errno))) }
  }

  deinit { close(descriptor) }

  /// What curses has written since the last time.
  func take() -> [UInt8] {
    let count = Int(lseek(descriptor, 0, SEEK_CUR))
    guard count > 0 else { return [] }
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let read = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(filled))
        if read <= 0 { break }
        filled += read
      }
    }
    lseek(descriptor, 0, SEEK_SET)
    return bytes
  }
}
