import Testing

@testable import HJ212

@Suite struct ProtocolTests {
  @Test func `every command is known, and means one thing from one side in one edition`() {
    for edition in Edition.allCases {
      let uses = CommandForm.all.filter { $0.editions.contains(edition) }
      let sides = uses.map { "\($0.command.rawValue) \($0.sender)" }
      #expect(Set(sides).count == sides.count)
    }
    #expect(CommandForm.all.allSatisfy { $0.command.isKnown })
  }

  @Test(arguments: [(Edition.of2005, 31), (.of2017, 33), (.of2025, 42)])
  func `each edition has as many commands as the tables of its standard`(
    edition: Edition, count: Int
  ) {
    let commands = Set(CommandForm.all.filter { $0.editions.contains(edition) }.map(\.command))
    #expect(commands.count == count, "\(commands.map(\.rawValue).sorted())")
  }

  @Test func `what needs an answer has its answer's command`() {
    for form in CommandForm.all where form.kind == .request || form.kind == .notice {
      #expect((Exchange(form) != nil) == (form.sender == .centre))
    }
  }

  @Test func `every factor has a code of its own, names, and a unit that is written once`() {
    let codes = Factor.all.map(\.code)
    #expect(Set(codes).count == codes.count)
    #expect(Factor.all.filter(\.isStandard).count == 379)
    #expect(Factor.all.allSatisfy { !$0.chinese.isEmpty && !$0.english.isEmpty })
    let old = Factor.all.compactMap(\.code2005)
    #expect(Set(old).count == old.count)
  }

  @Test(arguments: [
    ("a34004", Edition.of2017, "a34004"), ("e30102", .of2017, "e301xx"),
    ("i33312", .of2017, "i3331x"), ("I33400", .of2017, "i33400"), ("02", .of2005, "a21026"),
    ("S01", .of2017, "a19001"), ("101", .of2005, "w21011"), ("LA", .of2017, "LA"),
    ("g20001", .of2017, "g200xx"), ("126", .of2005, "126"),
  ])
  func `a factor is found by its code as sent`(sent: String, edition: Edition, code: String) {
    #expect(Factor.of(sent, in: edition)?.code == code)
  }

  @Test(arguments: ["A34004", "la", "", "x", "zz9999", "洗"])
  func `no factor is found by another name`(sent: String) {
    #expect(Factor.of(sent, in: .of2017) == nil)
  }

  @Test func `a factor has the standard's unit, total and digits`() throws {
    let sulphur = try #require(Factor.of("a21026", in: .of2017))
    #expect(sulphur.unit == "mg/m3" && sulphur.totalUnit == "kg")
    #expect(sulphur.digits == Factor.Digits(whole: 5, fraction: 2))
    #expect(Factor.of("a34004", in: .of2017)?.unit == "ng/m3")
    #expect(Factor.of("i11001", in: .of2017)?.digits == nil)
    #expect(Factor.of("a34041", in: .of2017)?.isStandard == false)
  }

  @Test(arguments: [
    ("N", Edition.of2017, true), ("T", .of2017, false), ("N", .of2005, true), ("3", .of2005, true),
    ("0", .of2005, false), ("P", .of2005, false),
  ])
  func `a flag of the edition says whether its value is valid`(
    sign: String, edition: Edition, isValid: Bool
  ) {
    #expect(ValueFlag(rawValue: sign).meaning(in: edition)?.isValid == isValid)
  }

  @Test(arguments: [("J", Edition.of2017), ("3", .of2017), ("B", .of2005), ("", .of2017)])
  func `a flag that the edition lacks means nothing`(sign: String, edition: Edition) {
    #expect(ValueFlag(rawValue: sign).meaning(in: edition) == nil)
  }

  @Test func `every flag of an edition has a meaning`() {
    for edition in Edition.allCases {
      #expect(ValueFlag.all(of: edition).allSatisfy { $0.meaning(in: edition) != nil })
    }
    #expect(EquipmentState.allCases.filter { $0.isIn(.of2005) } == [.off, .running])
  }

  @Test(arguments: [
    ("22", SystemCode.Class.environment), ("31", .source), ("52", .process), ("91", .interaction),
    ("A7", .extensionCode), ("80", nil), ("9", nil), ("洗", nil),
  ])
  func `a system code has its class`(code: String, kind: SystemCode.Class?) {
    #expect(SystemCode(rawValue: code).kind == kind)
  }

  @Test func `a system code belongs to the editions that name it`() {
    #expect(SystemCode(rawValue: "39").isIn(.of2017) && !SystemCode(rawValue: "39").isIn(.of2005))
    #expect(SystemCode(rawValue: "44").isIn(.of2025) && !SystemCode(rawValue: "44").isIn(.of2017))
    #expect(SystemCode(rawValue: "22").names?.english == "ambient air")
  }

  @Test func `surface-water stations that write the version bits of 2025 speak 2017`() throws {
    #expect(try packet("ST=21;CN=2011;PW=1;MN=M;Flag=9;CP=&&&&").edition == .of2017)
    #expect(try packet("ST=22;CN=2011;PW=1;MN=M;Flag=9;CP=&&&&").edition == .of2025)
    #expect(try packet("ST=22;CN=2011;PW=1;MN=M;Flag=201;CP=&&&&").edition == .of2017)
    #expect(try packet("ST=22;CN=2011;PW=1;MN=M;CP=&&&&").edition == .of2005)
  }

  @Test(arguments: [
    ("1.50", 150, 2), ("-0.5", -5, 1), ("0", 0, 0), ("0.00", 0, 2), ("100", 100, 0),
  ])
  func `a decimal keeps the digits that were sent`(text: String, mantissa: Int, scale: Int) {
    #expect(DecimalText(text) == DecimalText(mantissa: mantissa, scale: scale))
    #expect(DecimalText(mantissa: mantissa, scale: scale).text == text)
  }

  @Test(arguments: ["", "+1", ".5", "5.", "01", "-0", "1e3", "1.2.3", "--1", "1-", "NaN"])
  func `what would be written otherwise is no decimal`(text: String) {
    #expect(DecimalText(text) == nil)
  }

  @Test(arguments: [("0.023", 6, "23000"), ("23", -3, "0.023"), ("1.50", 3, "1500"), ("7", 0, "7")])
  func `a decimal is moved by powers of ten`(text: String, power: Int, moved: String) {
    #expect(DecimalText(text)?.shifted(by: power)?.text == moved)
  }

  @Test func `a decimal that needs more than 18 digits is not moved`() {
    #expect(DecimalText("999999999999999999")?.shifted(by: 1) == nil)
    #expect(DecimalText("0.1")?.shifted(by: -18) == nil)
    #expect(DecimalText("0")?.shifted(by: 5)?.text == "0")
  }
}
