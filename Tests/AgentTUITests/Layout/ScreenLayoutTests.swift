import TerminalUI
import Testing

@testable import AgentTUI

@Suite struct ScreenLayoutTests {
  @Test(arguments: [
    (10, 3, ScreenLayout.Form.tooSmall), (19, 40, .tooSmall), (120, 4, .tooSmall), (20, 5, .tiny), (29, 20, .tiny),
    (200, 7, .tiny), (30, 8, .single), (40, 12, .single), (49, 50, .single), (50, 15, .list), (79, 24, .list),
    (80, 24, .grid), (120, 36, .grid), (500, 200, .grid),
  ])
  func formFollowsFromTheSize(width: Int, height: Int, form: ScreenLayout.Form) {
    let layout = ScreenLayout(
      size: Size(width: width, height: height), agents: 4, focus: 0, zoom: .normal, composerRows: 1)
    #expect(layout.form == form)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 9, 16, 64])
  func panesOfAGridLieBesideEachOtherAndFillIt(agents: Int) {
    for size in [Size(width: 80, height: 24), Size(width: 120, height: 36), Size(width: 213, height: 57)] {
      for zoom in Zoom.allCases {
        let layout = ScreenLayout(size: size, agents: agents, focus: agents - 1, zoom: zoom, composerRows: 1)
        #expect(layout.panes.contains { $0.agent == agents - 1 })
        for (index, place) in layout.panes.enumerated() {
          #expect(layout.body.intersection(place.rect) == place.rect)
          for other in layout.panes[(index + 1)...] { #expect(place.rect.intersection(other.rect).isEmpty) }
        }
        if layout.pages == 1 {
          #expect(
            layout.panes.reduce(0) { $0 + $1.rect.width * $1.rect.height } == layout.body.width * layout.body.height)
        }
      }
    }
  }

  @Test func fourAgentsStandTwoByTwo() {
    for size in [Size(width: 80, height: 24), Size(width: 120, height: 36)] {
      let layout = ScreenLayout(size: size, agents: 4, focus: 0, zoom: .normal, composerRows: 1)
      #expect(layout.columns == 2)
      #expect(layout.panes.map(\.agent) == [0, 1, 2, 3])
    }
  }

  @Test func manyAgentsArePagedAndNobodyChangesPlaceWithinAPage() {
    let size = Size(width: 120, height: 36)
    var places: [Int: Rect] = [:]
    for focus in 0..<64 {
      let layout = ScreenLayout(size: size, agents: 64, focus: focus, zoom: .normal, composerRows: 1)
      #expect(layout.pages > 1)
      for place in layout.panes {
        #expect(places[place.agent] ?? place.rect == place.rect)
        places[place.agent] = place.rect
      }
    }
    #expect(places.count == 64)
  }

  @Test func pageIsTheOneOfTheFocusAndItsColumnsAreThoseOfEveryPage() {
    let size = Size(width: 120, height: 36)
    var columns: Set<[Int]> = []
    for agents in [17, 20, 64] {
      for focus in 0..<agents {
        let layout = ScreenLayout(size: size, agents: agents, focus: focus, zoom: .normal, composerRows: 1)
        #expect(layout.panes.contains { $0.agent == focus })
        for place in layout.panes { columns.insert([place.rect.x, place.rect.width]) }
      }
    }
    #expect(columns.count == 3)
  }

  @Test func listGivesWayToAHalfZoomAndTheFocusToNobody() {
    let size = Size(width: 60, height: 20)
    for (zoom, width) in [(Zoom.normal, 22), (.half, 14)] {
      let layout = ScreenLayout(size: size, agents: 4, focus: 2, zoom: zoom, composerRows: 1)
      #expect(layout.list?.width == width)
      #expect(layout.panes.map(\.agent) == [2])
      #expect(layout.panes[0].rect.x == width && layout.panes[0].rect.endX == 60)
    }
    #expect(ScreenLayout(size: size, agents: 4, focus: 2, zoom: .full, composerRows: 1).list == nil)
  }

  /// Agents, the one with the focus, rows; the first that is seen, how many, and rows of each.
  @Test(arguments: [
    (4, 0, 10, 0..<4, 2), (4, 3, 6, 0..<4, 1), (20, 0, 12, 0..<10, 1), (20, 19, 12, 10..<20, 1),
    (20, 9, 12, 4..<14, 1), (5, 4, 12, 0..<5, 2), (6, 4, 12, 0..<6, 1),
  ])
  func listShowsTheFocusInItsMiddle(agents: Int, focus: Int, height: Int, visible: Range<Int>, rows: Int) {
    let layout = AgentListLayout(Rect(x: 0, y: 1, width: 22, height: height), count: agents, focus: focus)
    #expect(layout.visible == visible)
    #expect(layout.rows == rows)
    for agent in visible {
      let place = layout.place(of: agent)
      #expect(place.y == 2 + (agent - visible.lowerBound) * rows && place.endY <= height)
      #expect(layout.row(at: place.origin) == agent)
    }
  }

  @Test func smallScreensKeepARowForWhatIsAnsweredAndOneForWhatIsAsked() {
    let tiny = ScreenLayout(size: Size(width: 20, height: 5), agents: 1, focus: 0, zoom: .normal, composerRows: 9)
    #expect(tiny.composer.height == 2 && tiny.body.height == 2)
    for height in 3...12 {
      let pane = PaneLayout(Rect(x: 0, y: 0, width: 40, height: height), isFramed: true, approvalRows: 30)
      #expect(pane.approval.height == height - 3 && pane.transcript.height == 1)
    }
  }

  @Test func composerGrowsUpToAThirdOfTheScreen() {
    let layout = ScreenLayout(
      size: Size(width: 80, height: 24), agents: 4, focus: 0, zoom: .normal, composerRows: 50)
    #expect(layout.composer.height == 8)
    #expect(layout.composer.endY == 23)
  }
}
