import Inference
import Testing

@testable import Program

@Suite struct SettingNamesTests {
  @Test(arguments: InferenceSetting.allCases)
  func `A setting of the library is called as the option that there is for it`(setting: InferenceSetting) {
    #expect(OptionTable.options.contains { $0.name == setting.option })
    #expect(SettingNames.options[setting] == "--\(setting.option)")
  }
}
