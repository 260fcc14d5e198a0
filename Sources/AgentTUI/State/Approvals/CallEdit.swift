import Agents
import OrderedJSON

/// The text in which a tool call is edited: the command itself where that is all there is, else the arguments as JSON.
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

  /// The one argument that is a text, when there is no other text among them.
  private static func plainArgument(of arguments: JSON) -> String? {
    guard case .object(let object) = arguments else { return nil }
    let texts = object.members.filter {
      if case .string = $0.value { return true }
      return false
    }
    return texts.count == 1 && object.members.count == 1 ? texts[0].name : nil
  }

  /// Why an edited call cannot be taken.
  struct EditError: Error, Equatable {
    var sentence: String
    init(_ sentence: String) { self.sentence = sentence }
  }
}
