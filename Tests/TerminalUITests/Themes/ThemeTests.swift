import Foundation
import Testing
import TestSupport

@testable import TerminalUI

@Suite("Themes")
struct ThemeTests {
  private static let folder = Checkout.path("themes")
  /// Two names with the same letters are near enough here.
  private static let nearest: NameSuggestion = { name, known in known.first { $0.sorted() == name.sorted() } }
  private static let library = ThemeLibrary(folders: [folder], nearest: nearest)

  @Test("The themes that people know are there, each with its author and licence")
  func known() throws {
    let names = Self.library.names()
    #expect(
      names == [
        "terminal", "catppuccin", "dracula", "everforest", "gruvbox", "kanagawa", "nord", "one", "rose-pine",
        "solarized",
        "tokyo-night",
      ])
    for name in names {
      let theme = try Self.library.theme(named: name)
      #expect(!theme.name.isEmpty && !theme.author.isEmpty && !theme.license.isEmpty)
    }
  }

  /// What people read; frames and the cursor are looked at.
  private static let readRoles = Role.allCases.filter { ![.frame, .frameFocused, .overlayFrame].contains($0) }

  @Test("Text stands out from its background by 4.5 to 1", arguments: library.names().dropFirst())
  func contrast(name: String) throws {
    let theme = try Self.library.theme(named: name)
    for (variant, palette) in [("dark", theme.dark), ("light", theme.light)] {
      for role in Self.readRoles {
        for ground in [nil, .overlay, .header, .composer, .selection, .match] as [Role?] {
          let look = palette.appearance(of: Style(role, on: ground))
          let contrast = try #require(
            look.foreground.contrast(to: look.background), "\(variant) \(role) has colours of its own")
          #expect(contrast >= 4.5, "\(name), \(variant): \(role) on \(ground.map { "\($0)" } ?? "its ground")")
        }
      }
    }
  }

  @Test("The default theme uses the terminal's own colours only, and is the same in the program and in its file")
  func terminal() throws {
    #expect(try Self.library.theme(named: "terminal") == .terminal)
    for entry in Palette.terminal.entries.values {
      for color in [entry.foreground, entry.background].compactMap({ $0 }) {
        guard case .indexed(let index) = color else { continue }
        #expect([1, 2, 4, 5, 6].contains(index), "readable on dark and on light")
      }
    }
    #expect(Set(Palette.terminal.entries.keys) == Set(Role.allCases))
    #expect(try ThemeLibrary(folders: []).theme(named: "terminal") == .terminal)
  }

  @Test("Without colours every state still looks unlike plain text or says it in words")
  func attributes() {
    for role in [Role.approval, .selection, .match] {
      let look = Palette.terminal.appearance(of: Style(role))
      #expect(look.reverse, "\(role)")
    }
  }

  @Test(
    "What is wrong in a theme is told with the file, the place and the value",
    arguments: [
      ("{", "the theme t.json cannot be read: "),
      ("[]", "the theme t.json has an array for the whole file; accepted is an object"),
      ("{\"name\": 3, \"dark\": {}}", "the theme t.json has 3 for name; accepted is a string"),
      ("{\"name\": \"x\"}", "the theme t.json has nothing for dark and light; accepted is an object of roles"),
      (
        "{\"dark\": {\"text\": {\"fg\": \"#12345\"}}}",
        "the theme t.json has \"#12345\" for dark.text.fg; accepted is \"#rrggbb\", a number from 0 to 255, or \"none\", or a name"
      ),
      ("{\"dark\": {\"text\": {\"fg\": 256}}}", "the theme t.json has 256 for dark.text.fg"),
      ("{\"dark\": {\"text\": {\"fg\": \"blue\"}}}", "the theme t.json has \"blue\" for dark.text.fg"),
      ("{\"dark\": {\"text\": {\"bold\": 1}}}", "the theme t.json has 1 for dark.text.bold; accepted is true or false"),
      ("{\"dark\": {\"text\": {\"color\": 1}}}", "the theme t.json has 1 for dark.text.color; accepted is fg, bg"),
      ("{\"defs\": {\"a\": \"#+12345\"}, \"dark\": {}}", "the theme t.json has \"#+12345\" for defs.a"),
      ("{\"defs\": {\"a\": \"\\u001b[31m\"}, \"dark\": {}}", "the theme t.json has \"␛[31m\" for defs.a"),
      ("{\"light\": \"x\"}", "the theme t.json has \"x\" for light; accepted is an object of roles"),
      ("{\"drak\": {}}", "the theme t.json has an object for the field drak"),
    ] as [(String, String)])
  func errors(text: String, message: String) {
    let error = #expect(throws: ThemeError.self) { try ThemeParser(file: "t.json").theme(from: text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "no error")")
  }

  @Test("A role that is spelled wrong names the nearest")
  func nearestRole() {
    let error = #expect(throws: ThemeError.self) {
      try ThemeParser(file: "t.json", nearest: Self.nearest).theme(from: "{\"dark\": {\"haeding\": {}}}")
    }
    #expect(error?.description.hasSuffix("(nearest: heading)") == true)
  }

  @Test("A theme that is not there names the nearest and all")
  func unknown() {
    let error = #expect(throws: ThemeError.self) { try Self.library.theme(named: "grubvox") }
    #expect(
      error?.description.hasPrefix("there is no theme 'grubvox'; did you mean 'gruvbox'? (themes: terminal, catppuccin")
        == true)
    #expect(throws: ThemeError.self) { try Self.library.theme(named: "../themes/nord") }
  }

  @Test("Defs, numbers and none are colours; a role without a background takes its ground's")
  func parsing() throws {
    let theme = try ThemeParser(file: "t").theme(
      from: """
        {"defs": {"ink": "#102030"}, "dark": {"text": {"fg": "ink", "bg": 7}, "overlay": {"bg": "250"},
         "error": {"fg": "none", "bold": true}, "selection": {"fg": 1, "bg": 2}}}
        """)
    let palette = theme.light
    #expect(palette == theme.dark)
    let ink = ThemeColor.rgb(red: 16, green: 32, blue: 48)
    #expect(palette.appearance(of: Style(.text)) == Appearance(foreground: ink, background: .indexed(7)))
    #expect(
      palette.appearance(of: Style(.text, on: .overlay)) == Appearance(foreground: ink, background: .indexed(250)))
    #expect(
      palette.appearance(of: Style(.error, on: .overlay))
        == Appearance(foreground: .none, background: .indexed(250), bold: true))
    #expect(
      palette.appearance(of: Style(.error, on: .selection, underline: true))
        == Appearance(foreground: .indexed(1), background: .indexed(2), underline: true))
  }

  @Test("Themes are looked for in the person's folder first, then beside the program, then in the source tree")
  func folders() {
    let library = ThemeLibrary(
      environment: ["AGENT_TUI_THEMES": "/own", "XDG_CONFIG_HOME": "/config", "HOME": "/home/a"],
      executable: "/src/.build/debug/agent-tui", nearest: Self.nearest)
    #expect(
      library.folders == ["/own", "/config/agent-tui/themes", "/src/.build/share/agent-tui/themes", "/src/themes"])
    let installed = ThemeLibrary(
      environment: ["HOME": "/home/a"], executable: "/usr/bin/agent-tui", nearest: Self.nearest)
    #expect(installed.folders == ["/home/a/.config/agent-tui/themes", "/usr/share/agent-tui/themes"])
  }
}
