import ActionPlan
import CoreMetrics
import GRDB
import Ledger
import Logging
import Metrics

/// What the service reads from the ledger and writes into it. Called in turn only.
extension DetectionService {
  /// Reads plan, registers and the last checkpoint into memory.
  func restore() async throws {
    let (plan, at) = (plan, now())
    let (reading, through, memories, cursor) = try await ledger.read { db in
      (
        try SubjectReader.read(plan, now: at, in: db), try AuditLog.head(in: db).seq,
        try Checkpoint.memories(in: db), try Checkpoint.cursor(in: db)
      )
    }
    let engine = Engine(
      reading.subjects.map {
        Watch($0, memory: memories[$0.identity] ?? nil, watchedSince: at)
      })
    for (identity, memory) in memories where memory == nil {
      logger.warning(
        "what a rule remembered cannot be read; it begins anew",
        metadata: ["rule": "\(identity.rule)", "subject": "\(identity.subject)"])
    }
    let effects = try await replace(
      engine, by: reading, remembering: memories.compactMapValues(\.self).mapValues(\.seen),
      unreadable: memories.filter { $0.value == nil }.map(\.key))
    readThrough = through
    (self.cursor, checkpointedCursor) = (cursor, cursor)
    if !effects.isEmpty { await afterCommit(effects) }
  }

  /// Reads registers, devices and declarations, if anything was changed since: each change has its
  /// audit entry. Watches that stay keep what they remember.
  func reread() async throws -> [DetectionEffect] {
    let (plan, at, known) = (plan, now(), readThrough)
    let (through, reading) = try await ledger.read { db -> (Int64, SubjectReader.Reading?) in
      let through = try AuditLog.head(in: db).seq
      guard through != known else { return (through, nil) }
      return (through, try SubjectReader.read(plan, now: at, in: db))
    }
    readAt = at
    guard let reading, reading != self.reading else {
      readThrough = through
      return []
    }
    let old = engine
    let engine = Engine(
      reading.subjects.map { subject in
        old.watch(subject.identity).map { Watch(subject, continuing: $0, now: at) }
          ?? Watch(subject, memory: nil, watchedSince: at)
      })
    try await save()
    let effects = try await replace(
      engine, by: reading,
      remembering: Dictionary(
        old.watches.map { ($0.subject.identity, $0.memory.seen) },
        uniquingKeysWith: { first, _ in first }))
    readThrough = through
    return effects
  }

  /// Takes over a new set of watches, and ends what lasts of those that are gone.
  ///
  /// - Parameters:
  ///   - remembering: when each of the old watches' episodes was last seen, if it has one.
  ///   - unreadable: watches of which nobody knows any more what they remembered.
  private func replace(
    _ engine: Engine, by reading: SubjectReader.Reading,
    remembering old: [Subject.Identity: Int?], unreadable: [Subject.Identity] = []
  ) async throws -> [DetectionEffect] {
    let gone = old.filter { engine.watch($0.key) == nil }
    // A watch whose instruments changed begins anew.
    let begun = old.filter { identity, seen in
      seen != nil && engine.watch(identity)?.memory.seen == nil
    }
    var effects: [DetectionEffect] = []
    if !gone.isEmpty || !begun.isEmpty || !unreadable.isEmpty {
      let onEffect = onEffect
      effects = try await ledger.write { db in
        var effects: [DetectionEffect] = []
        for (identity, seen) in gone.merging(begun, uniquingKeysWith: { first, _ in first }) {
          effects += try Findings.giveUp(identity, seen: seen, in: db)
        }
        for identity in unreadable {
          effects += try Findings.giveUp(identity, seen: nil, in: db)
        }
        for effect in effects { try onEffect(effect, db) }
        try Checkpoint.forget(Array(gone.keys) + Array(begun.keys) + unreadable, in: db)
        return effects
      }
    }
    self.engine = engine
    for fault in Set(reading.faults).subtracting(self.reading.faults) {
      logger.warning(
        "register row is not watched",
        metadata: [
          "rule": "\(fault.identity.rule)", "row": "\(fault.identity.subject)",
          "found": "\(fault.found)", "remedy": "\(fault.remedy)",
        ])
    }
    self.reading = reading
    metrics.watches.record(engine.watches.count)
    metrics.unwatched.record(reading.faults.count)
    return effects
  }

  /// Keeps a step of the engine: with effects at once, otherwise when a checkpoint is due. If the
  /// ledger refuses, the step is taken back.
  func commit(
    _ occurrences: [Engine.Occurrence], through sequence: Int64
  ) async throws -> [DetectionEffect] {
    guard !occurrences.isEmpty else {
      engine.keep()
      cursor = sequence
      if now() - checkpointedAt >= checkpointSeconds { try await save() }
      return []
    }
    let effects: [DetectionEffect]
    do {
      effects = try await write(occurrences, cursor: sequence)
    } catch {
      engine.takeBack()
      throw error
    }
    engine.keep()
    cursor = sequence
    for effect in effects { note(effect) }
    return effects
  }

  func save() async throws {
    guard cursor > checkpointedCursor || !engine.changed.isEmpty else { return }
    _ = try await write([], cursor: cursor)
  }

  private func write(
    _ occurrences: [Engine.Occurrence], cursor: Int64
  ) async throws -> [DetectionEffect] {
    let began = ContinuousClock.now
    let (digest, at, onEffect, watches) = (plan.digest, now(), onEffect, engine.changedWatches)
    let effects = try await ledger.write { db in
      var effects: [DetectionEffect] = []
      for occurrence in occurrences {
        guard
          let effect = try Findings.record(occurrence, planDigest: digest, at: at, in: db)
        else { continue }
        try onEffect(effect, db)
        effects.append(effect)
      }
      try Checkpoint.save(watches, cursor: cursor, at: at, in: db)
      return effects
    }
    engine.checkpointed()
    checkpointedCursor = cursor
    checkpointedAt = at
    metrics.checkpoint.record(duration: began.duration(to: .now))
    metrics.episodes.record(engine.watches.reduce(0) { $0 + $1.episodes.count })
    return effects
  }

  private func note(_ effect: DetectionEffect) {
    switch effect {
    case .tellFacility(let finding):
      metrics.findings(.told).increment()
      log("facility told of a finding", finding)
    case .open(let finding, _, _):
      metrics.findings(.opened).increment()
      log("finding opens a case", finding)
    case .ended(let id, let at):
      logger.info(
        "finding ended", metadata: ["finding": "\(id)", "at": "\(at)"])
    case .resumed(let id):
      logger.info("finding lasts after all", metadata: ["finding": "\(id)"])
    case .rowChanged:
      // Of samples there are none: `RowDetection` says so.
      break
    }
  }

  private func log(_ message: Logger.Message, _ finding: Finding) {
    logger.info(
      message,
      metadata: [
        "finding": "\(finding.id)", "rule": "\(finding.rule)", "subject": "\(finding.subject)",
        "start": "\(finding.start)", "at": "\(finding.at)", "late": "\(finding.isLate)",
      ])
  }
}

extension Watch.Memory {
  /// When the episode that a stage was reached of was last seen; nil without one.
  var seen: Int? {
    let episodes =
      Machine.Lane.allCases.compactMap { machine?[$0].episode }
      + [silence?.episode].compactMap(\.self)
    return episodes.filter { $0.reached != nil }.map(\.seen).max()
  }
}
