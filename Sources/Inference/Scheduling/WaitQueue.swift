/// A first-in-first-out queue from whose middle one can leave, every operation in constant amortised time.
///
/// Who leaves early becomes a tombstone; those at the front and too many of them are swept away, so that the queue is
/// never much larger than those who wait.
struct WaitQueue<Element> {
  private var slots: [(id: Int, element: Element?)] = []
  /// The first slot in use: not a tombstone, unless the queue is empty.
  private var head = 0
  /// Where in `slots` somebody stands, counted from the first slot that there ever was.
  private var positions: [Int: Int] = [:]
  private var dropped = 0

  /// Those still in it.
  var count: Int { positions.count }
  var isEmpty: Bool { positions.isEmpty }
  /// Slots that are kept for them, tombstones included.
  var places: Int { slots.count }

  /// The one that goes next.
  var first: Element? { isEmpty ? nil : slots[head].element }

  /// All, in order.
  var elements: [Element] { slots[head...].compactMap(\.element) }

  mutating func append(_ element: Element, id: Int) {
    positions[id] = slots.count + dropped
    slots.append((id, element))
  }

  /// - Precondition: not empty.
  mutating func removeFirst() -> Element {
    let (id, element) = slots[head]
    positions[id] = nil
    slots[head].element = nil
    sweep()
    return element!
  }

  /// Whether it was there.
  mutating func remove(id: Int) -> Bool {
    guard let position = positions.removeValue(forKey: id) else { return false }
    slots[position - dropped].element = nil
    sweep()
    return true
  }

  private mutating func sweep() {
    while head < slots.count, slots[head].element == nil { head += 1 }
    guard slots.count > 32, slots.count > 2 * count else { return }
    // Half of the slots at the least are tombstones, and made this worth its price.
    dropped += slots.count
    slots = slots.filter { $0.element != nil }
    dropped -= slots.count
    head = 0
    for (index, slot) in slots.enumerated() { positions[slot.id] = index + dropped }
  }
}
