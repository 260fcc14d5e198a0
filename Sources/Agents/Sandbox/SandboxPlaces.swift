// What commands may see, written as what is allowed: a list of what must be hidden would never be complete. Of the
// system its programs and what these read; of the person's home what compilers and interpreters live in, and nothing that
// holds a key: no `.ssh`, no credentials of registries and clouds, no browser, no mail.

/// Places of the system and of a home that commands may read.
enum SandboxPlaces {
  /// Folders of programs. Links among them (`/bin` to `usr/bin`) stay links.
  static let system = [
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store", "/gnu/store", "/snap",
    "/home/linuxbrew/.linuxbrew", "/sys/devices/system/cpu", "/run/current-system",
  ]

  /// Of `/etc`, by name: what programs look up. Hashes of passwords, keys of the host and of services are not in it.
  static let configuration = [
    "alternatives", "bash.bashrc", "bash_completion.d", "bashrc", "ca-certificates", "ca-certificates.conf", "clang",
    "crypto-policies", "debian_version", "dpkg", "environment.d", "ethertypes", "fedora-release", "fonts", "gai.conf",
    "gitattributes", "gitconfig", "group", "host.conf", "hostname", "hosts", "inputrc", "java", "java-11-openjdk",
    "java-17-openjdk", "java-21-openjdk", "java-25-openjdk", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias",
    "locale.conf", "locale.gen", "localtime", "login.defs", "lsb-release", "machine-id", "magic", "mailcap", "manpath.config",
    "maven", "mime.types", "nanorc", "networks", "nsswitch.conf", "os-release", "passwd", "perl", "php", "pki/ca-trust",
    "pki/tls/cert.pem", "pki/tls/certs", "pki/tls/openssl.cnf", "profile", "profile.d", "protocols", "python2.7", "python3",
    "python3.10", "python3.11", "python3.12", "python3.13", "python3.9", "redhat-release", "resolv.conf", "rpc", "services",
    "shells", "skel", "ssl/certs", "ssl/openssl.cnf", "static", "subgid", "subuid", "terminfo", "timezone", "vim", "wgetrc",
    "xattr.conf", "xdg", "zsh", "zshenv", "zshrc",
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
