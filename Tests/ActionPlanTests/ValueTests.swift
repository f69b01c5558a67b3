import AirQuality
import Testing

@testable import ActionPlan

@Suite struct ValueTests {
  @Test(arguments: [
    ("0 min", 0), ("90 s", 90), ("5 min", 300), ("1 h", 3600), ("2 d", 172_800),
    ("366 d", 31_622_400),
  ])
  func `a duration is a whole number and a unit`(text: String, seconds: Int) {
    #expect(ParsedDuration(text)?.seconds == seconds)
  }

  @Test(arguments: [
    "", "5", "min", "5min", "5 minutes", "-5 min", "1.5 h", "5 min 3 s", "367 d", "+5 min", "５ min",
    "99999999999999999999 s",
  ])
  func `whatever else is no duration`(text: String) {
    #expect(ParsedDuration(text) == nil)
  }

  @Test(arguments: [
    ("28 ug/m3", "28", "µg/m³"), ("28 μg/m³", "28", "µg/m³"), ("10 %", "10", "%"),
    ("10%", "10", "%"), ("1.20", "1.20", ""), ("-50 Pa", "-50", "Pa"),
    ("0.1 mg/m3", "0.1", "mg/m³"),
    ("21.5 ℃", "21.5", "°C"),
  ])
  func `an amount keeps its digits and its unit`(text: String, digits: String, unit: String) throws
  {
    let amount = try #require(ParsedAmount(text))
    #expect(amount.number.description == digits)
    #expect(amount.unit == unit)
  }

  @Test(arguments: ["", "ug/m3", "1e3 kW", "1,200 kW", "5kW", "five %", "1 kW extra", "--1 kW"])
  func `whatever else is no amount`(text: String) {
    #expect(ParsedAmount(text) == nil)
  }

  @Test(arguments: [
    ("1.0 mg/m3", "µg/m³", "1000"), ("155 ug/m3", "mg/m³", "0.155"), ("2500 W", "kW", "2.5"),
    ("0.7 kPa", "Pa", "700"), ("5 %", "%", "5"),
  ])
  func `units of one kind convert exactly`(text: String, unit: String, number: String) throws {
    let amount = try #require(ParsedAmount(text))
    #expect(amount.number(in: unit) == ExactDecimal(number))
  }

  @Test(arguments: [("5 kW", "%"), ("5 Pa", "kW"), ("5", "kW"), ("5 kW", "")])
  func `units of two kinds do not convert`(text: String, unit: String) throws {
    let amount = try #require(ParsedAmount(text))
    #expect(amount.number(in: unit) == nil)
  }

  @Test(arguments: [("+08:00", 28_800), ("-03:30", -12_600), ("+00:00", 0), ("+14:00", 50_400)])
  func `an offset is signed hours and minutes`(text: String, seconds: Int) {
    #expect(ParsedOffset(text)?.seconds == seconds)
  }

  @Test(arguments: ["", "8", "08:00", "+8:00", "+08:61", "+08:07", "+15:00", "-13:00", "+0a:00"])
  func `whatever else is no offset`(text: String) {
    #expect(ParsedOffset(text) == nil)
  }

  @Test(
    arguments: [
      ("kinds", "kind"), ("equipment-pair", "equipment-pairs"), ("polcy", nil), ("EEX", "EEB"),
    ] as [(String, String?)])
  func `the nearest word is offered only when it is near`(text: String, word: String?) {
    #expect(
      Nearest.word(to: text, among: ["kind", "equipment-pairs", "EEB", "procedure"]) == word)
  }
}
