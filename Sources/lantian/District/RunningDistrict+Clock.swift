import ActionPlan
import AirQuality
import Casework
import Detection
import Foundation
import GRDB
import Ledger
import Logging
import Metrics
import ServiceLifecycle
import Steering
import Telemetry

extension RunningDistrict {
  /// Lets detection notice silences and ends; its state is written once more at a graceful stop.
  func detectionClock(_ detection: DetectionService) -> WatchTheClock {
    WatchTheClock(
      name: "detection", every: .seconds(Self.detectionSeconds), logger: logger,
      work: { try await detection.tick() }, atStop: { try await detection.checkpoint() })
  }

  /// Tells whom it concerns about cases that went late.
  func lateSweep(_ pages: TellThePages) -> WatchTheClock {
    let (ledger, now, logger) = (district.ledger, district.now, logger)
    let (plan, calendar) = (plan, plan.calendar)
    let known = KnownFaults()
    return WatchTheClock(
      name: "late cases", every: .seconds(Self.lateSweepSeconds), logger: logger
    ) {
      let at = now()
      var unreadable: [LateSweep.Unreadable] = []
      var hasChanged = try await ledger.write { db in
        try AlarmDesk.lateSweep(plan: plan, now: at, in: db) > 0
      }
      var place: LateSweep.Place?
      repeat {
        // Each slice is a transaction of its own, so that officers wait for none of them.
        let sweep = try await ledger.write { [place] db in
          try CaseBook.lateSweep(
            now: at, calendar: calendar, after: place, limit: Self.lateSweepCases, in: db)
        }
        unreadable += sweep.unreadable
        hasChanged = hasChanged || sweep.hasChangedAnything
        place = sweep.next
      } while place != nil && !Task.isCancelled
      for fault in await known.new(unreadable) {
        logger.error(
          "a late case cannot be read, so nobody is told",
          metadata: ["case": "\(fault.caseID)", "error": "\(fault.why)"])
      }
      if hasChanged { await pages.casesMoved() }
    }
  }

  /// Looks for signs of gaming in what was done with cases.
  func signWatch() -> WatchTheClock {
    let (ledger, now, limits) = (district.ledger, district.now, plan.loop)
    return WatchTheClock(
      name: "signs of gaming", every: .seconds(Self.signWatchSeconds), logger: logger
    ) {
      let at = now()
      // Each look is a transaction of its own, so that officers wait for none of them.
      while try await ledger.write({ db in try SignWatch.sweep(limits, at: at, in: db) }) {}
    }
  }

  /// Tells of promises to reporters that are late, and proposes rewards for what was closed as real.
  func reportSweep(_ pages: TellThePages) -> WatchTheClock {
    let (ledger, now, plan) = (district.ledger, district.now, plan)
    return WatchTheClock(
      name: "reports", every: .seconds(Self.reportSweepSeconds), logger: logger
    ) {
      let at = now()
      let told = try await ledger.write { db in try ReportPromises.sweep(plan, at: at, in: db) }
      while try await ledger.write({ db in try RewardWatch.sweep(plan, at: at, in: db) }) {}
      if told > 0 { await pages.casesMoved() }
    }
  }

  /// Moves samples of spans that are over into chunks. What comes some hours late needs no second
  /// sealing then.
  func sealing() -> WatchTheClock {
    let (store, now, logger) = (store, district.now, logger)
    return WatchTheClock(
      name: "sealing", every: .seconds(Self.sealingSeconds), logger: logger
    ) {
      let sealed = try await store.seal(endedBy: now() - Self.sealedAfterSeconds)
      if sealed.chunks > 0 {
        logger.info(
          "samples sealed",
          metadata: ["chunks": "\(sealed.chunks)", "samples": "\(sealed.samples)"])
      }
    }
  }

  /// Says each fault once, and again when it has come back.
  private actor KnownFaults {
    private var known: Set<LateSweep.Unreadable> = []

    func new(_ faults: [LateSweep.Unreadable]) -> [LateSweep.Unreadable] {
      defer { known = Set(faults) }
      return faults.filter { !known.contains($0) }
    }
  }

  /// Clears away photos that no row names and messages of long ago. Several times a day, so that a
  /// server that is started anew each night gets to it too.
  func clearing() -> WatchTheClock {
    let (ledger, now) = (district.ledger, district.now)
    let photos = AttachmentStore(folder: district.folder.layout.attachments)
    let uploads = UploadStore(folder: district.folder.layout.uploads)
    return WatchTheClock(
      name: "clearing", every: .seconds(Self.clearingSeconds), logger: logger
    ) {
      let at = now()
      _ = try await ledger.read { db in try photos.sweep(now: at, in: db) }
      try await uploads.sweep(at: at, ledger: ledger)
      try await ledger.write { db in
        try Notifications.prune(before: at - Notifications.keptSeconds, in: db)
      }
    }
  }

  /// Forgets answers that nobody will ask for again.
  func requestSweep() -> WatchTheClock {
    let (ledger, now) = (district.ledger, district.now)
    return WatchTheClock(
      name: "old answers", every: .seconds(Self.requestSweepSeconds), logger: logger
    ) {
      let at = now()
      try await ledger.write { db in try RequestLog.sweep(at: at, in: db) }
    }
  }

  /// Writes the audit chain's signed head outside the folder, once a local day.
  func headExport() -> WatchTheClock {
    let (ledger, now, layout) = (district.ledger, district.now, district.folder.layout)
    let (offset, folder) = (plan.utcOffsetSeconds, settings.audit.headFolder)
    let day = LastDay()
    if folder == nil {
      logger.warning(
        "audit heads are not exported: a record cut off or rewritten will not show",
        metadata: ["setting": "audit.head-folder"])
    }
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

extension RunningDistrict {
  /// Takes the hours of the district's own air stations into the record. At the start it looks back
  /// a month, later three days: late values of earlier days come with a table.
  func airFeed() -> WatchTheClock {
    let feed = StationFeed(plan: plan, store: store, latest: latest)
    let (ledger, now) = (district.ledger, district.now)
    let (offset, own) = (plan.utcOffsetSeconds, plan.airDistrict)
    let back = DaysBack()
    return WatchTheClock(name: "air record", every: .seconds(Self.airFeedSeconds), logger: logger) {
      let at = now()
      guard await back.isDue(at: at) else { return }
      let today = CalendarDay(ofEpoch: at, utcOffsetSeconds: offset)
      let points = try await ledger.read { db in try Points.list(kind: .airStation, in: db) }
      let hours = try await feed.hours(
        of: points, from: today.adding(days: -(await back.value)), now: at)
      guard !hours.isEmpty else { return }
      _ = try await ledger.write { db in
        try AirBook.takeRealTime(
          hours, district: own, today: today, at: at, in: db)
      }
      await back.settle()
    }
  }

  private actor DaysBack {
    private(set) var value = 31
    private var lastLook = 0

    /// Once a further hour has settled, and every ten minutes for late values; until the stations have
    /// sent anything at every turn.
    func isDue(at: Int) -> Bool {
      func hour(_ at: Int) -> Int { (at - StationFeed.settledAfterSeconds) / 3600 }
      guard value > 3 || at - lastLook >= 600 || hour(at) != hour(lastLook) else { return false }
      lastLook = at
      return true
    }

    func settle() { value = 3 }
  }
}
