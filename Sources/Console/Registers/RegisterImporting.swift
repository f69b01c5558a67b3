import ActionPlan
import Crypto
import Dispatch
import GRDB
import Ledger
import Logging
import Sheets

/// The work of one import: read what it will change, write it.
struct RegisterImporting: Sendable {
  let visit: RegisterVisit
  let subjects: ConsoleSubjects
  let desk: ImportDesk
  let language: Language

  private var imports: RegisterImport { RegisterImport(ledger: subjects.ledger, plan: visit.plan) }

  func preview(_ job: ImportDesk.Job) async {
    await guarded(job) {
      let table: SheetTable
      do {
        table = try await Self.read(job)
      } catch let error as SheetError {
        return await desk.preview(
          Self.preview(error), names: RegisterNames(language: language), of: job.id)
      }
      let staged = try await imports.stage(
        table, into: visit.register, digest: Array(SHA256.hash(data: job.bytes)).hex, token: job.id,
        by: .account(visit.account.id), at: subjects.now())
      let (register, plan, language) = (visit.register, visit.plan, language)
      let (preview, names) = try await subjects.ledger.read { db in
        let rows = try Set(staged.changes.map(\.row)).compactMap {
          try RegisterStore.row(register, $0, in: db)
        }
        let names = try RegisterNames(
          for: rows.map(\.values) + staged.changes.map { [$0.field: $0.new] }, of: register,
          plan: plan, language: language, in: db)
        let titles = Dictionary(
          uniqueKeysWithValues: rows.map { ($0.id, names.title(of: $0, in: register, plan: plan)) })
        return (Self.preview(staged, Self.changes(staged, titles)), names)
      }
      await desk.preview(preview, names: names, of: job.id)
    }
  }

  func write(_ job: ImportDesk.Job, _ stage: Int64, why: String) async {
    await guarded(job) {
      let report = try await imports.apply(
        stage, by: .account(visit.account.id), why: why, at: subjects.now())
      await desk.set(.done(added: report.newRows, changed: report.changedRows), of: job.id)
    }
  }

  /// Forgets what was staged.
  func discard(_ stage: Int64) async throws { try await imports.discard(stage) }

  private func guarded(_ job: ImportDesk.Job, _ work: () async throws -> Void) async {
    do {
      try await work()
    } catch {
      subjects.logger.error(
        "an import failed",
        metadata: ["register": "\(job.register)", "error": "\(error)"])
      await desk.set(.failed("importFailed"), of: job.id)
    }
  }

  /// On a thread of its own: a large table takes seconds.
  private static func read(_ job: ImportDesk.Job) async throws -> SheetTable {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try SheetTable(reading: job.bytes, file: job.file) })
      }
    }
  }

  /// A row a change, with every field that differs.
  ///
  /// - Parameter titles: what each row is called.
  private static func changes(
    _ staged: RegisterPreview, _ titles: [Int64: String]
  ) -> [ImportDesk.Preview.Change] {
    var order: [Int64] = []
    var fields: [Int64: [RegisterPreview.Change]] = [:]
    for change in staged.changes {
      if fields[change.row] == nil { order.append(change.row) }
      fields[change.row, default: []].append(change)
    }
    return order.map { id in
      let differing = fields[id] ?? []
      return ImportDesk.Preview.Change(
        row: id, title: titles[id] ?? "#\(id)",
        old: Dictionary(uniqueKeysWithValues: differing.map { ($0.field, $0.old) }),
        new: Dictionary(uniqueKeysWithValues: differing.map { ($0.field, $0.new) }))
    }
  }

  private static func preview(
    _ staged: RegisterPreview, _ changes: [ImportDesk.Preview.Change]
  ) -> ImportDesk.Preview {
    ImportDesk.Preview(
      stage: staged.id, added: staged.newRows, changed: staged.changedRows,
      unchanged: staged.sameRows,
      faults: staged.faults.map {
        ImportDesk.Preview.Fault(
          sheet: $0.sheet ?? "", row: "\($0.line)", column: $0.column ?? "", found: $0.found,
          remedy: $0.remedy)
      }, moreFaults: staged.moreFaults, changes: changes)
  }

  /// Of a file that is no table at all.
  private static func preview(_ error: SheetError) -> ImportDesk.Preview {
    ImportDesk.Preview(
      stage: nil, added: 0, changed: 0, unchanged: 0,
      faults: [
        ImportDesk.Preview.Fault(
          sheet: "", row: "", column: "", found: error.path, remedy: error.reason.en)
      ], moreFaults: 0, changes: [])
  }
}
