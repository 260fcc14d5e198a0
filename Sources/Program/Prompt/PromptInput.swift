import AgentTUI
import OrderedJSON
import System

/// What `prompt` is given to render: messages, and perhaps tools, in OpenAI's form.
struct PromptInput {
  /// A list of messages.
  var messages: JSON
  /// A list of tools; nil: none.
  var tools: JSON?
  /// What else the template is given, by the names that it has for them.
  var variables: [String: JSON] = [:]

  init(_ options: ResolvedOptions.Prompt) throws(UsageError) {
    guard let path = options.messages else {
      throw UsageError("'agent-tui prompt' needs --messages FILE: a JSON list of messages ('-': standard input).")
    }
    try self.init(Self.read(path, "--messages"))
    if let path = options.tools {
      let given = try Self.read(path, "--tools")
      guard case .array = given else { throw UsageError("--tools: \(path) is no JSON list of tools.") }
      tools = given
    }
  }

  /// The messages in a list, or in an object that may hold tools too, and variables of the template as servers take them.
  init(_ json: JSON) throws(UsageError) {
    switch json {
    case .array: messages = json
    case .object(let object):
      guard case .array? = object["messages"], let list = object["messages"] else {
        throw UsageError("--messages: the object has no list 'messages'.")
      }
      messages = list
      switch object["tools"] {
      case nil, .null?: break
      case .array?: tools = object["tools"]
      default: throw UsageError("--messages: 'tools' is no list.")
      }
      switch object["chat_template_kwargs"] {
      case nil, .null?: break
      case .object(let given)?: for member in given.members { variables[member.name] = member.value }
      default: throw UsageError("--messages: 'chat_template_kwargs' is no object.")
      }
    default: throw UsageError("--messages takes a JSON list of messages, or an object that holds one as 'messages'.")
    }
  }

  private static func read(_ path: String, _ option: String) throws(UsageError) -> JSON {
    do throws(SmallFile.Failure) {
      let bytes = try SmallFile.bytes(path == "-" ? "/dev/stdin" : path)
      do throws(JSONError) {
        return try JSON(parsing: bytes)
      } catch {
        throw SmallFile.Failure(path: path, reason: error.description, isMissing: false)
      }
    } catch {
      throw UsageError("\(option): \(error).")
    }
  }
}
