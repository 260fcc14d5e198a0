import OrderedJSON
import Testing

@Suite("JSON access") struct JSONAccessTests {
  @Test("A getter gives the value of its own kind and nil of every other")
  func getters() {
    let value: JSON = ["s": "x", "i": 3, "d": 3.0, "h": 3.5, "b": true, "n": nil, "a": [1]]
    #expect(value["s"]?.string == "x")
    #expect(value["i"]?.integer == 3)
    #expect(value["d"]?.integer == 3)
    #expect(value["h"]?.integer == nil)
    #expect(value["i"]?.number == 3)
    #expect(value["b"]?.bool == true)
    #expect(value["n"]?.isNull == true)
    #expect(value["a"]?[0] == 1)
    #expect(value["a"]?[1] == nil)
    #expect(value["missing"] == nil)
    #expect(value["s"]?.integer == nil)
    #expect(JSON.number(1e300).integer == nil)
  }

  @Test("Setting members keeps the first place of a name, appends new names and removes on nil")
  func members() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = 4
    object["b"] = nil
    object["missing"] = nil
    #expect(object == ["a": 3, "c": 4])
    #expect(object.names == ["a", "c"])
    #expect(JSON.object(["a": 1, "b": 2]) != ["b": 2, "a": 1])
  }
}
