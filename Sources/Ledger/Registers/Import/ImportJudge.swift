import ActionPlan
import GRDB
import Sheets

/// A row that is to be written.
struct StagedRow: Sendable {
  /// Place among the staged rows, from 0.
  let place: Int
  /// Place among the new ones; nil for a row that is changed.
  let added: Int?
  /// The row that is changed, and the version seen.
  let row: Int64?
  let version: Int?
  /// Every field afterwards, the fields that change before and afterwards, as the history keeps them;
  /// of a new row nothing changes that is not in the whole.
  let whole: String
  let old: String
  let new: String
  let piecesBefore: String
  let pieces: String
}

/// Compares the rows of a table with those of a register.
struct ImportJudge: Sendable {
  private let file: String
  private let sheet: String?
  private let header: [String]
  private let columns: ImportColumns
  private let register: Register
  private let mode: RegisterImport.Mode
  /// The firm whose rows alone the table may bring.
  private let owner: RowOwner?
  private var ownPoints: Set<String>?
  private var check: RegisterCheck
  private let key: RegisterKey?
  private var facilities: FacilityNames?
  /// What cells meant so far: lists write the same names again and again.
  private var meanings: [String: FacilityCell] = [:]
  /// The column of the credit code that speaks of the register's one facility.
  private let codeColumn: Int?

  private var draws: StagedDraws

  private(set) var faults = ImportFaults()
  /// Names that a person will have to settle, by their stand-ins.
  private(set) var names: [String: StagedName] = [:]
  /// Names that nobody knows, each once as a facility that its first row describes, and how many faults
  /// they are.
  private(set) var unknown = UnknownNames()
  private(set) var newRows = 0
  private(set) var changedRows = 0
  private(set) var sameRows = 0
  private(set) var changes: [RegisterPreview.Change] = []
  /// What a person may not expect.
  private(set) var notes: [Label] = []
  /// Key → row of the table in which it stood first.
  private var seenKeys: [[DatabaseValue]: Int] = [:]
  private var seenRows: [Int64: Int] = [:]
  /// Of a register without a key.
  private var twins: ImportTwins?

  init(
    table: SheetTable, columns: ImportColumns, register: Register, plan: Plan,
    mode: RegisterImport.Mode, owner: RowOwner? = nil, at: Int
  ) {
    self.owner = owner
    file = table.file
    sheet = table.sheet
    header = table.header
    self.columns = columns
    self.register = register
    self.mode = mode
    check = RegisterCheck(register: register, plan: plan, at: at)
    draws = StagedDraws(register, plan: plan, today: check.today)
    let codes = register.fields.filter { $0.kind == .creditCode }
    let isOne = codes.count == 1 && register.fields.count { $0.kind == .facility } == 1
    codeColumn = isOne ? columns.readers.firstIndex { $0?.field == codes[0] } : nil
    key = RegisterKey(register)
  }

  /// - Returns: the rows that are to be written.
  mutating func judge(_ rows: some Collection<SheetTable.Row>, in db: Database) throws
    -> [StagedRow]
  {
    var staged: [StagedRow] = []
    // Somebody may have changed what rows name since the rows before.
    check.forget()
    for row in rows {
      if let row = try judge(row, in: db) { staged.append(row) }
    }
    return staged
  }

  /// Looks at all rows together, once each was judged.
  mutating func finish(in db: Database) throws {
    for (line, fault) in try draws.faults(in: db) {
      faults.add(
        ImportFault(
          file: file, sheet: sheet, line: line, column: column(of: fault.field),
          found: Label(fault.found), remedy: Label(fault.remedy), fieldFault: fault))
    }
    for name in names.values.sorted(by: { $0.line < $1.line })
    where notes.count < RegisterPreview.noteLimit {
      notes.append(
        Label(
          zh: "第 \(name.line) 行“\(name.name)”可能是已有的对象。导入后请到“一企一档”的待确认里确认，写着它的行会随之改正。",
          en:
            "Row \(name.line), \"\(name.name)\", may be a facility that is known. After the import it "
            + "waits among the facilities to settle; its rows are corrected then."))
    }
  }

  private mutating func judge(_ row: SheetTable.Row, in db: Database) throws -> StagedRow? {
    var values: [String: FieldValue] = [:]
    var number: Int64?
    var isSound = true
    var strangers: [String] = []
    for (index, cell) in row.cells.enumerated() {
      let cell = cell.trimmed
      guard let reader = columns.readers[index] else {
        guard !cell.isEmpty else { continue }
        number = Int64(cell)
        if number == nil {
          add(
            row, header[index], Label(cell),
            Label(
              zh: "请填写已有行的行号；新增的行请留空",
              en: "write the number of a row, or leave the cell empty"))
          isSound = false
        }
        continue
      }
      if cell.isEmpty {
        values[reader.field.id] = .null
      } else if reader.field.id == owner?.field {
        isSound = try isOwn(cell, row, header[index], in: db) && isSound
      } else if reader.field.kind == .facility {
        if let facility = try facility(called: cell, row, in: db) {
          values[reader.field.id] = facility
        } else {
          add(
            row, header[index], Label(cell),
            Label(
              zh: "没有这个对象，请先登记，或更正编号、名称或统一社会信用代码",
              en: "add the facility first or correct its id, name or credit code"))
          if UnknownNames.mayBe(cell) {
            // So that whatever else is wrong with the row is told at once.
            let standIn = StagedName.standIn(of: cell)
            check.standIns.insert(standIn)
            values[reader.field.id] = .text(standIn)
            strangers.append(cell)
          } else {
            isSound = false
          }
        }
      } else if let value = reader.value(of: cell) {
        values[reader.field.id] = RegisterStore.canonical(value, of: reader.field)
      } else {
        add(row, header[index], Label(cell), reader.remedy(for: cell))
        isSound = false
      }
    }
    isSound = try own(&values, row, in: db) && isSound
    for name in strangers { unknown.take(name, of: register, values, line: row.number) }
    guard isSound, try !isThereAlready(row, number, values, in: db),
      let old = try present(row, number, values, in: db)
    else { return nil }
    return try compare(row, old.row, values, in: db)
  }

  /// Whether a cell names the firm whose ledger it is. What else it may name is not said.
  private mutating func isOwn(
    _ cell: String, _ row: SheetTable.Row, _ column: String, in db: Database
  ) throws -> Bool {
    if let owner, try facility(called: cell, row, in: db) == .text(owner.facility) { return true }
    // Names that may be another's are not told of.
    names = [:]
    add(
      row, column, Label(cell),
      Label(zh: "这里只能填写本企业；也可以留空", en: "write your own firm, or leave it empty"))
    return false
  }

  /// Says whose the row is, and looks at the points it names: they are the firm's own.
  private mutating func own(
    _ values: inout [String: FieldValue], _ row: SheetTable.Row, in db: Database
  ) throws -> Bool {
    guard let owner else { return true }
    values[owner.field] = .text(owner.facility)
    let points = try ownPoints ?? Set(owner.points(in: db).map(\.id))
    ownPoints = points
    var areOwn = true
    for field in register.fields where field.kind == .point {
      guard let point = values[field.id]?.text, !points.contains(point) else { continue }
      add(
        row, column(of: field.id), Label(point),
        Label(zh: "本企业没有这个监测点", en: "write the id of one of your own points"))
      areOwn = false
    }
    return areOwn
  }

  /// Without a key and a number: whether a file has brought the row before.
  private mutating func isThereAlready(
    _ row: SheetTable.Row, _ number: Int64?, _ values: [String: FieldValue], in db: Database
  ) throws -> Bool {
    guard register.key.isEmpty, number == nil else { return false }
    var known = try twins ?? ImportTwins(register, in: db)
    defer { twins = known }
    guard let twin = try known.take(values, but: seenRows, in: db) else { return false }
    if mode == .merge {
      sameRows += 1
    } else {
      addPresent(row, twin)
    }
    return true
  }

  private mutating func addPresent(_ row: SheetTable.Row, _ id: Int64) {
    add(
      row, nil, Self.named(id),
      Label(
        zh: "台账中已有，请去掉，或改用可修改的导入",
        en: "the register has it already; leave it out, or import with changes"))
  }

  /// - Returns: nil where nothing is called so; `.null` for what a person said is no facility.
  private mutating func facility(
    called cell: String, _ row: SheetTable.Row, in db: Database
  ) throws -> FieldValue? {
    let known = try facilities ?? FacilityNames(in: db).indexed()
    facilities = known
    let code = codeColumn.flatMap { row.cells.indices.contains($0) ? row.cells[$0].trimmed : nil }
    let asked = "\(cell)\n\(code ?? "")"
    let meaning =
      meanings[asked] ?? known.reading(cell, creditCode: code.flatMap { $0.isEmpty ? nil : $0 })
    meanings[asked] = meaning
    switch meaning {
    case .facility(let id): return .text(id)
    case .noFacility: return .null
    case .unknown: return nil
    case .waits(let name):
      let staged = StagedName(
        facility: name.facility, name: name.name, creditCode: name.creditCode, line: row.number)
      if names[name.facility] == nil { names[name.facility] = staged }
      check.standIns.insert(name.facility)
      return .text(name.facility)
    }
  }

  /// The register's row that a row of the table means; `nil` where there is a fault.
  private mutating func present(
    _ row: SheetTable.Row, _ number: Int64?, _ values: [String: FieldValue], in db: Database
  ) throws -> (row: RegisterRow?, Void)? {
    var id = number
    if let key, let bound = key.columns(of: values) {
      let found = try key.row(of: values, in: db)
      if let id, let found, found != id {
        add(
          row, nil, Self.named(id),
          Label(
            zh: "第 \(found) 号行已是同一标识，请去掉其中一行",
            en: "row \(found) has the same key; leave one of the two out"))
        return nil
      }
      id = id ?? found
      let name = bound.map { $0?.databaseValue ?? .null }
      if let first = seenKeys.updateValue(row.number, forKey: name) {
        add(
          row, column(of: register.key[0]),
          Label(zh: "与第 \(first) 行标识相同", en: "the key of row \(first) again"),
          Self.leaveOneOut)
        return nil
      }
    }
    guard let id else {
      try noteLostZeros(row, values, in: db)
      return (nil, ())
    }
    guard let old = try RegisterStore.row(register, id, in: db), owner?.owns(old.values) ?? true
    else {
      add(
        row, nil, Self.named(id),
        Label(
          zh: "台账没有这个行号；如需新增，请把行号留空",
          en: "the register has no such row; leave its number out to add one"))
      return nil
    }
    if let first = seenRows.updateValue(row.number, forKey: id) {
      add(
        row, nil,
        Label(zh: "与第 \(first) 行是同一行（行号 \(id)）", en: "row \(id) of row \(first) again"),
        Self.leaveOneOut)
      return nil
    }
    guard mode == .merge else {
      addPresent(row, id)
      return nil
    }
    return (old, ())
  }

  /// Says so where a row that would be new may be one whose code a spreadsheet took for a number:
  /// `0012` is 12 then.
  private mutating func noteLostZeros(
    _ row: SheetTable.Row, _ values: [String: FieldValue], in db: Database
  ) throws {
    guard notes.count < RegisterPreview.noteLimit, let key,
      key.fields.count == 1, key.fields[0].kind == .text,
      let code = values[key.fields[0].id]?.text, code.first != "0", code.utf8.count < 18,
      code.utf8.allSatisfy(\.isDigit), let present = try key.codeWithZeros(code, in: db)
    else { return }
    notes.append(
      Label(
        zh: "第 \(row.number) 行“\(code)”将作为新行；台账中已有“\(present)”。"
          + "如是同一条，是 Excel 丢掉了前面的 0，请把这一列设为文本格式后重新填写。",
        en:
          "Row \(row.number), \"\(code)\", will be new; the register has \"\(present)\". If they are "
          + "the same, Excel has lost the zeros in front: format the column as text and write it "
          + "again."))
  }

  private mutating func compare(
    _ row: SheetTable.Row, _ old: RegisterRow?, _ values: [String: FieldValue], in db: Database
  ) throws -> StagedRow? {
    let whole = (old?.values ?? [:]).merging(values) { $1 }
    let differing =
      old.map { old in
        register.fields.map(\.id).filter { differ(old[$0], whole[$0] ?? .null) }
      } ?? []
    if old != nil, differing.isEmpty {
      sameRows += 1
      return nil
    }
    let found = try check.faultsOfValues(whole, in: db)
    for fault in found {
      let index = columns.readers.firstIndex { $0?.field.id == fault.field }
      add(
        row, column(of: fault.field), Label(index.map { row.cells[$0].trimmed } ?? ""),
        Label(fault.remedy), fault)
    }
    guard found.isEmpty else { return nil }
    check.remember(whole)
    draws.take(whole, row: old?.id, line: row.number)
    let search = RegisterSearch(register: register)
    let fields = Set(differing)
    defer { if old == nil { newRows += 1 } else { changedRows += 1 } }
    guard let old else {
      let text = RowHistory.encode(whole)
      return StagedRow(
        place: newRows + changedRows, added: newRows, row: nil, version: nil, whole: text,
        old: "{}", new: "", piecesBefore: "", pieces: search.pieces(whole))
    }
    for field in differing where changes.count < RegisterPreview.changeLimit {
      changes.append(
        RegisterPreview.Change(
          row: old.id, line: row.number, field: field, old: old[field], new: whole[field] ?? .null))
    }
    return StagedRow(
      place: newRows + changedRows, added: nil, row: old.id, version: old.version,
      whole: RowHistory.encode(whole),
      old: RowHistory.encode(old.values.filter { fields.contains($0.key) }),
      new: RowHistory.encode(whole.filter { fields.contains($0.key) }),
      piecesBefore: search.pieces(old.values), pieces: search.pieces(whole))
  }

  /// Blanks around a text are lost in sheets; they are no difference.
  private func differ(_ old: FieldValue, _ new: FieldValue) -> Bool {
    if case (.text(let a), .text(let b)) = (old, new) { return a.trimmed != b.trimmed }
    return old != new
  }

  private static let leaveOneOut = Label(
    zh: "请去掉其中一行", en: "leave one of the two rows out")

  private static func named(_ row: Int64) -> Label { Label(zh: "行号 \(row)", en: "row \(row)") }

  /// What the header calls a field; its id where it has no column.
  private func column(of field: String) -> String {
    columns.readers.firstIndex { $0?.field.id == field }.map { header[$0].trimmed } ?? field
  }

  private mutating func add(
    _ row: SheetTable.Row, _ column: String?, _ found: Label, _ remedy: Label,
    _ fieldFault: FieldFault? = nil
  ) {
    faults.add(
      ImportFault(
        file: file, sheet: sheet, line: row.number, column: column, found: found, remedy: remedy,
        fieldFault: fieldFault))
  }
}

extension Label {
  /// What is the same in every language.
  init(_ text: String) { self.init(zh: text, en: text) }
}
