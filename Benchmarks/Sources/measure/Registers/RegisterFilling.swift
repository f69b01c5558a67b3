import ActionPlan
import Crypto
import Foundation
import GRDB
import Ledger
import Sheets

/// Fills the measured register by its own import, and times two of them.
struct RegisterFilling {
  let plan: Plan
  let ledger: LedgerDatabase
  let folder: String

  private let officer = Actor.system("measure")

  private func register(_ id: String) throws -> Register {
    guard let register = plan.register(id) else { throw Stopped("no register \(id)") }
    return register
  }

  func prepare() async throws {
    let (plan, officer) = (plan, officer)
    let dealers = try register("dealers")
    try await ledger.write { db in
      try RegisterStore.migrate(to: plan, at: 1, in: db)
      for facility in MeasuredRows.facilities() {
        try Facilities.upsert(facility, plan: plan, by: officer, at: 1, in: db)
      }
      for number in 0..<50 {
        _ = try RegisterStore.insert(
          dealers, ["name": .text("销售点\(number)")], plan: plan, by: officer, at: 1, in: db)
      }
    }
  }

  private func source() async throws -> MeasuredRows {
    let dealers = try register("dealers")
    return try await ledger.read { [machines = try register("machines")] db in
      MeasuredRows(
        of: machines, facilities: MeasuredRows.facilities(),
        dealers: try RegisterStore.rows(dealers, in: db).map(\.id))
    }
  }

  func fill(_ numbers: Range<Int>) async throws {
    let clock = ContinuousClock()
    let begin = clock.now
    var start = numbers.lowerBound
    while start < numbers.upperBound {
      let end = min(start + 200_000, numbers.upperBound)
      let path = try await write(start..<end, as: .csv)
      try await take(path)
      try FileManager.default.removeItem(atPath: path)
      start = end
    }
    print(
      "filled with \(numbers.count) rows: \(perSecond(numbers.count, clock.now - begin)) rows/s")
  }

  /// From the file to committed rows, while somebody else writes.
  func measure(_ numbers: Range<Int>, as format: RegisterExport.Format) async throws {
    let path = try await write(numbers, as: format)
    let clock = ContinuousClock()
    let begin = clock.now
    let others = try OtherWrites(plan: plan, ledger: ledger)
    let waits = Task { try await others.run() }
    let processor = processorSeconds()
    try await take(path)
    let elapsed = clock.now - begin
    let used = processorSeconds() - processor
    waits.cancel()
    let durations = try await waits.value
    try FileManager.default.removeItem(atPath: path)
    print(
      "import of \(numbers.count) rows as \(format.rawValue): \(elapsed), "
        + "\(perSecond(numbers.count, elapsed)) rows/s, \(used) s of processor; "
        + "\(durations.count) other writes meanwhile \(durations.summary)")
  }

  private func take(_ path: String) async throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let digest = SHA256.hash(data: bytes).map { String($0, radix: 16) }.joined()
    let clock = ContinuousClock()
    let begin = clock.now
    let table = try SheetTable(reading: bytes, file: path)
    let read = clock.now
    let imports = RegisterImport(ledger: ledger, plan: plan)
    let token = "measure-\(numbersOf(path))"
    let progress = Task { try await showProgress(token) }
    defer { progress.cancel() }
    let preview = try await imports.stage(
      table, into: try register("machines"), digest: digest, token: token, by: officer, at: 2)
    guard preview.isSound else { throw Stopped("\(path): \(preview.faults.prefix(3))") }
    let staged = clock.now
    try await imports.apply(preview.id, by: officer, at: 2)
    progress.cancel()
    FileHandle.standardError.write(Data("\n".utf8))
    print(
      "  read \(read - begin), staged \(staged - read), written \(clock.now - staged)")
  }

  private func numbersOf(_ path: String) -> String {
    URL(filePath: path).deletingPathExtension().lastPathComponent
  }

  private func showProgress(_ token: String) async throws {
    while !Task.isCancelled {
      if let (done, rows, isWriting) = try await ledger.read({ db in
        try RegisterImport.progress(token: token, in: db)
      }) {
        let filled = rows > 0 ? 40 * done / rows : 0
        let bar =
          String(repeating: "#", count: filled) + String(repeating: ".", count: 40 - filled)
        let text = "\r  [\(bar)] \(isWriting ? "written" : "staged ") \(done) of \(rows) "
        FileHandle.standardError.write(Data(text.utf8))
      }
      try await Task.sleep(for: .milliseconds(500))
    }
  }

  private func write(
    _ numbers: Range<Int>, as format: RegisterExport.Format
  ) async throws -> String {
    let source = try await source()
    let path = "\(folder)/\(numbers.lowerBound)-\(numbers.upperBound).\(format.rawValue)"
    switch format {
    case .csv:
      var writer = CSVWriter(source.columns)
      for number in numbers { writer.append(source.cells(number)) }
      try writer.data.write(to: URL(filePath: path))
    case .xlsx:
      var rest = numbers[...]
      try WorkbookWriter.write(source.columns, sheet: "machines", to: path) {
        rest.popFirst().map(source.cells)
      }
    }
    return path
  }

  /// The same rows into the same table with the same indexes by a plain INSERT: no preview, no
  /// history, no search, one transaction.
  func measurePlain(_ numbers: Range<Int>) async throws {
    let machines = try register("machines")
    let schema = try await ledger.read { db in
      try String.fetchAll(
        db,
        sql: """
          SELECT sql FROM sqlite_master
          WHERE tbl_name = 'rows_of_machines' AND sql > '' AND type IN ('table', 'index')
          ORDER BY type DESC
          """)
    }
    let source = try await source()
    let rows = numbers.map(source.cells)
    let path = folder + "/plain.sqlite"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let queue = try DatabaseQueue(path: path)
    let columns = machines.fields.map { RegisterStore.exactColumn($0) }.joined(separator: ", ")
    let marks = machines.fields.map { _ in "?" }.joined(separator: ", ")
    let (elapsed, used) = try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      for sql in schema { try db.execute(sql: sql) }
      let clock = ContinuousClock()
      let (begin, processor) = (clock.now, processorSeconds())
      try db.inTransaction {
        let insert = try db.makeStatement(
          sql: """
            INSERT INTO rows_of_machines
              (row_version, row_created_at, row_changed_at, \(columns)) VALUES (1, 1, 1, \(marks))
            """)
        for row in rows { try insert.execute(arguments: StatementArguments(row.map(\.plain))) }
        return .commit
      }
      return (clock.now - begin, processorSeconds() - processor)
    }
    try queue.close()
    print(
      "the same table by plain INSERT, empty before, nothing else: \(elapsed), "
        + "\(perSecond(numbers.count, elapsed)) rows/s, \(used) s of processor")
  }
}

extension SheetCell {
  fileprivate var plain: (any DatabaseValueConvertible)? {
    switch self {
    case .empty: nil
    case .text("是"): 1
    case .text("否"): 0
    case .text(let text): text
    case .number(let number): number.scale == 0 ? number.mantissa : number.description
    case .day(let day): day.description
    case .localInstant(let seconds): seconds
    }
  }
}

/// Ordinary rows that somebody else writes, one after another.
struct OtherWrites {
  private let plan: Plan
  private let ledger: LedgerDatabase
  private let repairs: Register

  init(plan: Plan, ledger: LedgerDatabase) throws {
    guard let repairs = plan.register("repairs") else { throw Stopped("no register repairs") }
    self.plan = plan
    self.ledger = ledger
    self.repairs = repairs
  }

  /// - Returns: how long each waited until it was committed, once the task is cancelled.
  func run() async throws -> Durations {
    let (plan, repairs) = (plan, repairs)
    let clock = ContinuousClock()
    var durations = Durations()
    while !Task.isCancelled {
      let number = durations.count
      let begin = clock.now
      let write = Task {
        try await ledger.write { db in
          _ = try RegisterStore.insert(
            repairs,
            [
              "plate": .text(MeasuredRows.plate(number)), "repaired-on": .text("2021-12-30"),
              "what": .text("更换第\(number)号催化器"),
            ], plan: plan, by: .system("measure"), at: 3, in: db)
        }
      }
      try await write.value
      durations.add(clock.now - begin)
      try? await Task.sleep(for: .milliseconds(20))
    }
    return durations
  }
}
