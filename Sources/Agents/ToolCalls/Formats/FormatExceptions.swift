// What probes cannot show. Each row is recognised by something in the text that the template renders, so that it holds
// for every model of that kind, and says why it is needed.

/// What is known of some models beside what their templates show.
enum FormatExceptions {
  static func applied(to format: CallFormat, prompt: String) -> CallFormat {
    var format = format
    // Messages with heads: the prompt ends within one (`<|start|>assistant`), and a mark ends it. The template renders
    // one order of its parts; models write others too, with or without `<|constrain|>`, and several messages in one
    // answer. Seen in gpt-oss and its kin.
    if format.header.hasSuffix("<|start|>assistant"), format.contentOpen.hasSuffix("<|message|>") {
      let isHarmony = format.contentOpen.contains("<|channel|>")
      format.heads = .init(
        start: "<|start|>assistant", begin: isHarmony ? ["<|channel|>", " to="] : [" to="], end: "<|message|>",
        messageEnds: ["<|end|>", "<|return|>", "<|call|>", "<|eom|>", "<|eot|>"],
        thought: isHarmony ? "analysis" : "to=self", recipient: isHarmony ? "to=functions." : "",
        callHead: .empty)
      format.reasoning = .init(open: "", close: "", field: format.reasoning.field, isLearnt: true)
      format.contentOpen = ""
      format.contentClose = ""
      format.results.markers = [ToolMarkup.responseStart]
      if !isHarmony { splitHead(&format) }
    }
    // Llama 3 has a token of its own for calls of tools that it was trained with; the template renders other calls
    // as bare JSON, and models write the token before those too. What the template says of the environment tells it.
    if prompt.contains("Environment: ipython") || format.callOpen.head == "<function=" && format.shape == .named {
      format.extraStarts.append("<|python_tag|>")
    }
    return format
  }

  /// The call's own text begins behind its message's head.
  private static func splitHead(_ format: inout CallFormat) {
    for (index, piece) in format.callOpen.pieces.enumerated() {
      guard case .text(let text) = piece, let mark = format.heads?.end, let place = MarkupText(text).first(mark) else {
        continue
      }
      let whole = MarkupText(text)
      let pieces = format.callOpen.pieces
      format.heads?.callHead = CallPattern(
        pieces: [.text(format.lead)] + pieces[..<index] + [.text(whole[0..<place.upperBound])])
      format.callOpen = CallPattern(pieces: [.text(whole[place.upperBound..<whole.count])] + pieces[(index + 1)...])
      // The white space before a head is the head's, not also the separator's.
      if format.separator.hasSuffix(format.lead) { format.separator.removeLast(format.lead.count) }
      format.lead = ""
      return
    }
  }
}
