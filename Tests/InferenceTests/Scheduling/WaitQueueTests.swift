import Testing

@testable import Inference

@Suite struct WaitQueueTests {
  @Test func queueDoesWhatANaiveArrayDoes() {
    for seed in 0..<30 {
      var random = RandomNumbers(seed: UInt64(seed))
      var queue = WaitQueue<String>()
      var naive: [(id: Int, element: String)] = []
      // Some lives grow, some shrink, so that the queue is long at times and empty at others.
      let growth = Int.random(in: 30...60, using: &random)
      for id in 0..<400 {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<growth:
          queue.append("e\(id)", id: id)
          naive.append((id, "e\(id)"))
        case ..<75 where !naive.isEmpty:
          let first = queue.removeFirst()
          #expect(first == naive.removeFirst().element)
        default:
          let wanted = Int.random(in: 0...id, using: &random)
          let place = naive.firstIndex { $0.id == wanted }
          let wasThere = queue.remove(id: wanted)
          #expect(wasThere == (place != nil))
          if let place { naive.remove(at: place) }
        }
        #expect(queue.count == naive.count)
        #expect(queue.isEmpty == naive.isEmpty)
        #expect(queue.first == naive.first?.element)
        if id % 16 == 0 { #expect(queue.elements == naive.map(\.element)) }
      }
      #expect(queue.elements == naive.map(\.element))
    }
  }

  @Test func elementThatLeftIsReleasedAtOnce() {
    final class Waiter {}
    var queue = WaitQueue<Waiter>()
    queue.append(Waiter(), id: 1)
    weak let first = queue.first
    queue.append(Waiter(), id: 2)
    #expect(first != nil)
    let wasThere = queue.remove(id: 1)
    #expect(wasThere)
    #expect(first == nil)
  }

  @Test func placesOfThoseWhoLeftAreGivenBackBehindOneThatStays() {
    var queue = WaitQueue<Int>()
    queue.append(0, id: 0)
    for id in 1...10_000 {
      queue.append(id, id: id)
      let wasThere = queue.remove(id: id)
      #expect(wasThere)
    }
    #expect(queue.places < 200)
    #expect(queue.elements == [0])
  }
}
