import Foundation
import Testing

@testable import Inference

@Suite struct SuggestedSamplingTests {
  private func sampling(_ values: [String: String]) -> SuggestedSampling {
    SuggestedSampling { values[$0.replacing("general.sampling.", with: "")] }
  }

  @Test func metadataAreReadAsTheFileSaysThem() {
    let sampling = sampling([
      "temp": "0.600000", "top_k": "20", "top_p": "0.949999988079071", "min_p": "0.000000",
      "penalty_repeat": "1.050000",
      "penalty_last_n": "64", "mirostat": "2", "xtc_probability": "0.000000", "sequence": "top_k;temp",
    ])
    var expected = SuggestedSampling()
    expected.temperature = 0.6
    expected.topK = 20
    expected.topP = 0.95
    expected.minP = 0
    expected.repeatPenalty = 1.05
    expected.repeatWindow = 64
    expected.unused = ["sequence top_k;temp", "mirostat 2"]
    #expect(sampling == expected)
    #expect(self.sampling([:]) == SuggestedSampling())
  }

  @Test func valuesThatMakeNoSenseAreAsGoodAsNone() {
    let sampling = sampling([
      "temp": "nan", "top_k": "many", "top_p": "7", "min_p": "-1", "penalty_repeat": "inf", "penalty_last_n": "-1",
    ])
    var expected = SuggestedSampling()
    expected.repeatWindow = 4096
    #expect(sampling == expected)
    #expect(self.sampling(["top_k": "-5"]).topK == 0)
  }

  @Test func personBeatsTheModelAndTheModelBeatsWhatIsUsual() {
    let model = sampling(["temp": "0.6", "top_k": "20", "penalty_last_n": "32"])
    #expect(SamplingChoice().options(for: model) == SamplingOptions(temperature: 0.6, topK: 20, repeatWindow: 32))
    #expect(
      SamplingChoice(temperature: 1, topP: 0.5, seed: 3).options(for: model)
        == SamplingOptions(temperature: 1, topK: 20, topP: 0.5, repeatWindow: 32, seed: 3))
    #expect(SamplingChoice().options(for: SuggestedSampling()) == SamplingOptions())
    // A small model is led, whatever it asks for; a person beats that too.
    #expect(SamplingChoice().options(for: model, ledTemperature: 0.2).temperature == 0.2)
    #expect(SamplingChoice(temperature: 1).options(for: model, ledTemperature: 0.2).temperature == 1)
  }

  @Test func linesSayWhatIsUsedAndWhereItIsFrom() {
    var model = sampling(["temp": "0.6", "top_k": "20", "mirostat": "1"])
    model.suppressedTokens = 3
    #expect(
      SamplingChoice(topK: 5).lines(for: model, ledTemperature: 0.2) == [
        "temperature 0.2, because a small model is led; the model asks for 0.6",
        "top-k 5, as you chose; the model asks for 20",
        "top-p 0.95, as most models like it", "min-p 0.05, as most models like it",
        "repeat-penalty 1.0, as most models like it", "the model asks for mirostat 1 too, which is not used",
        "3 tokens are never chosen, as the model asks",
      ])
    #expect(SamplingChoice().lines(for: model)[0] == "temperature 0.6, as the model asks")
  }
}
