import Testing
import Threading

@testable import Inference

@Suite struct SchedulerOrderTests {
  @Test func waitersOfOnePriorityAreServedInTheOrderOfArrival() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 1)
    let line = Line(at: scheduler)
    let holder = try scheduler.acquire()
    let names = (0..<20).map { "waiter \($0)" }
    for name in names { try line.join(name) }
    holder.release()
    let record = line.leave()
    #expect(record.served == names)
    #expect(record.positions == Array(1...20))
  }

  /// Somebody who joins at a second.
  struct Arrival: Sendable {
    var second: Double
    var name: String
    var priority: SlotPriority
    init(_ second: Double, _ name: String, _ priority: SlotPriority) {
      self.second = second
      self.name = name
      self.priority = priority
    }
  }

  struct Order: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var arrivals: [Arrival]
    var servedAt: Double
    var order: String
    var positions: [Int]
  }

  static let orders = [
    Order(
      testDescription: "urgent ones first",
      arrivals: [
        .init(0, "b", .background), .init(0, "n", .normal), .init(0, "i", .interactive), .init(0, "j", .interactive),
      ],
      servedAt: 1, order: "i j n b", positions: [1, 1, 1, 2]),
    Order(
      testDescription: "five seconds are a step",
      arrivals: [.init(0, "b", .background), .init(5, "n", .normal)],
      servedAt: 5, order: "b n", positions: [1, 2]),
    Order(
      testDescription: "less than five seconds are none",
      arrivals: [.init(0, "b", .background), .init(4.9, "n", .normal)],
      servedAt: 4.9, order: "n b", positions: [1, 1]),
    Order(
      testDescription: "all age alike",
      arrivals: [.init(0, "b", .background), .init(1, "n", .normal), .init(2, "i", .interactive)],
      servedAt: 1004, order: "i n b", positions: [1, 1, 1]),
    Order(
      testDescription: "ten seconds of waiting beat somebody who looks at it",
      arrivals: [.init(0, "b", .background), .init(9, "i", .interactive), .init(10, "j", .interactive)],
      servedAt: 10, order: "b i j", positions: [1, 1, 3]),
    Order(
      testDescription: "ageing goes on while they wait",
      arrivals: [
        .init(0, "n", .normal), .init(1, "b", .background), .init(4, "i", .interactive), .init(6, "m", .normal),
        .init(11, "j", .interactive),
      ],
      servedAt: 11, order: "n i b m j", positions: [1, 2, 1, 4, 5]),
  ]

  @Test(arguments: orders)
  func waitingRaisesAPriority(_ expected: Order) throws {
    let clock = TestClock()
    let scheduler = try InferenceScheduler(maxConcurrent: 1) { clock.now }
    let line = Line(at: scheduler)
    let holder = try scheduler.acquire()
    for arrival in expected.arrivals {
      clock.seconds = arrival.second
      try line.join(arrival.name, arrival.priority)
    }
    clock.seconds = expected.servedAt
    let foreseen = scheduler.snapshot().waiters
    holder.release()
    let record = line.leave()
    #expect(record.served.joined(separator: " ") == expected.order)
    #expect(foreseen.map(\.label) == record.served)
    #expect(record.positions == expected.positions)
    let since = Dictionary(uniqueKeysWithValues: expected.arrivals.map { ($0.name, $0.second) })
    #expect(foreseen.allSatisfy { abs($0.waitedSeconds - expected.servedAt + (since[$0.label] ?? 0)) < 1e-6 })
  }

  @Test func nobodyWaitsForEverBehindNewcomersThatAreMoreUrgent() throws {
    let clock = TestClock()
    let scheduler = try InferenceScheduler(maxConcurrent: 1) { clock.now }
    let line = Line(at: scheduler)
    let holder = try scheduler.acquire()
    try line.join("background", .background)
    for second in 0..<30 {
      clock.seconds = Double(second)
      try line.join("interactive \(second)", .interactive)
    }
    holder.release()
    let place = try #require(line.leave().served.firstIndex(of: "background"))
    // Two steps of priority are ten seconds.
    #expect(place <= 15)
  }

  @Test func thoseWhoLeaveChangeNothingForTheOthers() throws {
    for seed in 0..<8 {
      var random = RandomNumbers(seed: UInt64(seed))
      let clock = TestClock()
      let scheduler = try InferenceScheduler(maxConcurrent: 1) { clock.now }
      let line = Line(at: scheduler)
      let holder = try scheduler.acquire()
      var staying: [(name: String, priority: SlotPriority)] = []
      var leaving: [String: Cancellation] = [:]
      for index in 0..<40 {
        let priority = SlotPriority.allCases.randomElement(using: &random) ?? .normal
        let cancellation = Bool.random(using: &random) ? Cancellation() : nil
        try line.join("\(index)", priority, cancellation: cancellation)
        if let cancellation { leaving["\(index)"] = cancellation } else { staying.append(("\(index)", priority)) }
      }
      for (name, cancellation) in leaving { cancellation.cancel(reason: "reason \(name)") }
      #expect(scheduler.snapshot().waiters.count == staying.count)
      holder.release()
      let record = line.leave()
      let expected = SlotPriority.allCases.reversed().flatMap { level in staying.filter { $0.priority == level } }
      #expect(record.served == expected.map(\.name))
      #expect(record.refused == Dictionary(uniqueKeysWithValues: leaving.keys.map { ($0, .cancelled("reason \($0)")) }))
    }
  }

  @Test func tryAcquireNeverOvertakesSomebodyWhoWaits() throws {
    let scheduler = try InferenceScheduler(maxConcurrent: 2)
    let held = HeldPermit.all(of: scheduler)
    #expect(held.count == 2)
    #expect(HeldPermit.one(of: scheduler) == nil)
    let line = Line(at: scheduler)
    try line.join("waiter")
    #expect(HeldPermit.one(of: scheduler) == nil)
    try scheduler.resize(to: 3)
    #expect(line.leave().served == ["waiter"])
    #expect(HeldPermit.one(of: scheduler) != nil)
    withExtendedLifetime(held) {}
  }
}
