public import ActionPlan
import AirQuality
public import GRDB
public import Sheets
import Synchronization

/// Takes a table of rows into a register: first a preview, on which nothing depends, then all of it or
/// nothing.
///
/// Rows are staged and written in slices, so that no other write waits long. While they are written,
/// the register's view leaves new rows out and shows changed ones as they were; the last step lets all
/// of them be seen at once. An import that did not get there, because of an error or because the server
/// stopped, is undone.
public struct RegisterImport: Sendable {
  /// What becomes of a row that the register has already.
  public enum Mode: String, Sendable, CaseIterable {
    /// It is changed: cells of the table replace its fields, empty cells empty them, fields without a
    /// column stay.
    case merge
    /// It is a fault.
    case add
  }

  /// Rows staged in one transaction, and those of the first that are written.
  static let sliceRows = 2_000

  let ledger: LedgerDatabase
  let plan: Plan

  public init(ledger: LedgerDatabase, plan: Plan) {
    self.ledger = ledger
    self.plan = plan
  }

  /// Whether a text names a column of the register: its header is found by that.
  public static func isColumn(_ text: String, of register: Register) -> Bool {
    ImportColumns.isName(text, in: register)
  }

  /// Reads every row, compares it with the register and says what would change.
  ///
  /// - Parameters:
  ///   - digest: lower-case hex SHA-256 of the file, for the audit log.
  ///   - owner: the firm whose rows alone the table may bring; nil for everybody's.
  ///   - token: by which `progress` finds it.
  ///   - at: epoch seconds.
  /// - Returns: the preview; where it has faults there is nothing to apply.
  public func stage(
    _ table: SheetTable, into register: Register, of owner: RowOwner? = nil, mode: Mode = .merge,
    digest: String,
    token: String = UInt64.random(in: .min ... .max).description, by actor: Actor, at: Int
  ) async throws -> RegisterPreview {
    var faults = ImportFaults()
    let columns = ImportColumns(
      table, register: register, plan: plan, given: owner?.field, faults: &faults)
    while try await ledger.write({ db in try ImportStage.forgetDone(in: db) }) {}
    let id = try await ledger.write { [plan] db in
      try ImportStage.discardOld(before: at - 86_400, in: db)
      return try ImportStage.begin(
        register, file: table.file, digest: digest, plan: plan.digest, rowCount: table.rows.count,
        token: token, by: actor, at: at, seen: ImportStage.versions(register, in: db), in: db)
    }
    var preview = RegisterPreview(id: id, register: register.id, of: table)
    var names: [StagedName] = []
    if faults.isEmpty {
      let judging = Judging(
        ImportJudge(
          table: table, columns: columns, register: register, plan: plan, mode: mode,
          owner: owner, at: at))
      var (start, staged) = (0, [StagedRow]())
      while start < table.rows.count {
        let end = min(start + Self.sliceRows, table.rows.count)
        let slice = table.rows[start..<end]
        // The rows before are staged meanwhile.
        async let judged = ledger.read { db in
          try judging.judge.withLock { judge in
            let rows = try judge.judge(slice, in: db)
            return judge.faults.isEmpty ? rows : []
          }
        }
        try await add(staged, to: id, done: start)
        staged = try await judged
        start = end
      }
      try await add(staged, to: id, done: start)
      let judge = try await ledger.read { db in
        try judging.judge.withLock { judge in
          try judge.finish(in: db)
          return judge
        }
      }
      faults = judge.faults
      names = judge.names.values.sorted { ($0.line, $0.facility) < ($1.line, $1.facility) }
      preview.take(judge)
    }
    preview.take(faults)
    let (finished, waiting) = (preview, names)
    try await ledger.write { db in try ImportStage.finish(finished, waiting, in: db) }
    return finished
  }

  /// One judge of all slices, in place: it remembers every key.
  private final class Judging: Sendable {
    let judge: Mutex<ImportJudge>

    init(_ judge: sending ImportJudge) { self.judge = Mutex(judge) }
  }

  private func add(_ staged: [StagedRow], to id: Int64, done: Int) async throws {
    try await ledger.write { db in try ImportStage.add(staged, to: id, done: done, in: db) }
  }

  /// Writes what was staged, all of it or nothing, with one audit entry.
  ///
  /// - Parameters:
  ///   - id: of the preview.
  ///   - at: epoch seconds.
  /// - Throws: `RegisterImportError`, and nothing is changed.
  @discardableResult
  public func apply(
    _ id: Int64, by actor: Actor, why: String = "", at: Int
  ) async throws -> RegisterImportReport {
    let plan = plan
    let writer = try await ledger.read { db in
      try ImportWriter(id, plan: plan, by: actor, why: why, at: at, in: db)
    }
    if writer.staged.count <= Self.sliceRows / 4 {
      return try await told {
        try await ledger.write { db in
          try writer.begin(isHidden: false, in: db)
          try writer.write(0..<writer.staged.count, in: db)
          return try writer.finish(in: db)
        }
      }
    }
    do {
      return try await told {
        try await ledger.write { db in try writer.begin(isHidden: true, in: db) }
        try await write(writer)
        return try await ledger.write { db in try writer.finish(in: db) }
      }
    } catch {
      // Also where the task was cancelled: what was begun must not stay half.
      try await Task { [ledger] in
        for range in writer.slices {
          try await ledger.write { db in try ImportUndo.undo(id, range, in: db) }
        }
        try await ledger.write { db in
          try ImportUndo.finish(id, in: db)
          try db.execute(sql: RegisterTable(register: writer.register).createViewSQL)
        }
      }.value
      throw error
    }
  }

  /// What the database refuses, in words for a person: it keeps the keys of rows apart, and the rows
  /// that others name.
  private func told<T>(_ write: () async throws -> T) async throws -> T {
    do {
      return try await write()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
        ? RegisterImportError.namedIsGone : RegisterImportError.keyTaken
    }
  }

  /// In slices as large as a short wait allows: rows far apart in an index share a page of it, which is
  /// written once a slice.
  private func write(_ writer: ImportWriter) async throws {
    var (start, rows) = (0, Self.sliceRows)
    while start < writer.staged.count {
      let range = start..<min(start + rows, writer.staged.count)
      let began = ContinuousClock.now
      try await ledger.write { db in try writer.write(range, in: db) }
      let elapsed = ContinuousClock.now - began
      if elapsed < Self.wantedWait / 2 { rows = min(rows * 2, 4 * Self.sliceRows) }
      if elapsed > Self.wantedWait { rows = max(rows / 2, Self.sliceRows / 8) }
      start = range.upperBound
    }
  }

  /// How long others may wait for a slice; half of what they must bear at most.
  private static let wantedWait: Duration = .milliseconds(500)

  /// Forgets a preview.
  public func discard(_ id: Int64) async throws {
    try await ledger.write { db in try ImportStage.discard(id, in: db) }
  }

  /// The preview as it was made; nil where there is none any more.
  public static func preview(_ id: Int64, in db: Database) throws -> RegisterPreview? {
    try ImportStage.preview(id, in: db)
  }

  /// Whether the rows and the plan are as the preview saw them.
  public func isCurrent(_ id: Int64, in db: Database) throws -> Bool {
    guard
      let row = try Row.fetchOne(
        db, sql: "SELECT register, plan, seen FROM register_import WHERE id = ?", arguments: [id]),
      row["plan"] == plan.digest, let register = plan.register(row["register"])
    else { return false }
    return try row["seen"] == ImportStage.versions(register, in: db)
  }

  /// Whether a preview was made under this plan.
  public static func isOfPlan(_ id: Int64, _ plan: Plan, in db: Database) throws -> Bool {
    try String.fetchOne(
      db, sql: "SELECT plan FROM register_import WHERE id = ?", arguments: [id]) == plan.digest
  }

  /// Whether two previews of the same file would write the same.
  public static func areSame(_ one: Int64, _ other: Int64, in db: Database) throws -> Bool {
    func rows(_ id: Int64) -> String {
      "SELECT row_id, whole, old, new FROM register_import_row WHERE import = \(id)"
    }
    let differs = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (\(rows(one)) EXCEPT \(rows(other)))
          OR EXISTS (\(rows(other)) EXCEPT \(rows(one)))
        """)
    return differs == false
  }

  /// How far staging or writing is; nil where nothing is under way by this token.
  public static func progress(
    token: String, in db: Database
  ) throws -> (doneRows: Int, rows: Int, isWriting: Bool)? {
    try Row.fetchOne(
      db, sql: "SELECT done_count, row_count, state FROM register_import WHERE token = ?",
      arguments: [token]
    ).map { ($0["done_count"], $0["row_count"], ($0["state"] as String) == "applying") }
  }
}

/// What an import did.
public struct RegisterImportReport: Sendable, Hashable {
  public let newRows: Int
  public let changedRows: Int
  public let sameRows: Int
}

/// Why an import was not carried out.
public enum RegisterImportError: Error, Equatable, CustomStringConvertible {
  case noSuchImport(Int64)
  case notStaged(Int64, state: String)
  case otherPlan
  case changedMeanwhile(rows: Int)
  /// Another row took the key of one of the new rows after the preview.
  case keyTaken
  /// What a row refers to was removed after the preview.
  case namedIsGone
  case isImporting(register: String)
  case undone

  public var description: String { words.en }

  /// What happened and what to do.
  public var words: Label {
    switch self {
    case .noSuchImport(let id):
      Label(
        zh: "导入 \(id) 已不存在，请重新选择文件",
        en: "there is no import \(id) any more; choose the file again")
    case .notStaged(let id, let state):
      Label(
        zh: "导入 \(id) 已处理过，不能再确认，请重新选择文件",
        en: "import \(id) is \(state) and cannot be applied; choose the file again")
    case .otherPlan:
      Label(
        zh: "预览之后方案有了变动，请重新选择文件",
        en: "the plan was changed after the preview; choose the file again")
    case .changedMeanwhile(let rows):
      Label(
        zh: "预览之后有 \(rows) 行已被他人修改，请重新选择文件",
        en: "\(rows) of the rows were changed after the preview; choose the file again")
    case .keyTaken:
      Label(
        zh: "预览之后他人新增了标识相同的行，请重新选择文件",
        en: "a row of the same key was added after the preview; choose the file again")
    case .namedIsGone:
      Label(
        zh: "预览之后，所引用的行已被移除，请重新选择文件",
        en: "something that a row refers to was removed after the preview; choose the file again")
    case .isImporting(let register):
      Label(
        zh: "台账 \(register) 正在写入另一次导入，请过一分钟再试",
        en: "register \(register): another import is being written; try again in a minute")
    case .undone:
      Label(
        zh: "方案在写入时有了变动，导入已撤回，请重新选择文件",
        en: "the import was undone, because the plan was changed meanwhile; choose the file again")
    }
  }
}
