import ActionPlan

/// What a procedure allows beside its steps, as it is kept with the cases opened under it. Names here
/// never change.
struct CaseRulesRecord: Codable {
  struct Suspension: Codable {
    let by: [String]
    let longestSeconds: Int
  }
  struct Transfer: Codable {
    let by: [String]
    let arbitrate: [String]
  }
  struct Reopening: Codable {
    let by: [String]
    let to: String
    let withinSeconds: Int
  }
  struct Limit: Codable {
    let seconds: Int?
    let workingSeconds: Int?
    let workingDays: Int?
  }
  struct Appeal: Codable {
    let within: Limit
    let decideBy: [String]
    let decideWithin: Limit
  }
  let suspension: Suspension?
  let transfer: Transfer?
  let reopening: Reopening?
  let appeal: Appeal?
  let relapseSeconds: Int?

  init(_ rules: CaseRules) {
    suspension = rules.suspension.map {
      Suspension(by: $0.by.map(\.rawValue), longestSeconds: $0.longestSeconds)
    }
    transfer = rules.transfer.map {
      Transfer(by: $0.by.map(\.rawValue), arbitrate: $0.arbitrate.map(\.rawValue))
    }
    reopening = rules.reopening.map {
      Reopening(by: $0.by.map(\.rawValue), to: $0.to, withinSeconds: $0.withinSeconds)
    }
    appeal = rules.appeal.map {
      Appeal(
        within: Limit($0.within), decideBy: $0.decideBy.map(\.rawValue),
        decideWithin: Limit($0.decideWithin))
    }
    relapseSeconds = rules.relapseSeconds
  }

  func rules() throws(ProcedureRecordError) -> CaseRules {
    var (suspended, moved): (SuspensionRule?, TransferRule?)
    var (reopened, appealed): (ReopeningRule?, AppealRule?)
    if let suspension {
      suspended = SuspensionRule(
        by: try actors(suspension.by), longestSeconds: suspension.longestSeconds)
    }
    if let transfer {
      moved = TransferRule(
        by: try actors(transfer.by), arbitrate: try actors(transfer.arbitrate))
    }
    if let reopening {
      reopened = ReopeningRule(
        by: try actors(reopening.by), to: reopening.to, withinSeconds: reopening.withinSeconds)
    }
    if let appeal {
      appealed = AppealRule(
        within: appeal.within.limit, decideBy: try actors(appeal.decideBy),
        decideWithin: appeal.decideWithin.limit)
    }
    return CaseRules(
      suspension: suspended, transfer: moved, reopening: reopened, appeal: appealed,
      relapseSeconds: relapseSeconds)
  }
}

extension CaseRulesRecord.Limit {
  init(_ limit: TimeLimit) {
    switch limit {
    case .clock(let count): (seconds, workingSeconds, workingDays) = (count, nil, nil)
    case .working(let count): (seconds, workingSeconds, workingDays) = (nil, count, nil)
    case .workingDays(let count): (seconds, workingSeconds, workingDays) = (nil, nil, count)
    }
  }

  var limit: TimeLimit {
    workingDays.map { .workingDays($0) } ?? workingSeconds.map { .working($0) }
      ?? .clock(seconds ?? 0)
  }
}
