// A question goes the way of everything that waits for a person: it is told as a request, waits where requests wait, and
// its answer is told. No slot is held meanwhile.

extension AgentRun {
  /// Puts a question of the agent to the person.
  var asker: PersonAsker {
    let (agent, cancellation, emit) = (agent, cancellation, emit)
    return { arguments, question in
      let request = PermissionRequest(
        id: agent.identifiers.next("request"), tool: PermissionRequest.questionTool, arguments: arguments,
        subject: question,
        workingDirectory: agent.settings.workspace, dangerous: false, rule: "a question", sessionRule: "")
      emit(.permissionRequested(request))
      let (answer, by) = agent.approver.decide(request, agent: agent.name, cancellation: cancellation)
      emit(.permissionResolved(request: request.id, decision: answer.word, by: by))
      return answer
    }
  }
}
