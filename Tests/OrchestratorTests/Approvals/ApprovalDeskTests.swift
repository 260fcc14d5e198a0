import Agents
import OrderedJSON
import Testing
import Threading

@testable import Orchestrator

@Suite struct ApprovalDeskTests {
  private func request(_ id: String) -> PermissionRequest {
    PermissionRequest(
      id: id, tool: "bash", arguments: [:], subject: "", workingDirectory: "", dangerous: false, rule: "",
      sessionRule: "")
  }

  @Test func `Many requests are answered in any order, each with its own answer`() throws {
    let desk = ApprovalDesk()
    let answers = Monitor<[String: PermissionAnswer]>([:])
    let ids = (0..<8).map { "request-\($0)" }
    for id in ids { desk.expect(id) }
    let askers = try ids.map { id in
      try WorkerThread(name: id) {
        let (answer, by) = desk.decide(request(id), agent: "ada", cancellation: Cancellation())
        answers.withLock { $0[id] = by == "person" ? answer : nil }
      }
    }
    for id in ids.reversed() { try desk.answer(id, with: .deny(reason: id)) }
    for asker in askers { asker.join() }
    #expect(answers.withLock { $0 } == Dictionary(uniqueKeysWithValues: ids.map { ($0, .deny(reason: $0)) }))
    #expect(desk.openRequests == 0)
  }

  @Test func `A request of a cancelled run is denied, and can be answered no more`() throws {
    let desk = ApprovalDesk()
    let cancellation = Cancellation()
    let answer = Monitor<PermissionAnswer?>(nil)
    desk.expect("request-1")
    let asker = try WorkerThread(name: "asker") {
      let (given, _) = desk.decide(request("request-1"), agent: "ada", cancellation: cancellation)
      answer.withLock { $0 = given }
    }
    cancellation.cancel()
    asker.join()
    #expect(answer.withLock { $0 } == .deny(reason: "the run was stopped"))
    #expect(throws: FleetError.self) { try desk.answer("request-1", with: .once) }
  }

  @Test func `An answer that comes before the question is waited for is not lost`() throws {
    let desk = ApprovalDesk()
    desk.expect("request-1")
    try desk.answer("request-1", with: .session)
    let (answer, by) = desk.decide(request("request-1"), agent: "ada", cancellation: Cancellation())
    #expect(answer == .session)
    #expect(by == "person")
  }

  @Test func `A second answer, and one to nothing, are errors`() throws {
    let desk = ApprovalDesk()
    desk.expect("request-1")
    try desk.answer("request-1", with: .once)
    let error = FleetError("No request 'request-1' waits for an answer: it has been answered, or its run has ended.")
    #expect(throws: error) { try desk.answer("request-1", with: .once) }
    #expect(throws: FleetError.self) { try desk.answer("request-9", with: .once) }
  }
}
