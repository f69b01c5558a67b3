import ActionPlan
import GRDB
import Ledger
import Logging
import Sheets

/// The work on one upload: read what it will change, write it.
struct RegisterImporting: Sendable {
  let visit: RegisterVisit
  let subjects: ConsoleSubjects

  private var imports: RegisterImport { RegisterImport(ledger: subjects.ledger, plan: visit.plan) }

  /// Makes the preview of what was uploaded.
  func preview(_ upload: Upload) async {
    await guarded(upload) { try await stage(upload) }
  }

  /// Forgets the preview there is and makes another.
  func previewAgain(_ upload: Upload, sheet: String?, notice: Upload.Notice?) async {
    await guarded(upload) { try await stageAgain(upload, sheet: sheet, notice: notice) }
  }

  /// Writes what the person saw. Where rows or the plan moved meanwhile so that it would be something
  /// else, nothing is written and the preview made anew says so.
  ///
  /// - Parameter id: of the preview seen.
  func write(_ upload: Upload, seen id: Int64, why: String) async {
    await guarded(upload) {
      let imports = imports
      do {
        let isCurrent = try await subjects.ledger.read { db in try imports.isCurrent(id, in: db) }
        let sound = isCurrent ? id : try await restage(upload, seen: id)
        guard let sound else { return }
        try await imports.apply(sound, by: .account(visit.account.id), why: why, at: subjects.now())
        subjects.uploads.release(upload)
      } catch let error as RegisterImportError {
        try await answer(error, upload)
      }
    }
  }

  /// - Returns: the new preview, where it would write the same under the same plan.
  private func restage(_ upload: Upload, seen id: Int64) async throws -> Int64? {
    let plan = visit.plan
    guard try await subjects.ledger.read({ db in try RegisterImport.isOfPlan(id, plan, in: db) })
    else {
      try await stageAgain(upload, sheet: upload.sheet, notice: .planChanged)
      return nil
    }
    let table: SheetTable
    switch try await self.table(of: upload) {
    case .success(let read): table = read
    case .failure(let error):
      try await subjects.ledger.write { db in try UploadStore.refuse(upload, error, in: db) }
      return nil
    }
    let fresh = try await imports.stage(
      table, into: visit.register, of: visit.owner, digest: upload.sha256, token: RequestID.make(),
      by: .account(visit.account.id), at: subjects.now())
    let isSame = try await subjects.ledger.read { db in
      try fresh.isSound && RegisterImport.areSame(id, fresh.id, in: db)
    }
    guard isSame else {
      try await imports.discard(fresh.id)
      try await stageAgain(upload, sheet: upload.sheet, notice: .rowsChanged)
      return nil
    }
    try await subjects.ledger.write { db in
      try UploadStore.take(fresh.id, for: upload, in: db)
    }
    return fresh.id
  }

  private func answer(_ error: RegisterImportError, _ upload: Upload) async throws {
    let notice: Upload.Notice
    switch error {
    case .isImporting:
      return try await subjects.ledger.write { db in
        try UploadStore.note(.busy, of: upload, in: db)
      }
    // Somebody confirmed or discarded it in another window.
    case .notStaged, .noSuchImport: return
    case .otherPlan, .undone: notice = .planChanged
    case .changedMeanwhile, .keyTaken, .namedIsGone: notice = .rowsChanged
    }
    try await stageAgain(upload, sheet: upload.sheet, notice: notice)
  }

  private func stageAgain(
    _ upload: Upload, sheet: String?, notice: Upload.Notice?
  ) async throws {
    let register = visit.register.id
    let renewed = try await subjects.ledger.write { db in
      try UploadStore.renew(upload, sheet: sheet, notice: notice, in: db)
      return try UploadStore.find(
        upload.token, of: upload.account, register: register, in: db)
    }
    if let renewed { try await stage(renewed) }
  }

  private func stage(_ upload: Upload) async throws {
    switch try await table(of: upload) {
    case .failure(let error):
      try await subjects.ledger.write { db in try UploadStore.refuse(upload, error, in: db) }
    case .success(let table):
      _ = try await imports.stage(
        table, into: visit.register, of: visit.owner, digest: upload.sha256,
        token: upload.stageToken,
        by: .account(visit.account.id), at: subjects.now())
    }
  }

  private func table(of upload: Upload) async throws -> Result<SheetTable, SheetError> {
    let register = visit.register
    do {
      return .success(
        try await subjects.table(of: upload, sheet: upload.sheet) {
          RegisterImport.isColumn($0, of: register)
        })
    } catch let error as SheetError {
      return .failure(error)
    }
  }

  private func guarded(_ upload: Upload, _ work: () async throws -> Void) async {
    do {
      try await work()
    } catch {
      subjects.logger.error(
        "an import failed", metadata: ["register": "\(upload.register)", "error": "\(error)"])
      do {
        try await subjects.ledger.write { db in
          try UploadStore.note(.failed, of: upload, in: db)
        }
      } catch {
        subjects.logger.error("a failed import was not noted", metadata: ["error": "\(error)"])
      }
    }
  }
}
