public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

extension OffsetLedger {
  /// Draws what the project still needs from the oldest verified reductions: all of it or nothing.
  ///
  /// Call it in one IMMEDIATE transaction: what is left is read and spent in the same one, so that two
  /// projects cannot draw the same tonne.
  ///
  /// - Throws: `OffsetRefusal`, `CheckInputError`.
  /// - Returns: the rows written.
  @discardableResult
  public static func draw(
    check: Check, input: [String: String], plan: Plan, by actor: Actor, now: Int, in db: Database
  ) throws -> [RegisterRow] {
    guard case .admission(let admission) = check.kind, let offsets = admission.offsets,
      let register = plan.register(offsets.spent.register)
    else { throw OffsetRefusal.noOffsets }
    let read = try CheckInput(input, keys: AdmissionReading.keys(of: admission))
    guard let project = read["project"] else { throw OffsetRefusal.noProject }
    let question = Question(check: check, plan: plan, now: now)
    let decision = try AdmissionReading.decision(admission, read, question, in: db)
    let barred = decision.answer.reasons.filter { $0.weight == .bars && $0.code != "offset-short" }
    guard barred.isEmpty else { throw OffsetRefusal.forbidden(barred.map(\.code)) }
    let due = decision.needs.filter { $0.rest > .zero }
    guard !due.isEmpty else { throw OffsetRefusal.nothingDue }
    let ledger = try self.read(offsets, question, in: db)
    var rows: [RegisterRow] = []
    for need in due {
      for part in try ledger.parts(of: need) {
        var values: [String: FieldValue] = [
          offsets.spent.reduction: .integer(part.reduction), offsets.spent.project: .text(project),
          offsets.spent.tonnes: .decimal(part.tonnes),
        ]
        if let field = offsets.spent.pollutant { values[field] = .text(need.pollutant) }
        if let field = offsets.spent.needed { values[field] = .decimal(part.tonnes) }
        if let field = offsets.spent.on { values[field] = .text(question.today.description) }
        rows.append(
          try RegisterStore.insert(
            register, values, plan: plan, by: actor, why: "offset.draw", at: now, in: db))
      }
    }
    try AuditLog.append(
      actor: actor, action: "offset.draw", object: "check/\(check.id)",
      detail: [
        "project": project, "rows": rows.map { String($0.id) }.joined(separator: " "),
        "needed": due.map { "\($0.pollutant) \($0.rest)" }.joined(separator: ", "),
      ], at: now, in: db)
    return rows
  }

  /// Gives back everything that was drawn for a project; the rows' history stays.
  ///
  /// - Throws: `OffsetRefusal`.
  /// - Returns: how many draws were given back.
  @discardableResult
  public static func giveBack(
    check: Check, project: String, why: String, plan: Plan, by actor: Actor, now: Int,
    in db: Database
  ) throws -> Int {
    guard case .admission(let admission) = check.kind, let offsets = admission.offsets,
      let register = plan.register(offsets.spent.register)
    else { throw OffsetRefusal.noOffsets }
    guard why.contains(where: { !$0.isWhitespace }) else { throw OffsetRefusal.noGround }
    let ledger = try read(offsets, of: check, plan: plan, now: now, in: db)
    let drawn = ledger.draws.filter { $0.project == project }
    guard !drawn.isEmpty else { throw OffsetRefusal.nothingDrawn(project: project) }
    for draw in drawn {
      try RegisterStore.remove(
        register, row: draw.row, versionSeen: nil, by: actor, why: why, at: now, in: db)
    }
    try AuditLog.append(
      actor: actor, action: "offset.give-back", object: "check/\(check.id)",
      detail: [
        "project": project, "why": why,
        "rows": drawn.map { String($0.row) }.joined(separator: " "),
      ], at: now, in: db)
    return drawn.count
  }

  /// From which reductions a need is met, oldest first.
  private func parts(
    of need: OffsetNeed
  ) throws(OffsetRefusal) -> [(reduction: Int64, tonnes: ExactDecimal)] {
    var rest = need.rest
    var parts: [(reduction: Int64, tonnes: ExactDecimal)] = []
    for reduction in drawable(need.pollutant) where rest > .zero {
      let part = min(rest, reduction.left)
      parts.append((reduction.row, part))
      rest = rest.subtracting(part) ?? .zero
    }
    guard rest <= .zero else {
      throw .short(pollutant: need.pollutant, rest: need.rest, left: left(of: need.pollutant))
    }
    return parts
  }
}
