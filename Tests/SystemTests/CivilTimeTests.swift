import System
import Testing

@Suite struct CivilTimeTests {
  @Test(arguments: [
    (Int64(0), "1970-01-01T00:00:00.000Z"),
    (999, "1970-01-01T00:00:00.999Z"),
    (-1, "1969-12-31T23:59:59.999Z"),
    (951_782_400_000, "2000-02-29T00:00:00.000Z"),
    (1_709_164_799_999, "2024-02-28T23:59:59.999Z"),
    (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
    (1_767_366_245_678, "2026-01-02T15:04:05.678Z"),
    (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
  ])
  func `A moment is spelled in RFC 3339 and read back`(milliseconds: Int64, text: String) throws {
    #expect(CivilTime(milliseconds: milliseconds).rfc3339 == text)
    #expect(CivilTime(rfc3339: text)?.milliseconds == milliseconds)
  }

  @Test(arguments: [
    "", "2026-01-02", "2026-01-02T15:04:05Z", "2026-01-02T15:04:05.678+01:00", "2026-13-02T15:04:05.678Z",
    "2026-01-02 15:04:05.678Z", "2026-01-02T15:0x:05.678Z", "2026-00-02T15:04:05.678Z",
  ])
  func `Another spelling is not read`(text: String) {
    #expect(CivilTime(rfc3339: text) == nil)
  }
}
