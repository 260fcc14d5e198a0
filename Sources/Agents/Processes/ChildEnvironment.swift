// What commands are told of the environment of this program. A list of what is secret in it would never be complete:
// this one says what is let through, and a person adds names to it.

import System

/// The environment of commands: what is let through, and settings with which nothing pages, prompts, colours or opens an
/// editor where nobody watches.
enum ChildEnvironment {
  private static let settings = [
    ("TERM", "dumb"), ("NO_COLOR", "1"), ("PAGER", "cat"), ("GIT_PAGER", "cat"), ("MANPAGER", "cat"),
    ("SYSTEMD_PAGER", "cat"), ("AWS_PAGER", ""), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_EDITOR", "true"),
    ("DEBIAN_FRONTEND", "noninteractive"), ("AGENT_TUI", "1"),
  ]

  /// Who and where one is, and how one writes there.
  private static let place: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "HOSTNAME", "LANG", "LANGUAGE", "TZ", "TZDIR", "TMPDIR", "TMP", "TEMP",
    "COLUMNS", "LINES", "CI", "MANPATH", "INFOPATH", "LOCPATH", "NLSPATH", "TERMINFO", "TERMINFO_DIRS",
    "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS",
  ]
  /// Where compilers, interpreters and their packages are, and what is given to them.
  private static let tools: Set<String> = [
    "CC", "CXX", "CPP", "LD", "AR", "NM", "RANLIB", "FC", "CFLAGS", "CXXFLAGS", "CPPFLAGS", "LDFLAGS", "CPATH",
    "C_INCLUDE_PATH", "CPLUS_INCLUDE_PATH", "LIBRARY_PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "DYLD_FRAMEWORK_PATH", "PKG_CONFIG", "PKG_CONFIG_PATH", "PKG_CONFIG_LIBDIR", "CMAKE_PREFIX_PATH",
    "CMAKE_GENERATOR", "ACLOCAL_PATH", "SDKROOT", "DEVELOPER_DIR", "TOOLCHAINS", "MACOSX_DEPLOYMENT_TARGET",
    "JAVA_HOME", "JDK_HOME", "M2_HOME", "MAVEN_HOME", "GRADLE_HOME", "GRADLE_USER_HOME", "ANDROID_HOME",
    "ANDROID_SDK_ROOT", "KOTLIN_HOME", "SCALA_HOME", "GOPATH", "GOROOT", "GOBIN", "GOCACHE", "GOMODCACHE", "GOFLAGS",
    "GOTOOLCHAIN", "GO111MODULE", "CGO_ENABLED", "CARGO_HOME", "CARGO_TARGET_DIR", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN",
    "RUSTFLAGS", "RUST_BACKTRACE", "PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONIOENCODING",
    "PYTHONUNBUFFERED", "PYTHONUTF8", "PYENV_ROOT", "PYENV_VERSION", "VIRTUAL_ENV", "CONDA_PREFIX",
    "CONDA_DEFAULT_ENV", "UV_CACHE_DIR", "PIP_CACHE_DIR", "NVM_DIR", "NVM_BIN", "NODE_PATH", "NODE_ENV",
    "NODE_OPTIONS", "VOLTA_HOME", "BUN_INSTALL", "DENO_DIR", "PNPM_HOME", "GEM_HOME", "GEM_PATH", "RBENV_ROOT",
    "BUNDLE_PATH", "PERL5LIB", "LUA_PATH", "LUA_CPATH", "OPAMROOT", "GHCUP_INSTALL_BASE_PREFIX", "STACK_ROOT",
    "DOTNET_ROOT", "DOTNET_CLI_TELEMETRY_OPTOUT", "SWIFTLY_HOME_DIR", "SWIFTLY_BIN_DIR", "SWIFTLY_TOOLCHAINS_DIR",
    "ASDF_DIR", "ASDF_DATA_DIR", "MISE_DATA_DIR", "SDKMAN_DIR", "HOMEBREW_PREFIX", "HOMEBREW_CELLAR",
    "HOMEBREW_REPOSITORY", "NIX_PATH", "NIX_PROFILES", "NIX_SSL_CERT_FILE", "SSL_CERT_FILE", "SSL_CERT_DIR",
    "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "CCACHE_DIR", "EMSDK", "CUDA_HOME", "CUDA_PATH", "ROCM_PATH",
    "OMP_NUM_THREADS", "GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL",
    "SOURCE_DATE_EPOCH",
  ]
  /// Addresses, which may hold a password: then they stay here.
  private static let addresses: Set<String> = [
    "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY",
    "ALL_PROXY", "NO_PROXY", "GOPROXY", "PIP_INDEX_URL", "npm_config_registry",
  ]

  /// `NAME=value` of this process as far as commands may have them, with the settings in place, and those of one
  /// command, `NAME=value` too.
  ///
  /// - Parameter passing: names that a person lets through besides.
  static func entries(of inherited: [String] = current, passing: Set<String> = [], setting own: [String] = [])
    -> [String]
  {
    let ours = settings.map { "\($0.0)=\($0.1)" }
    let taken = Set(own.map(name))
    let set = ours.filter { !taken.contains(name($0)) && !passing.contains(name($0)) } + own
    let replaced = Set(set.map(name))
    return inherited.filter { !replaced.contains(name($0)) && (passing.contains(name($0)) || isUsual($0)) } + set
  }

  /// Whether commands have it without being allowed it.
  private static func isUsual(_ entry: String) -> Bool {
    let name = name(entry)
    if place.contains(name) || tools.contains(name) || name.hasPrefix("LC_") { return true }
    return addresses.contains(name) && !entry.contains("@")
  }

  private static func name(_ entry: String) -> String { String(entry.prefix { $0 != "=" }) }

  /// The environment of this process.
  static var current: [String] {
    #if canImport(Darwin)
      guard var entry = _NSGetEnviron().pointee else { return [] }
    #else
      // `environ` is a variable of C, and as such closed to Swift 6; the symbol is not.
      guard let symbol = dlsym(nil, "environ") else { return [] }
      guard var entry = symbol.load(as: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?.self) else { return [] }
    #endif
    var entries: [String] = []
    while let text = entry.pointee {
      entries.append(String(cString: text))
      entry += 1
    }
    return entries
  }
}
