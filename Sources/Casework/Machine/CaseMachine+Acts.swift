import ActionPlan
import Ledger

extension CaseMachine {
  /// The acts that a person's part in the case lets them do now, what waits for an answer first.
  public func openActs(
    for mover: Mover, in situation: CaseSituation, at now: Int
  ) -> [CaseAct.Name] {
    CaseAct.Name.allCases.filter { name in
      bar(on: name, in: situation, at: now) == nil && may(name, mover, in: situation)
    }
  }

  /// Judges an act.
  ///
  /// - Parameters:
  ///   - ground: why; blank counts as none.
  ///   - now: epoch seconds.
  /// - Throws: `CaseRefusal`; nothing has changed then.
  public func judge(
    _ act: CaseAct, in situation: CaseSituation, by mover: Mover, ground: String?, at now: Int
  ) throws(CaseRefusal) -> ActOutcome {
    if let refusal = bar(on: act.name, in: situation, at: now) { throw refusal }
    guard may(act.name, mover, in: situation) else {
      throw .notYours(step: act.name.rawValue, allowed: takers(of: act.name))
    }
    if act.name.needsGround, ground?.isBlank ?? true {
      throw .missingEvidence(step: act.name.rawValue, [.note])
    }
    let after = try outcome(of: act, from: situation, at: now)
    return ActOutcome(
      act: act, after: after, informedUnits: informed(by: act, before: situation, after: after),
      tells: tells(of: act, before: situation, after: after),
      decisionDue: decisionDue(of: act, at: now))
  }

  private func outcome(
    of act: CaseAct, from situation: CaseSituation, at now: Int
  ) throws(CaseRefusal) -> CaseSituation {
    var after = situation
    switch act {
    case .prioritise(let priority):
      guard priority != situation.priority else { throw .nothingChanged(act.name.rawValue) }
      after.priority = priority
    case .reclassify: break
    case .suspend:
      after.suspension = procedure.rules.suspension.map { rule in
        CaseSuspension(
          since: now, until: now + rule.longestSeconds,
          leftSeconds: left(of: situation.due, at: now),
          isWorking: situation.due?.isWorking ?? false)
      }
      after.due = nil
    case .resume:
      after.suspension = nil
      after.due = due(
        situation.suspension?.leftSeconds, isWorking: situation.suspension?.isWorking ?? false,
        from: now)
    case .offer(let unit):
      guard units.contains(where: { $0.id == unit }) else { throw .unknownUnit(unit) }
      guard unit != situation.assignedUnit else { throw .nothingChanged(act.name.rawValue) }
      after.transfer = CaseTransfer(to: unit, stage: .offered)
    case .arbitrate(let unit):
      guard units.contains(where: { $0.id == unit }) else { throw .unknownUnit(unit) }
      (after.assignedUnit, after.transfer) = (unit, nil)
    case .accept: (after.assignedUnit, after.transfer) = (situation.transfer?.to, nil)
    case .refuse:
      after.transfer = situation.transfer.map { CaseTransfer(to: $0.to, stage: .refused) }
    case .reopen:
      guard let rule = procedure.rules.reopening else { return situation }
      after = goneOn(situation, from: rule.to, at: now)
    case .appeal: after.isAppealed = true
    case .decide: after.isAppealed = false
    }
    return after
  }

  /// Why nobody may do it as the case stands; nil where somebody may.
  private func bar(
    on name: CaseAct.Name, in situation: CaseSituation, at now: Int
  ) -> CaseRefusal? {
    let isOpen = situation.closedAt == nil
    guard isOpen ? name.fits.open : name.fits.closed else {
      return isOpen ? .isOpen : .finished(state: situation.state)
    }
    let rules = procedure.rules
    let nothing = CaseRefusal.nothingChanged(name.rawValue)
    switch name {
    case .prioritise, .reclassify: return nil
    case .suspend:
      if rules.suspension == nil { return .notInProcedure(name.rawValue) }
      return situation.suspension == nil ? nil : .suspended
    case .resume: return situation.suspension == nil ? nothing : nil
    case .offer:
      if rules.transfer == nil { return .notInProcedure(name.rawValue) }
      if situation.suspension != nil { return .suspended }
      return situation.assignedUnit == nil || situation.transfer != nil ? nothing : nil
    case .accept, .refuse: return situation.transfer?.stage == .offered ? nil : nothing
    case .arbitrate: return situation.transfer == nil ? nothing : nil
    case .reopen:
      guard let rule = rules.reopening, let closed = situation.closedAt else {
        return .notInProcedure(name.rawValue)
      }
      return now - closed <= rule.withinSeconds ? nil : .tooLate(name.rawValue)
    case .appeal:
      guard let rule = rules.appeal else { return .notInProcedure(name.rawValue) }
      if situation.isAppealed { return nothing }
      let last = situation.closedAt.map { rule.within.due(from: $0, calendar: calendar) }
      return last.map { now <= $0 } ?? true ? nil : .tooLate(name.rawValue)
    case .decide: return situation.isAppealed ? nil : nothing
    }
  }

  private func may(_ name: CaseAct.Name, _ mover: Mover, in situation: CaseSituation) -> Bool {
    switch name {
    case .accept, .refuse: mover.unit != nil && mover.unit == situation.transfer?.to
    default: !mover.relations.isDisjoint(with: takers(of: name))
    }
  }

  /// Whose an act is. The unit that a case is offered to answers as a unit, not by a part in the case.
  private func takers(of name: CaseAct.Name) -> [Step.Actor] {
    let rules = procedure.rules
    return switch name {
    case .prioritise, .reclassify: [.duty, .lead, .leader]
    case .suspend: rules.suspension?.by ?? []
    case .resume: (rules.suspension?.by ?? []) + [.system]
    case .offer: rules.transfer?.by ?? []
    case .arbitrate: rules.transfer?.arbitrate ?? []
    case .accept, .refuse: []
    case .reopen: rules.reopening?.by ?? []
    case .appeal: [.facility]
    case .decide: rules.appeal?.decideBy ?? []
    }
  }
}
