import ActionPlan
import Gateway
import Ledger
import Logging
import Telemetry
import Wiring

extension RunningDistrict {
  /// Seconds between two looks for frames to be proven and for hours without an anchor.
  private static let anchorSeconds = 60
  /// Seconds between two looks for what is old enough to go.
  private static let retentionSeconds = 3_600
  private static let daySeconds = 86_400

  private var anchors: AnchorArchive { AnchorArchive(ledger: district.ledger, inbox: inbox) }

  /// Ties the archive of raw frames to the audit log.
  func archiveAnchors() -> WatchTheClock {
    let (anchors, now, logger) = (anchors, district.now, logger)
    return WatchTheClock(
      name: "archive anchors", every: .seconds(Self.anchorSeconds), logger: logger
    ) {
      let strange = try await anchors.sweep(now: now())
      guard let first = strange.first else { return }
      logger.error(
        "frames of cases are not in the archive as they were anchored; run `lantian store check`",
        metadata: ["frames": "\(strange.count)", "first": "\(first)"])
    }
  }

  /// Lets go of frames and samples that are older than the settings keep them; none where nothing is set.
  func retention(_ pump: InboxPump) -> WatchTheClock? {
    guard settings.retention != Settings.Retention() else { return nil }
    return WatchTheClock(
      name: "retention", every: .seconds(Self.retentionSeconds), logger: logger
    ) {
      try await forgetFrames(pump)
      for kind in SampleKind.allCases { try await forgetSamples(kind) }
    }
  }

  private func forgetSamples(_ kind: SampleKind) async throws {
    guard let days = settings.retention.days(of: kind) else { return }
    let now = district.now()
    let before = now - days * Self.daySeconds
    let count = try await store.forget(kind, before: before)
    guard count > 0 else { return }
    try await note("telemetry/\(kind.rawValue)", ["count": "\(count)", "before": "\(before)"])
  }

  private func forgetFrames(_ pump: InboxPump) async throws {
    guard let days = settings.retention.frames else { return }
    let before = district.now() - days * Self.daySeconds
    let through = try await neededThrough(pump)
    var frames = 0
    var last: ForgottenFrames?
    while !Task.isCancelled,
      let gone = try await inbox.forget(receivedBefore: before * 1_000, through: through)
    {
      frames += gone.frames
      last = gone
    }
    guard let last else { return }
    try await note(
      "archive/frames",
      [
        "count": "\(frames)", "before": "\(before)", "through": "\(last.through)",
        "hash": last.hash.hex,
      ])
  }

  /// What somebody still has to read stays, whatever its age.
  private func neededThrough(_ pump: InboxPump) async throws -> Int64 {
    let wanted = Set(plan.destinations.map(\.id))
    let sent = try await inbox.destinationStates().filter { wanted.contains($0.destination) }
    return ([pump.appliedThrough, try await anchors.settledThrough()] + sent.map(\.through))
      .min() ?? 0
  }

  private func note(_ object: String, _ detail: [String: String]) async throws {
    let at = district.now()
    _ = try await district.ledger.write { db in
      try AuditLog.append(
        actor: .system("retention"), action: "retention.forget", object: object, detail: detail,
        at: at, in: db)
    }
    logger.info("older than it is kept", metadata: ["what": "\(object)", "gone": "\(detail)"])
  }
}
