/// The home folder that the system's list of accounts has for whoever started this program.
package enum AccountHome {
  /// An absolute path; nil where the list has none.
  package static var path: String? {
    var account = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 * 1024)
    guard getpwuid_r(getuid(), &account, &buffer, buffer.count, &found) == 0, found != nil,
      let folder = account.pw_dir
    else { return nil }
    let path = String(cString: folder)
    return path.hasPrefix("/") ? path : nil
  }
}
