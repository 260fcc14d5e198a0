// What commands may see, written as what is allowed: a list of what must be hidden would never be complete. Of the
// system its programs and what these read; of the person's home what compilers and interpreters live in, and nothing that
// holds a key: no `.ssh`, no credentials of registries and clouds, no browser, no mail.

/// Places of the system and of a home that commands may read.
enum SandboxPlaces {
  /// Folders of programs and of what they look up. Links among them (`/bin` to `usr/bin`) stay links. What in `/etc` not
  /// every user of the machine may read is hidden from the superuser, too (`SystemSecrets`).
  static let system = [
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/etc", "/nix/store", "/gnu/store", "/snap",
    "/home/linuxbrew/.linuxbrew", "/sys/devices/system/cpu", "/run/current-system",
  ]

  /// Of a home, by path: toolchains, packages that were fetched, and how git signs commits with a name.
  static let home = [
    ".asdf", ".bun", ".cabal/bin", ".cabal/packages", ".cargo/bin", ".cargo/env", ".cargo/git", ".cargo/registry",
    ".composer/vendor", ".config/git/attributes", ".config/git/config", ".config/git/ignore", ".conan2/p", ".deno/bin",
    ".dotnet", ".elan", ".emscripten_cache", ".fnm", ".gem", ".ghcup", ".gitconfig", ".gitignore", ".gitignore_global",
    ".gradle/caches", ".gradle/wrapper", ".ivy2/cache", ".juliaup", ".julia/packages", ".local/bin", ".local/lib",
    ".local/pipx", ".local/share/fnm", ".local/share/mise", ".local/share/pipx", ".local/share/pnpm",
    ".local/share/swiftly", ".local/share/uv", ".local/state/nix", ".m2/repository", ".mix", ".nix-profile", ".nimble",
    ".nodenv", ".npm-global", ".nuget/packages", ".nvm", ".opam", ".pub-cache", ".pyenv", ".rbenv", ".rustup",
    ".rvm", ".sdkman", ".stack/programs", ".swiftly", ".swiftpm/cache", ".volta", "anaconda3", "bin", "go/bin",
    "go/pkg", "mambaforge", "miniconda3", "miniforge3", "perl5", "sdk",
  ]

  /// With the network, what names are looked up by.
  static let network = ["/run/systemd/resolve", "/run/resolvconf"]

  /// In a workspace, what runs outside of the sandbox, or decides what does: read-only, once it is there. `.git` itself
  /// stays writable, so that commands can commit.
  static let protected = [
    ".git/config", ".git/config.worktree", ".git/hooks", ".git/info/attributes", ".agent-tui.json", ".agent-tui",
    ".envrc", ".vscode", ".idea", ".husky", ".devcontainer", ".claude", ".cursor", ".bashrc", ".bash_profile",
    ".profile", ".zshrc", ".zshenv", ".zprofile", ".gitconfig", ".gitmodules", ".mise.toml", ".tool-versions",
  ]
  /// Folders that hold some of these: nobody may put another in their place.
  static let pinned = [".git"]
}
