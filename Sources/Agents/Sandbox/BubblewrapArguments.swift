// The order of what is mounted counts: what comes later lies on top. First the system, then the private folders, then
// the workspace, which may lie in any of these, and last what in it is protected or hidden.

/// What `bwrap` is started with.
enum BubblewrapArguments {
  /// Bytes of memory that `/dev/shm` may take.
  private static let sharedMemory = 1 << 30

  /// - Parameters:
  ///   - plan: what is seen.
  ///   - executable: the program in the sandbox, and its arguments without its name.
  ///   - supports: whether this version of `bwrap` knows an option.
  static func make(
    _ plan: SandboxPlan, _ executable: String, _ arguments: [String], supports: (String) -> Bool
  ) -> [String] {
    var words = [
      "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try", "--die-with-parent",
      "--cap-drop", "ALL", "--hostname", "sandbox",
    ]
    if !plan.hasNetwork { words.append("--unshare-net") }
    // No namespaces within: nothing can be mounted, and less of the kernel is in reach.
    if supports("--disable-userns") { words.append("--disable-userns") }
    // Behind what they may lie in, in front of what may lie in them.
    for path in plan.readable where !lies(path, in: plan.replaced) { words += ["--ro-bind-try", path, path] }
    for link in plan.links { words += ["--symlink", link.target, link.path] }
    // The superuser is the owner of the kernel's settings in `/proc/sys`, and needs no further right to write them.
    words += ["--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev"]
    if supports("--size") { words += ["--size", "\(sharedMemory)"] }
    words += ["--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
    for folder in plan.replaced { words += ["--bind", folder.source, folder.path] }
    for path in plan.readable where lies(path, in: plan.replaced) { words += ["--ro-bind-try", path, path] }
    for path in plan.writable { words += ["--bind", path, path] }
    for path in plan.protected { words += ["--ro-bind-try", path, path] }
    for path in plan.hiddenFolders { words += ["--perms", "0000", "--tmpfs", path, "--remount-ro", path] }
    // A device in a place that allows none: nobody can open it.
    for path in plan.hiddenFiles { words += ["--ro-bind", "/dev/null", path] }
    // The root itself is memory.
    words += ["--remount-ro", "/", "--chdir", plan.folder, "--setenv", "TMPDIR", "/tmp"]
    return words + ["--", executable] + arguments
  }

  private static func lies(_ path: String, in replaced: [SandboxPlan.Replacement]) -> Bool {
    replaced.contains { SandboxPlan.contains($0.path, path) }
  }
}
