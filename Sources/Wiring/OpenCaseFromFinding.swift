public import ActionPlan
import AirQuality
import Casework
public import Detection
public import GRDB
import Ledger
import Telemetry

/// What detection asks for becomes a case or a message, in detection's own transaction: there is a
/// finding if and only if there is what follows from it.
public struct OpenCaseFromFinding: Sendable {
  private let plan: Plan
  private let now: @Sendable () -> Int

  /// - Parameters:
  ///   - plan: the plan in force, whose procedures open.
  ///   - now: epoch seconds.
  public init(plan: Plan, now: @escaping @Sendable () -> Int) {
    self.plan = plan
    self.now = now
  }

  /// Call it in the transaction that records the finding.
  ///
  /// - Throws: `CaseOpeningError`, or what SQLite said.
  public func callAsFunction(_ effect: DetectionEffect, in db: Database) throws {
    switch effect {
    case .open(let finding, let procedure, let severity):
      let opening = try opening(of: finding, procedure: procedure, severity: severity, in: db)
      let file = try CaseBook.open(
        opening, plan: plan, actor: .system("detection"), at: now(), in: db)
      try Findings.link(finding.id, toCase: file.id, in: db)
      try CaseBook.quiet(case: file.id, at: Findings.quiet(ofCase: file.id, in: db), in: db)
    case .tellFacility(let finding):
      guard let facility = finding.facility else { return }
      try Notifications.tell(
        .facility(facility), code: "finding-told", object: "finding/\(finding.id)",
        values: ["rule": finding.rule, "since": String(finding.start)], at: now(), in: db)
    case .rowChanged(let finding, let change):
      guard let file = try CaseBook.find(source: .finding(finding), in: db) else { return }
      try CaseBook.note(
        CaseRowNote(
          change: change.kind.rawValue, register: change.register, row: change.row,
          holding: change.holding, needed: change.needed),
        photos: change.kind == .joined
          ? RowPhotos.list(of: change.row, in: change.register, db) : [],
        case: file.id, actor: .system("detection"), at: now(), in: db)
    case .ended(let finding, _), .resumed(let finding):
      guard let file = try CaseBook.find(source: .finding(finding), in: db) else { return }
      try CaseBook.quiet(case: file.id, at: Findings.quiet(ofCase: file.id, in: db), in: db)
    }
  }

  private func opening(
    of finding: Finding, procedure: String, severity: Severity, in db: Database
  ) throws -> CaseOpening {
    let facility = try finding.facility.flatMap { try Facilities.find($0, in: db) }
    var title = ["rule": finding.rule, "subject": finding.subject]
    title["row"] = try name(of: finding, in: db)
    return CaseOpening(
      procedure: procedure, severity: severity, source: .finding(finding.id),
      title: CaseTitle(.rule, title),
      occurredAt: finding.start, clause: finding.clause, isLate: finding.isLate,
      facility: finding.facility, facilityName: facility.map { "\($0.name.zh) \($0.name.en)" },
      place: finding.place, position: finding.position,
      subject: try subject(of: finding, in: db), grounds: finding.grounds.map(CaseGround.init),
      attachments: try photos(of: finding, in: db))
  }

  /// Photos of the inspections that it rests on.
  private func photos(of finding: Finding, in db: Database) throws -> [Int64] {
    try RowFindings.grounds(of: finding.id, in: db).flatMap {
      try RowPhotos.list(of: $0.row, in: $0.register, db)
    }
  }

  /// What the row is called that a rule on rows saw: one sample or vehicle among many. What is seen at
  /// points is told by its facility and place.
  private func name(of finding: Finding, in db: Database) throws -> String? {
    guard finding.grounds.isEmpty, let row = finding.row,
      let register = plan.register(row.register), let field = register.titleField,
      [.text, .plate, .creditCode].contains(field.kind)
    else { return nil }
    return try RegisterStore.row(register, row.id, in: db)?[field.id].text
  }

  /// The register row the rule watched, with the units it names.
  private func subject(of finding: Finding, in db: Database) throws -> CaseSubject? {
    guard let row = finding.row, let register = plan.register(row.register),
      let kept = try RegisterStore.row(register, row.id, in: db)
    else { return nil }
    var names: [String: String] = [:]
    for field in register.fields where field.kind == .unit {
      names[field.id] = kept[field.id].text
    }
    return CaseSubject(register: row.register, row: row.id, names: names)
  }
}

extension CaseGround {
  /// Kept with the case as codes and exact text, so that it can be read long after the rule changed.
  fileprivate init(_ ground: Ground) {
    self.init(
      condition: ground.series == nil ? nil : ground.condition, point: ground.series?.point,
      quantity: ground.series?.quantity, statistic: ground.series?.statistic.rawValue,
      windowSeconds: ground.series?.windowSeconds ?? 0, comparison: ground.comparison.rawValue,
      limit: ground.limit?.description, upperLimit: ground.upperLimit?.description,
      value: ground.value?.description, isAboveRange: ground.isAboveRange, since: ground.since,
      at: ground.at)
  }
}
