public import ActionPlan
public import GRDB
import Ledger

/// Looks for signs of gaming in what was done since the last look. It says what it saw and decides
/// nothing.
public struct SignWatch {
  /// Events of one look: a look is one transaction.
  static let eventLimit = 500
  static let photoLimit = 200

  let limits: LoopThresholds
  let now: Int
  private var procedures: [String: Procedure] = [:]

  private init(limits: LoopThresholds, now: Int) {
    self.limits = limits
    self.now = now
  }

  /// - Parameter now: epoch seconds.
  /// - Returns: whether there is more to look at.
  @discardableResult
  public static func sweep(_ limits: LoopThresholds, at now: Int, in db: Database) throws -> Bool {
    var watch = SignWatch(limits: limits, now: now)
    let events = try WatchedEvent.after(
      Watermark.last("events", in: db), limit: eventLimit, in: db)
    for event in events { try watch.look(at: event, in: db) }
    if let last = events.last { try Watermark.move("events", to: last.id, in: db) }
    let hasMorePhotos = try watch.lookAtPhotos(in: db)
    try watch.lookAtWaiting(in: db)
    try watch.forget(in: db)
    return events.count == eventLimit || hasMorePhotos
  }

  private mutating func look(at event: WatchedEvent, in db: Database) throws {
    if event.kind == .opened || event.kind == .relapsed { try lookForAgain(event, in: db) }
    guard event.isByPerson else { return }
    let procedure = try procedure(of: event, in: db)
    let isClosing = event.isStep && event.to.map(procedure.isFinal) ?? false
    if isClosing {
      try keep(event, at: event.at, isClosing: true, in: db)
      try lookForBulk(event, in: db)
      try lookForLastMinute(event, in: db)
    }
    // Of a clock that cannot be right nothing is known of the way.
    if let here = event.position, !event.isDoneDoubtful {
      try lookForSpeed(event, here, in: db)
      try keep(event, at: event.doneAt, isClosing: false, in: db)
    }
    if event.kind == .step || event.kind == .shared, procedure.isFieldwork(event),
      let note = event.note
    {
      try lookForFeedback(event, note, in: db)
    }
  }

  private mutating func procedure(
    of event: WatchedEvent, in db: Database
  ) throws -> Procedure {
    let key = "\(event.digest)/\(event.procedure)"
    if let known = procedures[key] { return known }
    let found = try ProcedureArchive.procedure(event.procedure, digest: event.digest, in: db)
    procedures[key] = found
    return found
  }

  private func keep(
    _ event: WatchedEvent, at: Int, isClosing: Bool, in db: Database
  ) throws {
    let position = isClosing ? nil : event.position
    try db.cachedStatement(
      sql: """
        INSERT INTO loop_act (event_id, is_closing, case_id, actor, at, longitude, latitude)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """
    ).execute(arguments: [
      event.id, isClosing, event.caseID, event.actor, at, position?.longitude, position?.latitude,
    ])
  }

  /// What nothing will be compared with any more.
  private func forget(in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM loop_act WHERE at < ?")
      .execute(arguments: [now - max(limits.bulkSeconds, Self.actSeconds)])
    try db.cachedStatement(
      sql: """
        DELETE FROM loop_text_band WHERE event_id IN (SELECT event_id FROM loop_text WHERE at < ?)
        """
    ).execute(arguments: [now - limits.textSeconds])
    try db.cachedStatement(sql: "DELETE FROM loop_text WHERE at < ?")
      .execute(arguments: [now - limits.textSeconds])
  }

  /// A week: nobody is too fast for longer, and looks may be that late.
  private static let actSeconds = 604_800
}

extension Procedure {
  /// A step that whoever was sent takes: its note is what was found there.
  fileprivate func isFieldwork(_ event: WatchedEvent) -> Bool {
    steps.contains { step in
      step.to == event.to && !step.isReturn && event.from.map(step.from.contains) ?? false
        && (step.by.contains(.assignee) || step.by.contains(.facility) || !step.parallel.isEmpty)
    }
  }
}
