import Foundation
import Testing
import OrderedJSON

/// Small templates with what jinja2 makes of them; `scripts/template-check --record` writes it down.
struct PythonCase: Sendable, CustomTestStringConvertible {
  let template: String
  /// Nil: jinja2 refuses.
  let expected: String?

  var testDescription: String { template }

  static let file: JSON = {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/cases.json").path
    guard let text = try? String(contentsOfFile: path, encoding: .utf8), let json = try? JSON(parsing: text) else {
      return .null
    }
    return json
  }()

  static let variables: [String: JSON] = {
    guard case .object(let variables)? = file.object?["variables"] else { return [:] }
    return Dictionary(uniqueKeysWithValues: variables.members.map { ($0.name, $0.value) })
  }()

  static let all: [PythonCase] = {
    guard case .array(let cases)? = file.object?["cases"] else { return [] }
    return cases.map {
      PythonCase(template: $0.object?["template"]?.string ?? "", expected: $0.object?["expected"]?.string)
    }
  }()
}
