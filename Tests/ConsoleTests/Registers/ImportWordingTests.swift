import ActionPlan
import AirQuality
import Foundation
import Ledger
import Sheets
import Testing

@testable import Console

/// Every answer to a table that cannot be imported, in both languages.
struct ImportWordingTests {
  private static let kinds: [Field.Kind] = [
    .text, .integer, .decimal, .flag, .date, .instant,
    .choice([Field.Choice(id: "a", label: Label(zh: "甲", en: "first"))]), .position, .facility,
    .point, .place, .unit, .row(of: "others"), .creditCode, .plate, .attachment,
  ]
  private static let register = Register(
    id: "all", label: Label(zh: "全部", en: "all"), clause: nil, role: nil,
    fields: kinds.map { kind in
      Field(
        id: kind.code, label: Label(zh: "栏", en: "field"), kind: kind, isRequired: false,
        unit: Label(zh: "t", en: "t"), atLeast: ExactDecimal(1), atMost: ExactDecimal(9),
        requiredWhen: kind == .text
          ? RowFilter(
            text: "flag = true",
            predicate: .compare(.field("flag"), .equal, .literal(.flag(true)))) : nil)
    })

  private static let plan = PlanFolder.read(
    URL(filePath: #filePath).appending(path: "../../../../Plans/shangyu-2021").standardizedFileURL
      .path
  ).plan

  private func plan() throws -> Plan { try #require(Self.plan) }

  private func wording(_ language: Language) throws -> ImportWording {
    try ImportWording(register: Self.register, plan: try plan(), language: language)
  }

  /// Chinese has Chinese and no English word of more than a unit or a name; English no Chinese but a
  /// plate.
  private func isIn(_ language: Language, _ text: String) -> Bool {
    let rest = ["浙DD12345", "浙D12345", "WGS-84", "Excel", "docx", "xlsx", "PDF", "MB"].reduce(text)
    {
      $0.replacing($1, with: "")
    }
    let isChinese = rest.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
    let hasWord = rest.split(whereSeparator: { !($0.isASCII && $0.isLetter) })
      .contains { $0.count > 3 }
    return language == .zh ? isChinese && !hasWord : !isChinese
  }

  @Test(arguments: FieldFault.Code.allCases, Language.allCases)
  func `a value that may not stand in its field is answered in the reader's language`(
    code: FieldFault.Code, language: Language
  ) throws {
    let wording = try wording(language)
    for kind in Self.kinds where code == .wrongKind || Self.kind(of: code, may: kind) {
      let text = wording.remedy(
        ImportFault(
          file: "f", line: 2, column: "c", found: Label(zh: "x", en: "x"),
          remedy: Label(zh: "no text", en: "没有"),
          fieldFault: FieldFault(field: kind.code, code: code, found: "x", remedy: "no text")))
      let plain = ["first", "others"].reduce(text) { $0.replacing($1, with: "") }
      #expect(!text.contains("{") && !text.contains("fault-"), "\(code) \(kind.code): \(text)")
      #expect(isIn(language, plain), "\(code) \(kind.code): \(text)")
    }
  }

  private static func kind(of code: FieldFault.Code, may kind: Field.Kind) -> Bool {
    switch (code, kind) {
    case (.notAChoice, .choice), (.unknownFacility, .facility), (.unknownPoint, .point),
      (.unknownPlace, .place), (.unknownUnit, .unit), (.unknownRow, .row),
      (.unknownAttachment, .attachment), (.notADate, .date), (.notOnEarth, .position),
      (.notACreditCode, .creditCode), (.notAPlate, .plate), (.tooSmall, .decimal),
      (.tooGreat, .integer), (.tooLong, .text), (.notPrintable, .text), (.missing, .text),
      (.missing, .date), (.keyTaken, .text), (.unknownField, .text),
      (.endsBeforeItBegins, .instant):
      true
    default: false
    }
  }

  @Test(arguments: Self.kinds.map(\.code), Language.allCases)
  func `what to write instead of a cell that is no value is said in both languages`(
    kind: String, language: Language
  ) throws {
    let field = try #require(Self.register.field(kind))
    let reader = CellReader(field: field, plan: try plan())
    for cell in ["x", "44256"] {
      #expect(isIn(language, reader.remedy(for: cell).text(in: language)))
    }
  }

  @Test(arguments: [
    SheetTable.Fault.Kind.merged("A1:B2"), .formulaWithoutValue, .errorValue("#REF!"),
    .lostDigits("1"), .width(3, header: 2),
  ])
  func `what is wrong with a sheet is said in both languages`(kind: SheetTable.Fault.Kind) {
    let fault = SheetTable.Fault(row: 1, column: nil, kind: kind)
    #expect(isIn(.zh, fault.remedy.zh) && isIn(.en, fault.remedy.en))
    #expect(isIn(.en, fault.found.en))
  }

  @Test(arguments: [
    RegisterImportError.noSuchImport(1), .notStaged(1, state: "x"), .otherPlan,
    .changedMeanwhile(rows: 2), .keyTaken, .namedIsGone, .isImporting(register: "r"), .undone,
  ])
  func `why an import was not carried out is said in both languages`(error: RegisterImportError) {
    #expect(isIn(.zh, error.words.zh) && isIn(.en, error.words.en))
  }

  @Test func `a command's lines name file, row, sheet and column`() throws {
    let fault = ImportFault(
      file: "b.xlsx", sheet: "一", line: 7, column: "日期", found: Label(zh: "昨天", en: "昨天"),
      remedy: Label(zh: "请填写日期", en: "write a date"))
    #expect(
      try wording(.zh).line(fault) == "b.xlsx 第 7 行：工作表“一”，“日期”列，“昨天”，请填写日期")
    #expect(
      try wording(.en).line(fault)
        == "b.xlsx:7: sheet 一: column 日期: found \"昨天\"; write a date")
    let error = SheetError(
      path: "b.csv", place: SheetPlace(row: 3), zh: "引号没有结束", en: "a mark is never closed")
    #expect(try wording(.zh).line(error) == "b.csv 第 3 行：引号没有结束")
    #expect(try wording(.en).line(error) == error.description)
  }
}
