// Chat templates of our own, for models that carry none, or none that can be used, and for who asks for one by name.
// They write what the models of that family were trained on, without tools; each is a few lines of Jinja.

/// A chat template that is built in.
public enum BuiltInTemplate: String, Sendable, CaseIterable {
  case chatml, llama2, llama3, llama4, gemma, phi3, phi4, zephyr, vicuna, granite, falcon3, deepseek3
  case mistralV1 = "mistral-v1"
  case mistralV3 = "mistral-v3"
  case mistralV7 = "mistral-v7"
  case commandR = "command-r"
  /// Names of who speaks, and nothing else: for models that were taught no form.
  case plain

  /// The template of a name; `chatML` is another spelling.
  public init?(named name: String) {
    self.init(rawValue: name == "chatML" ? "chatml" : name)
  }

  /// What is used for a model that brings nothing of use: ChatML where the vocabulary has its marks.
  static func fallback(hasChatMLMarks: Bool) -> BuiltInTemplate { hasChatMLMarks ? .chatml : .plain }

  /// The template in Jinja.
  public var source: String {
    switch self {
    case .chatml:
      Self.turns("<|im_start|>{{ role }}\\n", "<|im_end|>\\n")
    case .llama3:
      Self.turns("<|start_header_id|>{{ role }}<|end_header_id|>\\n\\n", "<|eot_id|>", trims: true)
    case .llama4:
      Self.turns("<|header_start|>{{ role }}<|header_end|>\\n\\n", "<|eot|>", trims: true)
    case .phi3: Self.turns("<|{{ role }}|>\\n", "<|end|>\\n")
    case .phi4: Self.turns("<|im_start|>{{ role }}<|im_sep|>", "<|im_end|>")
    case .zephyr: Self.turns("<|{{ role }}|>\\n", "<|endoftext|>\\n")
    case .falcon3: Self.turns("<|{{ role }}|>\\n", "\\n")
    case .granite:
      Self.turns("<|start_of_role|>{{ role }}<|end_of_role|>", "<|end_of_text|>\\n")
    case .commandR:
      Self.turns(
        "<|START_OF_TURN_TOKEN|><|{{ role }}_TOKEN|>", "<|END_OF_TURN_TOKEN|>", trims: true,
        names: "{'system': 'SYSTEM', 'user': 'USER', 'assistant': 'CHATBOT', 'tool': 'SYSTEM'}")
    case .gemma:
      """
      {%- set ns = namespace(system='') -%}
      {%- for message in messages -%}
        {%- if message.role == 'system' -%}
          {%- set ns.system = ns.system + message.content | trim + '\\n\\n' -%}
        {%- elif message.role == 'assistant' -%}
          {{- '<start_of_turn>model\\n' }}{{ message.content | trim }}{{ '<end_of_turn>\\n' -}}
        {%- else -%}
          {{- '<start_of_turn>user\\n' }}{{ ns.system }}{{ message.content | trim }}{{ '<end_of_turn>\\n' -}}
          {%- set ns.system = '' -%}
        {%- endif -%}
      {%- endfor -%}
      {%- if add_generation_prompt -%}{{- '<start_of_turn>model\\n' -}}{%- endif -%}
      """
    case .llama2:
      """
      {%- for message in messages -%}
        {%- if message.role == 'assistant' -%}
          {{- message.content }}{{ '</s>' -}}
        {%- else -%}
          {%- if loop.first or loop.previtem.role == 'assistant' -%}{{- '[INST] ' -}}{%- endif -%}
          {%- if message.role == 'system' -%}
            {{- '<<SYS>>\\n' }}{{ message.content }}{{ '\\n<</SYS>>\\n\\n' -}}
          {%- else -%}
            {{- message.content }}{{ ' [/INST]' -}}
          {%- endif -%}
        {%- endif -%}
      {%- endfor -%}
      """
    case .mistralV1: Self.instructions(" [INST] ", " [/INST]", " ")
    case .mistralV3: Self.instructions("[INST] ", "[/INST]", " ")
    case .mistralV7:
      """
      {%- for message in messages -%}
        {%- if message.role == 'system' -%}{{- '[SYSTEM_PROMPT] ' }}{{ message.content }}{{ '[/SYSTEM_PROMPT]' -}}
        {%- elif message.role == 'assistant' -%}{{- ' ' }}{{ message.content }}{{ '</s>' -}}
        {%- else -%}{{- '[INST] ' }}{{ message.content }}{{ '[/INST]' -}}
        {%- endif -%}
      {%- endfor -%}
      """
    case .vicuna: Self.speakers("USER: ", "ASSISTANT: ", afterUser: "\\n", afterAnswer: "</s>\\n", asked: "ASSISTANT:")
    case .deepseek3:
      Self.speakers(
        "<\u{FF5C}User\u{FF5C}>", "<\u{FF5C}Assistant\u{FF5C}>", afterUser: "",
        afterAnswer: "<\u{FF5C}end\u{2581}of\u{2581}sentence\u{FF5C}>", asked: "<\u{FF5C}Assistant\u{FF5C}>")
    case .plain:
      Self.speakers("User: ", "Assistant: ", afterUser: "\\n\\n", afterAnswer: "\\n\\n", asked: "Assistant:")
    }
  }

  /// A turn after the other, each between two marks; the role stands in the first.
  private static func turns(_ before: String, _ after: String, trims: Bool = false, names: String = "{}") -> String {
    let head = before.split(separator: "{{ role }}", omittingEmptySubsequences: false)
    func written(_ role: String) -> String { "{{- '\(head[0])' }}{{ \(role) }}{{ '\(head[1])' -}}" }
    return """
      {%- set names = \(names) -%}
      {%- for message in messages -%}
        \(written("names.get(message.role, message.role)"))
        {{- message.content\(trims ? " | trim" : "") }}{{ '\(after)' -}}
      {%- endfor -%}
      {%- if add_generation_prompt -%}\(written("names.get('assistant', 'assistant')")){%- endif -%}
      """
  }

  /// Instructions between brackets, answers after them; what the system says stands before an instruction.
  private static func instructions(_ before: String, _ after: String, _ answer: String) -> String {
    """
    {%- for message in messages -%}
      {%- if message.role == 'assistant' -%}
        {{- '\(answer)' }}{{ message.content }}{{ '</s>' -}}
      {%- else -%}
        {%- if loop.first or loop.previtem.role == 'assistant' -%}{{- '\(before)' -}}{%- endif -%}
        {{- message.content }}{{ '\\n\\n' if message.role == 'system' else '\(after)' -}}
      {%- endif -%}
    {%- endfor -%}
    """
  }

  /// Who speaks, and what.
  private static func speakers(
    _ user: String, _ assistant: String, afterUser: String, afterAnswer: String, asked: String
  ) -> String {
    """
    {%- for message in messages -%}
      {%- if message.role == 'system' -%}{{- message.content }}{{ '\\n\\n' -}}
      {%- elif message.role == 'assistant' -%}{{- '\(assistant)' }}{{ message.content }}{{ '\(afterAnswer)' -}}
      {%- else -%}{{- '\(user)' }}{{ message.content }}{{ '\(afterUser)' -}}
      {%- endif -%}
    {%- endfor -%}
    {%- if add_generation_prompt -%}{{- '\(asked)' -}}{%- endif -%}
    """
  }
}
