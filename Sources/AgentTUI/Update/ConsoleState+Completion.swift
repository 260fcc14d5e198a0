// Completing the word at the cursor. Files are listed by others; what has been listed is searched here, at once.

import TerminalUI

extension ConsoleState {
  /// `Tab`: completes the word at the cursor, else goes to the next pane.
  mutating func complete() {
    if var cycle = composer.cycle {
      cycle.place = (cycle.place + 1) % cycle.candidates.count
      composer.cycle = cycle
      return put(cycle.candidates[cycle.place], from: cycle.start)
    }
    guard let completion else {
      if composer.input.wordBeforeCursor.text.first == "@" {
        tell(composer.mentions.isListing ? "looking for files\(glyphs.ellipsis)" : "nobody and no file is called so")
      } else if !agents.isEmpty {
        focus(at: (focus + 1) % agents.count)
      }
      return
    }
    if completion.candidates.count == 1 {
      put(completion.candidates[0], from: completion.start)
      composer.input.insert(" ")
    } else if let agreed = completion.agreed {
      composer.input.replaceBeforeCursor(from: completion.start, with: agreed)
    } else {
      composer.cycle = .init(candidates: completion.candidates, start: completion.start)
      put(completion.candidates[0], from: completion.start)
    }
  }

  private mutating func put(_ candidate: Completion.Candidate, from start: Int) {
    switch candidate {
    case .word(let word): composer.input.replaceBeforeCursor(from: start, with: word)
    case .file(let path): composer.input.replaceBeforeCursor(from: start, mentioning: path)
    }
  }

  /// Follows what is being mentioned, after whatever has been pressed.
  mutating func followMention() -> [Effect] {
    // While `Tab` goes through candidates they stay what they are.
    guard composer.cycle == nil else { return [] }
    let word = composer.input.wordBeforeCursor.text
    let typed = place == .composer && word.first == "@" ? String(word.dropFirst()) : nil
    return composer.mentions.follow(typed, at: now) ? [.listFiles] : []
  }
}
