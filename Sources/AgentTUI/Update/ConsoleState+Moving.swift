// The keys that move through whatever is there: a transcript, a list, a text.

import TerminalUI

extension ConsoleState {
  /// Moves in what has the keys.
  mutating func move(_ motion: Motion) -> [Effect] {
    switch overlay {
    case .picker(let picker): return movePicker(picker, motion)
    case .reader(let reader): moveReader(reader, motion)
    case .approvals(let list): moveApprovals(list, motion)
    case .changes(let review): moveChanges(review, motion)
    case .map, .confirmation: break
    case nil: movePane(motion)
    }
    return []
  }

  private mutating func movePane(_ motion: Motion) {
    guard agents.indices.contains(focus) else { return }
    if let rows = motion.rows(page: pageRows) {
      if copy != nil { moveCopyCursor(by: rows) } else { scroll(agent: focus, by: rows) }
    } else if motion == .bottom {
      if copy != nil { setCopyCursor(window(of: focus).last) } else { setScroll(.follow, of: focus) }
    } else if window(of: focus).isLetGo(0) {
      agents[focus].seek = .start
    } else if copy != nil {
      setCopyCursor(window(of: focus).first)
    } else {
      scrollToStart(of: focus)
    }
  }

  private mutating func movePicker(_ picker: Picker, _ motion: Motion) -> [Effect] {
    let items = picker.matching(PickerItems.items(picker.kind, self))
    let page = max(1, OverlayLayout(self).inside.height - 2)
    return select(motion.moved(picker.selected, of: items.count, page: page), in: picker)
  }

  /// Selects an item; a theme shows itself.
  mutating func select(_ item: Int, in picker: Picker) -> [Effect] {
    var picker = picker
    picker.selected = item
    overlay = .picker(picker)
    let items = picker.matching(PickerItems.items(picker.kind, self))
    guard case .themes = picker.kind, items.indices.contains(item) else { return [] }
    return preview(items[item].item.id)
  }

  /// Shows a theme as one passes over it.
  private mutating func preview(_ theme: String) -> [Effect] {
    guard theme != settings.theme else { return [] }
    settings.theme = theme
    return [.setTheme(theme, isChosen: false)]
  }

  private mutating func moveReader(_ reader: Reader, _ motion: Motion) {
    var reader = reader
    let inside = OverlayLayout(self).inside
    let most = max(0, ReaderLines.lines(reader, width: inside.width, self).count - inside.height)
    reader.scroll = motion.moved(min(reader.scroll, most), of: most + 1, page: max(1, inside.height - 1))
    overlay = .reader(reader)
  }

  private mutating func moveChanges(_ review: ChangeReview, _ motion: Motion) {
    var review = review
    let detail = ChangesLayout(self).detail
    switch motion {
    case .up: review.moveHunk(by: -1)
    case .down: review.moveHunk(by: 1)
    case .top: review.moveToStart()
    case .bottom: review.moveToEnd()
    case .pageUp, .pageDown, .halfPageUp, .halfPageDown:
      let rows = motion.rows(page: max(1, detail.height - 1)) ?? 0
      review.scroll(by: rows, most: ChangesLayout.scrollable(review, in: detail))
    }
    overlay = .changes(review)
  }

  private mutating func moveApprovals(_ list: ApprovalList, _ motion: Motion) {
    var list = list
    switch motion {
    case .up, .down:
      let here = approvals.firstIndex { $0.id == list.selected } ?? 0
      let next = motion.moved(here, of: approvals.count, page: 1)
      if approvals.indices.contains(next) { list = ApprovalList(selected: approvals[next].id) }
    case .pageUp, .pageDown, .halfPageUp, .halfPageDown, .top, .bottom:
      let detail = ApprovalLayout(self).detail
      let rows = targetedApproval.map { ApprovalText.whole($0, width: detail.width, self).count } ?? 0
      let most = max(0, rows - detail.height)
      list.scroll = motion.moved(min(list.scroll, most), of: most + 1, page: max(1, detail.height - 1))
    }
    overlay = .approvals(list)
  }
}
