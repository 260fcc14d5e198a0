// Where everything stands, from the size alone: shrinking lays out anew just as growing does.
//
//   size                     header  panes                          composer  hint
//   from 80 columns          yes     a grid, paged where it is full    yes     yes
//   from 50                  yes     list | the focused pane           yes     yes
//   below                    yes     the focused pane                  yes     yes
//   below 30×8, from 20×5    title   what it answers, without frame    yes     no
//   smaller                  a word that it is too small

import TerminalUI

/// The places of a screen.
struct ScreenLayout: Equatable {
  /// What kind of screen it is.
  enum Form: Equatable { case tooSmall, tiny, single, list, grid }

  /// An agent's pane and where it stands.
  struct Place: Equatable {
    /// Of the agents.
    var agent: Int
    var rect: Rect
  }

  static let smallest = Size(width: 20, height: 5)
  /// Frames and list need this much.
  static let smallestFramed = Size(width: 30, height: 8)
  static let listColumns = 50
  static let gridColumns = 80
  /// A pane of the grid is at least this wide and high.
  static let smallestPane = Size(width: 38, height: 6)

  var form: Form
  var header = Rect(x: 0, y: 0, width: 0, height: 0)
  var list: Rect?
  var panes: [Place] = []
  /// Which page of the grid it is, from 0, and of how many.
  var page = 0
  var pages = 1
  var composer = Rect(x: 0, y: 0, width: 0, height: 0)
  var hint = Rect(x: 0, y: 0, width: 0, height: 0)
  /// Between header and composer: what overlays lie over.
  var body = Rect(x: 0, y: 0, width: 0, height: 0)
  /// How many panes stand beside each other in the grid.
  var columns = 1

  init(size: Size, agents: Int, focus: Int, zoom: Zoom, composerRows: Int) {
    let whole = Rect(size)
    guard size.width >= Self.smallest.width, size.height >= Self.smallest.height else {
      form = .tooSmall
      return
    }
    if size.width < Self.smallestFramed.width || size.height < Self.smallestFramed.height {
      form = .tiny
      (header, body) = whole.splitTop(1)
      (body, composer) = body.splitBottom(min(composerRows, max(1, size.height - 3)))
      if agents > 0 { panes = [Place(agent: min(focus, agents - 1), rect: body)] }
      return
    }
    form = size.width >= Self.gridColumns ? .grid : size.width >= Self.listColumns ? .list : .single
    (header, body) = whole.splitTop(1)
    (body, hint) = body.splitBottom(1)
    (body, composer) = body.splitBottom(min(composerRows, max(1, size.height / 3)))
    guard agents > 0 else { return }
    let focus = min(focus, agents - 1)
    if agents == 1 || zoom == .full {
      panes = [Place(agent: focus, rect: body)]
    } else if form == .single {
      panes = [Place(agent: focus, rect: body)]
    } else if form == .list {
      let (left, right) = body.splitLeft(zoom == .half ? 14 : 22)
      list = left
      panes = [Place(agent: focus, rect: right)]
    } else if zoom == .half {
      let (left, right) = body.splitLeft(body.width / 2)
      let others = (0..<agents).filter { $0 != focus }
      placeGrid(others, focus: focus, in: right)
      columns = 1
      panes.insert(Place(agent: focus, rect: left), at: 0)
    } else {
      placeGrid(Array(0..<agents), focus: focus, in: body)
    }
  }

  /// Puts `agents` in a grid, row by row, in their order. Where there are more than fit they are parted in pages of
  /// the same size, and the one with the focus is shown: nobody ever changes place within a page.
  private mutating func placeGrid(_ agents: [Int], focus: Int, in area: Rect) {
    let most = Size(
      width: max(1, area.width / Self.smallestPane.width), height: max(1, area.height / Self.smallestPane.height))
    let capacity = most.width * most.height
    pages = (agents.count + capacity - 1) / capacity
    page = (agents.firstIndex { $0 >= focus } ?? agents.count - 1) / capacity
    let shown = agents[page * capacity..<min(agents.count, (page + 1) * capacity)]
    columns = Self.columns(for: pages > 1 ? capacity : shown.count, most: most, area: area)
    let rows = pages > 1 ? most.height : (shown.count + columns - 1) / columns
    let lines = area.rows(rows)
    for (row, line) in lines.enumerated() {
      let start = shown.startIndex + row * columns
      guard start < shown.endIndex else { break }
      let ofRow = shown[start..<min(shown.endIndex, start + columns)]
      // The last row's panes share its width; on pages they keep it, so that paging moves no column.
      let cells = line.columns(pages > 1 ? columns : ofRow.count)
      for (agent, cell) in zip(ofRow, cells) { panes.append(Place(agent: agent, rect: cell)) }
    }
  }

  /// As many columns as make panes nearest to text's usual shape, about four times as wide as high.
  private static func columns(for count: Int, most: Size, area: Rect) -> Int {
    let possible = (1...most.width).filter { (count + $0 - 1) / $0 <= most.height }
    func distance(_ columns: Int) -> Double {
      let rows = (count + columns - 1) / columns
      let shape = Double(area.width / columns) / Double(max(1, area.height / rows))
      let spare = Double(columns * rows - count) / Double(columns * rows)
      return abs(shape / 4 - 1) + spare
    }
    return possible.min { distance($0) < distance($1) } ?? most.width
  }
}
