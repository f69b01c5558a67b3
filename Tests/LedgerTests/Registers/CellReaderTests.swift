import ActionPlan
import AirQuality
import Sheets
import Testing

@testable import Ledger

struct CellReaderTests {
  private func value(_ cell: String, _ kind: Field.Kind, unit: String? = nil) -> FieldValue? {
    let field = Field(
      id: "f", label: Label(zh: "栏", en: "f"), kind: kind, isRequired: false,
      unit: unit.map { .same($0) },
      atLeast: nil, atMost: nil)
    return CellReader(field: field, plan: plan).value(of: cell)
  }

  @Test(arguments: [
    "2021-03-01", "2021-3-1", "2021/3/1", "2021/03/01", "2021.3.1", "2021.03.01", "20210301",
    "2021年3月1日", "2021年03月01日", "2021年3月1号", "２０２１年３月１日", "２０２１－０３－０１", "二〇二一年三月一日",
    "二○二一年三月一日", "2021 年 3 月 1 日", "2021、3、1", "2021-03-01 00:00:00", "2021/3/1 0:00",
    "2021年3月1日 星期一", "2021年3月1日周一", "2021-03-01T00:00:00",
  ])
  func `a day that stands as text is read in every usual spelling`(cell: String) {
    #expect(value(cell, .date) == .text("2021-03-01"))
  }

  @Test(arguments: [
    ("二〇二一年十月十日", "2021-10-10"), ("二〇二一年十二月三十一日", "2021-12-31"),
    ("二〇二一年二月二十日", "2021-02-20"),
  ])
  func `Chinese numbers are read`(cell: String, day: String) {
    #expect(value(cell, .date) == .text(day))
  }

  @Test(arguments: [
    "", "21.3.1", "3月1日", "2021年3月", "2021-02-29", "2021.13.1", "03/01/2021", "44256", "昨天",
    "二一年三月一日", "2021-03-01 08:30", "2021年3月1日至5日", "2021..", "十", "二〇二一年十十月一日",
  ])
  func `what may be another day or none is none`(cell: String) {
    #expect(value(cell, .date) == nil)
  }

  @Test func `a number that stands for a day says which`() {
    let reader = CellReader(
      field: Field(
        id: "f", label: Label("f"), kind: .date, isRequired: false, unit: nil, atLeast: nil,
        atMost: nil), plan: plan)
    #expect(reader.remedy(for: "44256").en.contains("2021-03-01; format"))
    #expect(reader.remedy(for: "昨天").zh == "请填写日期，如 2021-03-01")
  }

  @Test(arguments: [
    "2021-03-01 08:30", "2021年3月1日 8:30", "2021年3月1日8时30分", "2021.3.1 8:30", "２０２１/３/１　８：３０",
    "2021年3月1日08点30分",
  ])
  func `a time that stands as text is read`(cell: String) {
    #expect(value(cell, .instant) == .instant(1_614_558_600))
  }

  @Test(arguments: ["2021年3月1日", "2021-03-01", "8:30", "2021年3月1日25时", "2021年3月1日 上午"])
  func `what is no time is none`(cell: String) {
    #expect(value(cell, .instant) == nil)
  }

  @Test(arguments: [
    ("1234.5", "1234.5"), ("1,234.5", "1234.5"), ("１，２３４．５", "1234.5"), ("1 234 567", "1234567"),
    ("－３", "-3"), ("\u{2212}3", "-3"), ("+1,000", "1000"), ("12.5 t", "12.5"), ("12.5ｔ", "12.5"),
    ("-1,234,567.25", "-1234567.25"),
  ])
  func `a number that stands as text is read`(cell: String, number: String) {
    #expect(value(cell, .decimal, unit: "t") == ExactDecimal(number).map { .decimal($0) })
  }

  @Test(arguments: [
    "1,5", "1,23,456", "12,34", "1,234,", ",123", "1.234,5", "1.2,345", "1 2", "12.5 kg", "--3", "",
    "一百", "1e3", "0x10", "1,234 567",
  ])
  func `what may be another number or none is none`(cell: String) {
    #expect(value(cell, .decimal, unit: "t") == nil)
  }

  @Test func `whole numbers, flags, choices and positions forgive how they are written`() {
    #expect(value("１，２００．０", .integer) == .integer(1_200))
    #expect(value("1.5", .integer) == nil)
    #expect(value("√", .flag) == .flag(true))
    #expect(value("Ｙｅｓ", .flag) == .flag(true))
    let choices = [Field.Choice(id: "pass", label: Label(zh: "合格(A)", en: "Passed"))]
    #expect(value("合格（Ａ）", .choice(choices)) == .text("pass"))
    #expect(value("passed", .choice(choices)) == .text("pass"))
    #expect(
      value("120.5，30.25", .position)
        == .position(Coordinate(longitude: 120.5, latitude: 30.25)))
  }

  @Test func `a percentage is read where the field counts per cent`() {
    #expect(value("92.5%", .decimal, unit: "%") == .decimal(ExactDecimal(925, scale: 1)))
    #expect(value("92.5%", .decimal) == nil)
  }

  @Test(arguments: ["1200 元", "1,200元", "1200 yuan", "1200"])
  func `a number may carry the unit of either language`(cell: String) {
    let field = Field(
      id: "f", label: Label(zh: "罚款", en: "Penalty"), kind: .decimal, isRequired: false,
      unit: Label(zh: "元", en: "yuan"), atLeast: nil, atMost: nil)
    #expect(
      CellReader(field: field, plan: plan).value(of: cell) == .decimal(ExactDecimal(1200)))
  }
}
