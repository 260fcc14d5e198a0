import Testing

@testable import Agents

@Suite struct PathResolverTests {
  private static let links = [
    "/ws/out": "/etc", "/ws/up": "..", "/ws/in": "src/deep", "/ws/src/dangling": "/elsewhere/new", "/ws/loop": "loop",
    "/ws/far": "out/ssl", "/tmp": "/private/tmp", "/ws/odd": "\u{0}",
  ]
  private let resolver = PathResolver(workspace: "/ws", home: "/home/ada") { Self.links[$0] }

  @Test(
    arguments: [
      ("a.txt", "/ws/a.txt", "a.txt"),
      ("/ws/a.txt", "/ws/a.txt", "a.txt"),
      (".", "/ws", ""),
      ("./src//x/./y", "/ws/src/x/y", "src/x/y"),
      ("src/../../ws/a", "/ws/a", "a"),
      ("../other", "/other", nil),
      ("/wsx/a", "/wsx/a", nil),
      ("out/hosts", "/etc/hosts", nil),
      ("out/../x", "/x", nil),
      ("far/certs", "/etc/ssl/certs", nil),
      ("in/../y", "/ws/src/y", "src/y"),
      ("up/ws/in", "/ws/src/deep", "src/deep"),
      ("src/dangling", "/elsewhere/new", nil),
      ("~/x", "/home/ada/x", nil),
      ("/tmp/x", "/private/tmp/x", nil),
      ("../../../..", "/", nil),
      ("new/folder/file", "/ws/new/folder/file", "new/folder/file"),
      // An accent that begins a name hides no slash.
      ("../\u{301}x", "/\u{301}x", nil),
      ("src/../../\u{301}x/y", "/\u{301}x/y", nil),
      ("/\u{301}x", "/\u{301}x", nil),
    ] as [(String, String, String?)])
  func pathsAreFollowedAsTheSystemWould(path: String, absolute: String, relative: String?) throws {
    let resolved = try #require(resolver.resolve(path))
    #expect(resolved.absolute == absolute)
    #expect(resolved.relative == relative)
  }

  @Test(arguments: ["loop/x", "a\u{0}b", "odd/x"])
  func whatCannotBeFollowedLeadsNowhere(path: String) {
    #expect(resolver.resolve(path) == nil)
  }

  @Test func aWorkspaceBehindALinkIsItsTarget() {
    let resolver = PathResolver(workspace: "/tmp/ws") { Self.links[$0] }
    #expect(resolver.workspace == "/private/tmp/ws")
    #expect(resolver.resolve("/tmp/ws/a")?.relative == "a")
  }

  @Test func aNameInAnotherSpellingIsAnotherFolder() {
    let path = ResolvedPath(absolute: "/e\u{301}/x", workspace: "/\u{e9}")
    #expect(path.relative == nil)
  }

  @Test(arguments: [
    (".env", true), (".env.local", true), (".env.example", false), (".ENV", true), ("environment.md", false),
    ("/home/a/.ssh/config", true), ("/home/a/.ssh/id_rsa.pub", false), ("/home/a/.ssh", true), ("server.pem", true),
    ("id_ed25519", true), ("key.swift", false), (".aws/credentials", true), ("Credentials", true), ("keys.md", false),
    ("/home/a/.config/gh/hosts.yml", true), ("/etc/shadow", true), ("src/Secrets.swift", false), (".pem", false),
  ])
  func secretsAreToldByTheirNames(path: String, isSecret: Bool) {
    #expect(SecretFiles.contains(path) == isSecret)
  }
}
