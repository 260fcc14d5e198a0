import Agents
import OrderedJSON
import Testing

/// Templates of no model: one a way to write calls. All were made up for these tests, so that what is learnt from them was
/// not known before.
struct MadeUpTemplate: Sendable, CustomTestStringConvertible {
  /// What is special about it.
  var name: String
  /// How calls are written.
  var calls: String
  /// The beginning of a shape's description that must be found.
  var shape: String
  /// What marks thoughts, where it does.
  var thought: (open: String, close: String)?
  /// Whether the prompt opens a thought.
  var opensThought = false

  var testDescription: String { name }

  var source: String {
    let thought =
      thought.map { "{% if m.reasoning_content %}\($0.open){{ m.reasoning_content }}\($0.close){% endif %}" } ?? ""
    let opening = opensThought ? self.thought?.open ?? "" : ""
    return """
      {{ bos_token }}{% if tools %}TOOLS {{ tools | tojson }}
      {% endif %}{% for m in messages %}
      {%- if m.role == 'assistant' %}«model»\(thought){{ m.content or '' }}{% if m.tool_calls %}\(calls){% endif %}«over»
      {% elif m.role == 'tool' %}«tool»<res>{{ m.content }}</res>«over»
      {% else %}«{{ m.role }}»{{ m.content }}«over»
      {% endif %}{% endfor %}
      {%- if add_generation_prompt %}«model»\(opening){% endif %}
      """
  }

  private static let each = "{% for c in m.tool_calls %}{% set f = c.function %}"
  private static let keys = "{% for k, v in f.arguments.items() %}"
  private static let typed = "{{ v if v is string else v | tojson }}"

  static let all: [MadeUpTemplate] = [
    MadeUpTemplate(
      name: "an object between marks",
      calls: "\(each)\n<do>{\"action\": \"{{ f.name }}\", \"with\": {{ f.arguments | tojson }}}</do>{% endfor %}",
      shape: "json"),
    MadeUpTemplate(
      name: "a list of objects, wrapped",
      calls:
        "[[CALLS]]\(each){% if loop.first %}[{% else %}, {% endif %}{\"type\": \"function\", \"function\": {\"name\": "
        + "\"{{ f.name }}\", \"arguments\": {{ f.arguments | tojson }}}}{% endfor %}][[DONE]]",
      shape: "json", thought: ("<muse>", "</muse>"), opensThought: true),
    MadeUpTemplate(
      name: "several objects in one section",
      calls:
        "<acts>\(each)\n{\"name\": \"{{ f.name }}\", \"parameters\": {{ f.arguments | tojson }}}{% endfor %}\n</acts>",
      shape: "json"),
    MadeUpTemplate(
      name: "the name as key",
      calls:
        "<|go|>[\(each){% if not loop.first %}, {% endif %}{\"{{ f.name }}\": {{ f.arguments | tojson }}}{% endfor %}]<|stop|>",
      shape: "json"),
    MadeUpTemplate(
      name: "arguments before the name",
      calls: "\(each)<call>{\"input\": {{ f.arguments | tojson }}, \"tool\": \"{{ f.name }}\"}</call>{% endfor %}",
      shape: "json"),
    MadeUpTemplate(
      name: "an object with an identifier",
      calls:
        "[ACTS]\(each){% if loop.first %}[{% else %}, {% endif %}{\"name\": \"{{ f.name }}\", \"arguments\": "
        + "{{ f.arguments | tojson }}, \"id\": \"{{ c.id }}\"}{% endfor %}]",
      shape: "json"),
    MadeUpTemplate(
      name: "a bare object",
      calls: "\(each){\"name\": \"{{ f.name }}\", \"parameters\": {{ f.arguments | tojson }}}{% endfor %}",
      shape: "json"),
    MadeUpTemplate(
      name: "a name, then JSON",
      calls: "\(each)<|use|>{{ f.name }}<|with|>{{ f.arguments | tojson }}<|used|>{% endfor %}",
      shape: "named", thought: ("<|muse|>", "<|/muse|>")),
    MadeUpTemplate(
      name: "a numbered name in a section, then JSON",
      calls:
        "<|acts|>\(each)<|act|>fn.{{ f.name }}:{{ loop.index0 }}<|args|>{{ f.arguments | tojson }}<|/act|>{% endfor %}"
        + "<|/acts|>",
      shape: "named"),
    MadeUpTemplate(
      name: "an identifier, a name, then JSON in a fence",
      calls:
        "\(each)<|act|>{{ c.id }}<|name|>{{ f.name }}\n```json\n{{ f.arguments | tojson }}\n```<|/act|>{% endfor %}",
      shape: "named"),
    MadeUpTemplate(
      name: "a tag a parameter",
      calls:
        "\(each)\n<act>\n<run={{ f.name }}>\n\(keys)<arg={{ k }}>\n\(typed)\n</arg>\n{% endfor %}</run>\n</act>{% endfor %}",
      shape: "parameters", thought: ("<hm>\n", "\n</hm>\n\n"), opensThought: true),
    MadeUpTemplate(
      name: "a tag a parameter, with its type",
      calls:
        "\n<acts>\n\(each)<act name=\"{{ f.name }}\">\n\(keys)<arg name=\"{{ k }}\" text=\"{{ 'yes' if v is string else 'no' }}\">"
        + "\(typed)</arg>\n{% endfor %}</act>\n{% endfor %}</acts>",
      shape: "parameters"),
    MadeUpTemplate(
      name: "tags around keys and values",
      calls: "\(each)<act>{{ f.name }}\(keys)<k>{{ k }}</k><v>\(typed)</v>{% endfor %}</act>{% endfor %}",
      shape: "parameters"),
    MadeUpTemplate(
      name: "an element a parameter",
      calls: "\(each)<act is=\"{{ f.name }}\">\(keys)<{{ k }}>\(typed)</{{ k }}>{% endfor %}</act>{% endfor %}",
      shape: "parameters"),
    MadeUpTemplate(
      name: "as Python calls",
      calls:
        "<|py|>[\(each){% if not loop.first %}, {% endif %}{{ f.name }}(\(keys){% if not loop.first %}, {% endif %}{{ k }}="
        + "{% if v is string %}'{{ v | replace('\\\\', '\\\\\\\\') | replace(\"'\", \"\\\\'\") | replace('\\n', '\\\\n') }}'"
        + "{% else %}{{ v }}{% endif %}{% endfor %}){% endfor %}]<|/py|>",
      shape: "pythonic"),
    MadeUpTemplate(
      name: "keys without quotes",
      calls:
        "\(each)<|act>act:{{ f.name }}{{ '{' }}\(keys){% if not loop.first %},{% endif %}{{ k }}:"
        + "{% if v is string %}<q>{{ v }}<q>{% else %}{{ v | tojson }}{% endif %}{% endfor %}{{ '}' }}<act|>{% endfor %}",
      shape: "bareKeys"),
  ]
}
