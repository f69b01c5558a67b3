import ActionPlan
import Casework
import Foundation
import GRDB
import Ledger
import Metrics
import ServiceLifecycle

extension RunningDistrict {
  /// Tells whom it concerns about cases that went late.
  func lateSweep(_ pages: TellThePages) -> WatchTheClock {
    let (ledger, now) = (district.ledger, district.now)
    return WatchTheClock(
      name: "late cases", every: .seconds(Self.lateSweepSeconds), logger: logger
    ) {
      let at = now()
      let told = try await ledger.write { db in try CaseBook.lateSweep(now: at, in: db) }
      if !told.isEmpty { await pages.casesMoved() }
    }
  }

  /// Writes the audit chain's signed head outside the folder, once a local day.
  func headExport() -> WatchTheClock {
    let (ledger, now, layout) = (district.ledger, district.now, district.folder.layout)
    let (offset, folder) = (plan.utcOffsetSeconds, settings.audit.headFolder)
    let day = LastDay()
    return WatchTheClock(name: "audit head", every: .seconds(60), logger: logger) {
      let today = (now() + offset) / 86_400
      guard let folder, await day.value != today else { return }
      let head = try await ledger.read { db in try AuditLog.head(in: db) }
      let key = try AuditKey(readingOrMakingAt: layout.auditKey)
      try AuditHeadFile.export(head, key: key, at: now(), to: folder)
      Counter(label: "lantian_audit_head_exports_total").increment()
      await day.set(today)
    }
  }

  private actor LastDay {
    var value = 0
    func set(_ day: Int) { value = day }
  }
}
