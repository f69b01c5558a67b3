import ActionPlan
import GRDB
import Ledger
import Logging

/// The work of one import: read what it will change, write it.
struct RegisterImporting: Sendable {
  let visit: RegisterVisit
  let subjects: ConsoleSubjects
  let desk: ImportDesk
  let language: Language

  func preview(_ job: ImportDesk.Job) async {
    await guarded(job) {
      let (visit, now) = (visit, subjects.now())
      let preview = try await subjects.ledger.write { db -> ImportDesk.Preview in
        var added = 0
        do {
          try db.inSavepoint {
            let report = try RegisterStore.importCSV(
              job.bytes, file: job.file, into: visit.register, plan: visit.plan,
              by: .account(visit.account.id), at: now, in: db)
            added = report.rows.count
            return .rollback
          }
        } catch let faults as ImportFaults {
          return Self.preview(faults)
        }
        return ImportDesk.Preview(
          added: added, changed: 0, unchanged: 0, faults: [], moreFaults: 0, changes: [])
      }
      await desk.preview(preview, names: RegisterNames(language: language), of: job.id)
    }
  }

  func write(_ job: ImportDesk.Job, why: String) async {
    await guarded(job) {
      let (visit, now) = (visit, subjects.now())
      let state = try await subjects.ledger.write { db -> ImportDesk.State in
        do {
          let report = try RegisterStore.importCSV(
            job.bytes, file: job.file, into: visit.register, plan: visit.plan,
            by: .account(visit.account.id), why: why, at: now, in: db)
          return .done(added: report.rows.count, changed: 0)
        } catch let faults as ImportFaults {
          return .previewed(Self.preview(faults))
        }
      }
      await desk.set(state, of: job.id)
    }
  }

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

  private static func preview(_ faults: ImportFaults) -> ImportDesk.Preview {
    ImportDesk.Preview(
      added: 0, changed: 0, unchanged: 0,
      faults: faults.faults.map {
        ImportDesk.Preview.Fault(
          sheet: "", row: "\($0.line)", column: $0.column ?? "", found: $0.found,
          remedy: $0.remedy)
      }, moreFaults: faults.more, changes: [])
  }
}
