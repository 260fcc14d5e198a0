import Agents
import OrderedJSON

/// The text in which a tool call is edited: the command itself where it is the only text among the arguments (a time limit
/// beside it stays as it is), else the arguments as JSON.
enum CallEdit {
  /// What to edit.
  static func text(of request: PermissionRequest) -> String {
    if let name = plainArgument(of: request.arguments), case .object(let object) = request.arguments,
      case .string(let text)? = object[name]
    {
      return text
    }
    return request.arguments.text
  }

  /// The arguments that an edited text stands for, or what is wrong with it.
  static func arguments(_ text: String, of request: PermissionRequest) -> Result<JSON, EditError> {
    if let name = plainArgument(of: request.arguments), case .object(var object) = request.arguments {
      object[name] = .string(text)
      return .success(.object(object))
    }
    do {
      let value = try JSON(parsing: text)
      guard case .object = value else {
        return .failure(EditError("the arguments of \(request.tool) are an object, {…}; this is not"))
      }
      return .success(value)
    } catch {
      return .failure(EditError("this is not JSON: \(error)"))
    }
  }

  /// The one argument that is a text, when there is no other text and nothing nested among them.
  private static func plainArgument(of arguments: JSON) -> String? {
    guard case .object(let object) = arguments else { return nil }
    var texts: [String] = []
    for member in object.members {
      switch member.value {
      case .string: texts.append(member.name)
      case .object, .array: return nil
      case .integer, .number, .bool, .null: break
      }
    }
    return texts.count == 1 ? texts[0] : nil
  }

  /// Why an edited call cannot be taken.
  struct EditError: Error, Equatable {
    var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }
}
