import OrderedJSON
import Testing

@testable import Jinja

@Suite struct PythonCasesTests {
  @Test func casesAreThere() {
    #expect(PythonCase.all.count > 600)
    #expect(PythonCase.variables.count > 10)
  }

  @Test(arguments: PythonCase.all)
  func smallTemplateGivesWhatPythonGives(_ example: PythonCase) {
    var found: String?
    var reason = ""
    do throws(JinjaError) {
      found = try JinjaTemplate.render(example.template, PythonCase.variables).text
    } catch {
      reason = error.description
    }
    let same = found.map { Array($0.utf8) } == example.expected.map { Array($0.utf8) }
    #expect(same, "\(found ?? reason) is not \(example.expected ?? "an error")")
  }
}
