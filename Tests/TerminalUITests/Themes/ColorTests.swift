import Testing

@testable import TerminalUI

@Suite("Colours")
struct ColorTests {
  @Test(
    "A colour becomes the nearest one that the terminal has",
    arguments: [
      (.rgb(red: 255, green: 0, blue: 0), .palette256, .indexed(196)),
      (.rgb(red: 30, green: 30, blue: 46), .palette256, .indexed(235)),
      (.rgb(red: 137, green: 180, blue: 250), .palette256, .indexed(111)),
      (.rgb(red: 128, green: 128, blue: 128), .palette256, .indexed(244)),
      (.indexed(3), .palette256, .indexed(3)),
      (.rgb(red: 250, green: 10, blue: 5), .sixteen, .indexed(9)),
      (.rgb(red: 30, green: 30, blue: 46), .sixteen, .indexed(0)),
      (.rgb(red: 205, green: 214, blue: 244), .sixteen, .indexed(7)),
      (.indexed(196), .sixteen, .indexed(9)), (.indexed(12), .sixteen, .indexed(12)),
      (.rgb(red: 1, green: 2, blue: 3), .none, .none), (.indexed(4), .none, .none),
      (.rgb(red: 1, green: 2, blue: 3), .direct, .rgb(red: 1, green: 2, blue: 3)), (.none, .sixteen, .none),
    ] as [(ThemeColor, ColorDepth, ThemeColor)])
  func reduction(color: ThemeColor, depth: ColorDepth, expected: ThemeColor) {
    #expect(color.reduced(to: depth) == expected)
  }

  @Test(
    "The depth is what the environment and the description say together",
    arguments: [
      (["COLORTERM": "truecolor"], 256, .direct), (["COLORTERM": "24bit"], 8, .direct), ([:], 256, .palette256),
      ([:], 1 << 24, .direct), ([:], 8, .sixteen), ([:], 88, .sixteen), ([:], -1, .none),
      (["NO_COLOR": "1", "COLORTERM": "truecolor"], 256, .none), (["NO_COLOR": ""], 256, .palette256),
      (["COLORTERM": "truecolor"], -1, .none),
    ] as [([String: String], Int, ColorDepth)])
  func depth(environment: [String: String], colors: Int, expected: ColorDepth) {
    #expect(ColorDepth.detect(environment: environment, describedColors: colors) == expected)
  }

  @Test("Contrast is that of WCAG: 21 for black on white, 1 for the same")
  func contrast() throws {
    let black = ThemeColor.rgb(red: 0, green: 0, blue: 0)
    let white = ThemeColor.rgb(red: 255, green: 255, blue: 255)
    #expect(try abs(#require(black.contrast(to: white)) - 21) < 0.001)
    #expect(try abs(#require(white.contrast(to: white)) - 1) < 0.001)
    #expect(try abs(#require(ThemeColor.rgb(red: 119, green: 119, blue: 119).contrast(to: white)) - 4.478) < 0.001)
    #expect(ThemeColor.none.contrast(to: white) == nil)
  }

  @Test("A dark background is known from COLORFGBG and from the answer to OSC 11")
  func background() {
    #expect(Background.isDark(colorFGBG: "15;0") == true)
    #expect(Background.isDark(colorFGBG: "0;default;15") == false)
    #expect(Background.isDark(colorFGBG: "0;7") == false)
    #expect(Background.isDark(colorFGBG: "default") == nil)
    #expect(Background.isDark(colorFGBG: nil) == nil)
    #expect(Background.isDark(report: "11;rgb:1e1e/1e1e/2e2e") == true)
    #expect(Background.isDark(report: "11;rgb:ff/ff/ff") == false)
    #expect(Background.isDark(report: "11;rgba:ffff/ffff/ffff/ffff") == false)
    #expect(Background.isDark(report: "11;rgb:zz/ff/ff") == nil)
    #expect(Background.isDark(report: "10;rgb:ff/ff/ff") == nil)
  }

  @Test("A look is one sequence, whatever was before it")
  func rendition() {
    let look = Appearance(
      foreground: .rgb(red: 1, green: 2, blue: 3), background: .indexed(9), bold: true, italic: true, underline: true,
      reverse: true, dim: true)
    #expect(SelectGraphicRendition.sequence(look, depth: .direct) == "\u{1B}[0;1;2;3;4;7;38;2;1;2;3;101m")
    #expect(SelectGraphicRendition.sequence(look, depth: .none) == "\u{1B}[0;1;2;3;4;7m")
    #expect(
      SelectGraphicRendition.sequence(Appearance(foreground: .indexed(100)), depth: .palette256) == "\u{1B}[0;38;5;100m"
    )
  }

  @Test("In direct colour the darkest blues stay blue, and are no numbers of the palette")
  func directNumbers() {
    #expect(DirectColorDescription.number(of: .none) == -1)
    #expect(DirectColorDescription.number(of: .indexed(200)) == 200)
    #expect(DirectColorDescription.number(of: .rgb(red: 0, green: 0, blue: 255)) == 0x1FF)
    #expect(DirectColorDescription.number(of: .rgb(red: 30, green: 30, blue: 46)) == 0x1E1E2E)
  }
}
