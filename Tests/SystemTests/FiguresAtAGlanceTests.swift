import System
import Testing

@Suite struct FiguresAtAGlanceTests {
  @Test(arguments: [
    (0, "0 ms"), (999, "999 ms"), (3249, "3.2 s"), (45_000, "45s"), (125_000, "2m05"), (3_720_000, "1h02"),
  ])
  func durations(milliseconds: Int, text: String) {
    #expect(Figures.duration(milliseconds: milliseconds) == text)
  }

  @Test(arguments: [(0, "0"), (999, "999"), (3120, "3.1k"), (42_800, "42k"), (1_250_000, "1.2M"), (-5, "0")])
  func counts(count: Int, text: String) {
    #expect(Figures.count(count) == text)
  }

  @Test(arguments: [(0.0, "0"), (0.42, "0.4"), (9.96, "10"), (37.4, "37"), (.infinity, "0"), (.nan, "0")])
  func rates(rate: Double, text: String) {
    #expect(Figures.rate(rate) == text)
  }
}
