import Agents
import AgentTUI
import OrderedJSON
import System

/// In which form a person wants each model to write its calls, where they have said it: a JSON object, the form by the
/// model's name.
struct ToolFormStore {
  /// Where it is kept.
  let path: String
  /// Reads a file; replaced in tests.
  var read: (String) throws(SmallFile.Failure) -> [UInt8] = SmallFile.bytes

  /// What is kept. A file that cannot be read keeps nothing: the form is then the one that suits the model.
  func forms() -> [String: ToolFormChoice] {
    guard let bytes = try? read(path), let object = (try? JSON(parsing: bytes))?.object else { return [:] }
    var forms: [String: ToolFormChoice] = [:]
    for member in object.members { forms[member.name] = member.value.string.flatMap(ToolFormChoice.init) }
    return forms
  }

  /// Keeps a person's choice for a model; `auto` takes an earlier one back.
  func keep(_ form: ToolFormChoice, for model: String) throws(PrivateFile.Failure) {
    var forms = forms()
    let before = forms
    forms[model] = form == .auto ? nil : form
    guard forms != before else { return }
    let members = forms.sorted { $0.key < $1.key }.map {
      JSONObject.Member(name: $0.key, value: .string($0.value.rawValue))
    }
    try PrivateFile.replace(JSON.object(JSONObject(members)).text + "\n", at: path)
  }
}
