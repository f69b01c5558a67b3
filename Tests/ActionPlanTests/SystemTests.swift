import ActionPlan
import Testing

struct SystemTests {
  private func system(_ numbers: String...) -> OutsideSystem {
    OutsideSystem(id: "s", label: Label(zh: "热线", en: "Hotline"), numbers: numbers)
  }

  @Test(arguments: [
    ("H-1234", "H-1234"), (" h－１２３ 4 ", "H-1234"), ("H-123", nil), ("H-12345", nil),
    ("X-1234", nil), ("H-12E4", nil), ("", nil), ("H-12٣4", nil),
  ])
  func `a number is kept in one spelling, where it looks like one`(text: String, kept: String?) {
    #expect(system("H-9999").number(reading: text) == kept)
  }

  @Test func `a star at the end stands for any more digits and letters`() {
    let system = system("99*", "A9")
    #expect(system.number(reading: "12") == "12")
    #expect(system.number(reading: "12ab34") == "12AB34")
    #expect(system.number(reading: "12-3") == nil)
    #expect(system.number(reading: "z9") == "Z9")
  }

  @Test func `without a form any text is a number, but neither an empty nor a long one`() {
    let system = system()
    #expect(system.number(reading: "虞环罚〔2021〕 12号") == "虞环罚〔2021〕12号")
    #expect(system.number(reading: "\u{3000} ") == nil)
    #expect(system.number(reading: String(repeating: "1", count: 65)) == nil)
    #expect(system.number(reading: "1\u{0}2") == nil)
  }

  @Test func `the shipped plan's systems have a word for whatever a case is`() throws {
    let systems = try #require(ShippedPlan.reading.plan).systems
    #expect(
      systems.map(\.id) == ["12345", "12369", "mobile-enforcement", "double-random", "penalty"])
    for system in systems where !system.words.isEmpty {
      for standing in CaseStanding.allCases { #expect(system.word(for: standing) != nil) }
    }
    #expect(systems[0].word(reading: "处理中") == systems[0].word(for: .working))
    #expect(systems[0].number(reading: "2021 0607 000123") == "20210607000123")
  }
}
