internal import ActionPlan
internal import GRDB
internal import Ledger

/// One rule following the writes of its register, a few at a time, in the caller's transaction.
struct RowFollower {
  let rule: RowRule
  let planDigest: String
  /// Epoch seconds.
  let now: Int
  let db: Database

  /// Writes looked at in one transaction: each may open a case.
  static let batchSize = 200

  /// - Returns: what the next writes ask for; nil where nothing was written.
  func step() throws -> [DetectionEffect]? {
    guard
      let seen = try Int64.fetchOne(
        db.cachedStatement(sql: "SELECT through FROM row_watch WHERE rule = ?"),
        arguments: [rule.rule.id]),
      let batch = try RowWrites.next(
        of: rule.register, after: seen, limit: Self.batchSize, in: db)
    else { return nil }
    let effects = try follow(batch.rows)
    try db.cachedStatement(sql: "UPDATE row_watch SET through = ? WHERE rule = ?")
      .execute(arguments: [batch.through, rule.rule.id])
    return effects
  }

  private func follow(_ rows: [Int64]) throws -> [DetectionEffect] {
    var effects: [DetectionEffect] = []
    // Rows that may fill a window, by group.
    var waiting: [String?: [(row: RegisterRow, day: Int)]] = [:]
    for id in rows {
      let row = try RegisterStore.row(rule.register, id, in: db)
      let place = row.flatMap { rule.place(of: $0) }
      let resting = try RowFindings.resting(on: id, rule: rule, in: db)
      effects += try followGrounds(id, place, resting)
      guard let row, let place else { continue }
      if rule.trigger.within == nil {
        effects += try openByItself(row)
      } else if let finding = try window(of: place) {
        if !resting.contains(where: { $0.finding.id == finding.id }) {
          effects.append(try join(row, finding))
        }
      } else {
        waiting[place.group, default: []].append((row, place.member.day))
      }
    }
    for (group, written) in waiting.sorted(by: { ($0.key ?? "") < ($1.key ?? "") }) {
      effects += try openWindows(group, written)
    }
    return effects
  }

  // MARK: Rows that findings rest on

  private func followGrounds(
    _ row: Int64, _ place: (group: String?, member: RowWindow.Member)?,
    _ resting: [(finding: RowFindings.Kept, held: Bool)]
  ) throws -> [DetectionEffect] {
    try resting.compactMap { finding, held in
      let holds = place.map { place in
        finding.days.map { place.group == finding.group && $0.contains(place.member.day) } ?? true
      }
      guard (holds ?? false) != held else { return nil }
      try RowFindings.note(row, holds: !held, in: finding.id, db)
      return try change(held ? .lost : .back, row, finding)
    }
  }

  private func join(
    _ row: RegisterRow, _ finding: RowFindings.Kept
  ) throws -> DetectionEffect {
    try RowFindings.add(row.id, version: row.version, to: finding.id, in: db)
    return try change(.joined, row.id, finding)
  }

  private func change(
    _ kind: RowGroundChange.Kind, _ row: Int64, _ finding: RowFindings.Kept
  ) throws -> DetectionEffect {
    .rowChanged(
      findingID: finding.id,
      RowGroundChange(
        kind: kind, register: rule.register.id, row: row,
        holding: try RowFindings.holding(finding.id, in: db), needed: finding.needed))
  }

  private func window(
    of place: (group: String?, member: RowWindow.Member)
  ) throws -> RowFindings.Kept? {
    try RowFindings.windows(of: rule, group: place.group, in: db)
      .first { $0.days?.contains(place.member.day) ?? false }
  }

  // MARK: New findings

  private func openByItself(_ row: RegisterRow) throws -> [DetectionEffect] {
    guard !(try RowFindings.isSubject(rule.subject(row.id), of: rule.rule.id, in: db)) else {
      return []
    }
    return [try open([row], subject: row, group: nil, days: nil)]
  }

  private func openWindows(
    _ group: String?, _ written: [(row: RegisterRow, day: Int)]
  ) throws -> [DetectionEffect] {
    let days = written.map(\.day)
    guard let first = days.min(), let last = days.max() else { return [] }
    let neighbours = try rule.neighbours(of: written[0].row, days: first...last, in: db)
    let rows = Dictionary(uniqueKeysWithValues: neighbours.map { ($0.id, $0) })
    let new = Set(written.map(\.row.id))
    let windows = RowWindow.full(
      of: neighbours.compactMap { rule.place(of: $0)?.member }, needed: rule.trigger.times,
      within: rule.trigger.within ?? .days(1),
      covered: try RowFindings.windows(of: rule, group: group, in: db).compactMap(\.days),
      written: new)
    return try windows.compactMap { window in
      // The newest that was written completed it; a row is the subject of one finding at most.
      let candidates =
        window.members.reversed().filter { new.contains($0.row) }
        + window.members.reversed().filter { !new.contains($0.row) }
      let subject = try candidates.first {
        !(try RowFindings.isSubject(rule.subject($0.row), of: rule.rule.id, in: db))
      }
      guard let subject = subject.flatMap({ rows[$0.row] }) else { return nil }
      return try open(
        window.members.compactMap { rows[$0.row] }, subject: subject, group: group,
        days: window.days)
    }
  }

  private func open(
    _ grounds: [RegisterRow], subject row: RegisterRow, group: String?, days: Range<Int>?
  ) throws -> DetectionEffect {
    let id = try insert(subject: row)
    try db.cachedStatement(
      sql: """
        INSERT INTO row_finding (finding, rule, register, grouped, first_day, end_day, needed)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      id, rule.rule.id, rule.register.id, group, days?.lowerBound, days?.upperBound,
      rule.trigger.times,
    ])
    for ground in grounds {
      try RowFindings.add(ground.id, version: ground.version, to: id, in: db)
    }
    guard let finding = try Findings.find(id, in: db) else {
      preconditionFailure("a finding that was inserted is there")
    }
    return .open(finding, procedure: rule.procedure, severity: rule.severity)
  }

  /// A row is a moment: its finding ends as it begins, and what becomes of the row is told to the case.
  private func insert(subject row: RegisterRow) throws -> Int64 {
    let facility = row[rule.rule.facilityField ?? "facility"].text
    let known = try facility.flatMap { try Facilities.find($0, in: db) }
    let position = row.position(of: rule.register) ?? known?.position
    let start = rule.start(of: row)
    try db.cachedStatement(
      sql: """
        INSERT INTO finding (rule, subject, start, reached_at, stage, reached, ended_at, plan_digest,
          clause, facility, place, longitude, latitude, is_late, grounds, recorded_at)
        VALUES (?, ?, ?, ?, 0, 'opened', ?, ?, ?, ?, ?, ?, ?, 0, '[]', ?)
        """
    ).execute(arguments: [
      rule.rule.id, rule.subject(row.id), start, start, start, planDigest, rule.rule.clause,
      facility, row.place(of: rule.register) ?? known?.place, position?.longitude,
      position?.latitude, now,
    ])
    return db.lastInsertedRowID
  }
}
