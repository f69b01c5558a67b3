import ActionPlan
import Casework
import Ledger

/// A case's history walked through the machine of its procedure: each entry must be a move that the
/// rules allow as the case stood, and all of them together must come to the case as it is kept.
struct HistoryReplay {
  let file: CaseFile
  let machine: CaseMachine
  /// By the name under which they act.
  let accounts: [String: Account]

  private(set) var breaches: [String] = []
  /// The case's version after each entry, by its number.
  private(set) var versions: [Int: Int] = [:]
  private var situation: CaseSituation
  private var informed: Set<String> = []
  private var version = 1
  /// Of the deadline that runs: from when it is told of, and what was told.
  private var toldFrom: Int
  private var told: Set<Int> = []
  private var isAppealTold = false

  init(_ file: CaseFile, machine: CaseMachine, accounts: [String: Account]) {
    self.file = file
    self.machine = machine
    self.accounts = accounts
    toldFrom = file.openedAt
    situation = CaseSituation(
      facility: file.facility, townUnit: file.townUnit, isTownCertain: file.isPlaceCertain,
      fieldUnits: file.fieldUnits,
      due: machine.deadline(in: Procedure.openedState, since: file.openedAt),
      needsCause: !machine.procedure.causes.isEmpty)
  }

  /// - Parameter isAtRest: nothing is under way, and the clock has passed every deadline.
  mutating func walk(_ events: [CaseEvent], isAtRest at: Int? = nil) {
    for (index, event) in events.enumerated() {
      expect(event.sequence == index + 1, event, "entries are not numbered in order")
      expect((event.kind == .opened) == (index == 0), event, "not opened once")
      follow(event)
      versions[event.sequence] = version
    }
    if let at { checkTold(before: at, "at rest") }
    compare()
  }

  private mutating func follow(_ event: CaseEvent) {
    switch event.kind {
    case .opened, .noted: break
    case .step, .returned, .skipped, .shared: step(event)
    case .late, .reminded: tell(event)
    case .appealLate:
      expect(situation.isAppealed && !isAppealTold, event, "an appeal's lateness was told wrongly")
      isAppealTold = true
    default: act(event)
    }
  }

  private mutating func step(_ event: CaseEvent) {
    checkTold(before: event.at, "before entry \(event.sequence)")
    let target = event.toState ?? ""
    let known = machine.procedure.steps.first {
      $0.to == target && $0.from.contains(event.fromState ?? "")
        && $0.isReturn == (event.kind == .returned)
    }
    var evidence = StepEvidence(
      note: event.values["note"], cause: event.values["cause"], position: event.position)
    if known?.assign == .choose { evidence.assignTo = event.assignedUnit ?? situation.assignedUnit }
    do throws(CaseRefusal) {
      let move = try machine.move(
        to: target, in: situation, by: mover(event), with: evidence,
        isSkip: event.kind == .skipped, at: event.at)
      expect(move.from == event.fromState, event, "from \(move.from)")
      expect((move.share != nil) == (event.kind == .shared), event, "a share or not")
      expect(move.share == event.values["share"], event, "another unit's share")
      let isReassigned = move.share == nil && move.assignedUnit != situation.assignedUnit
      expect(
        event.assignedUnit == (isReassigned ? move.assignedUnit : nil), event, "another unit")
      apply(move, event)
    } catch {
      breaches.append("case \(file.id), entry \(event.sequence): \(target) is illegal: \(error)")
    }
  }

  private mutating func apply(_ move: Move, _ event: CaseEvent) {
    version += 1
    situation.history.append(
      PastStep(
        from: move.from, to: move.step.to, by: event.actor, isReturn: move.step.isReturn,
        isSkip: move.isSkip, share: move.share))
    if event.values["cause"] != nil { situation.needsCause = false }
    guard move.share == nil else { return }
    if !(move.step.keepsDeadline && move.due == situation.due) { beginDeadline(at: event.at) }
    situation.state = move.step.to
    situation.assignedUnit = move.assignedUnit
    situation.transfer = nil
    situation.due = move.due
    situation.closedAt = move.isFinal ? event.at : nil
    informed.formUnion(move.informedUnits)
  }

  private mutating func act(_ event: CaseEvent) {
    checkTold(before: event.at, "before entry \(event.sequence)")
    guard let act = CaseAct(event) else {
      breaches.append("case \(file.id), entry \(event.sequence): \(event.kind) was not to be")
      return
    }
    do throws(CaseRefusal) {
      let outcome = try machine.judge(
        act, in: situation, by: mover(event), ground: event.values["note"], at: event.at)
      version += 1
      let isReopened = situation.closedAt != nil && outcome.after.closedAt == nil
      if isReopened {
        beginDeadline(at: event.at)
      } else if outcome.after.due != situation.due {
        toldFrom = event.at
      }
      if act == .appeal { isAppealTold = false }
      situation = outcome.after
      if isReopened { situation.needsCause = !machine.procedure.causes.isEmpty }
      informed.formUnion(outcome.informedUnits)
    } catch {
      breaches.append("case \(file.id), entry \(event.sequence): \(act.name) is illegal: \(error)")
    }
  }

  private mutating func beginDeadline(at: Int) {
    toldFrom = at
    told = []
  }

  // MARK: Reminders and lateness

  /// Seconds from the deadline.
  private var levels: [Int] {
    machine.procedure.remind.map { -$0.beforeSeconds } + machine.procedure.late.map(\.afterSeconds)
  }

  private mutating func tell(_ event: CaseEvent) {
    let level = Int(event.values["levelSeconds"] ?? "") ?? .min
    expect(levels.contains(level), event, "no such level")
    expect((level < 0) == (event.kind == .reminded), event, "a reminder or lateness")
    expect(told.insert(level).inserted, event, "level \(level) was told twice")
    guard let due = situation.due?.at else {
      return expect(false, event, "told of a deadline that does not run")
    }
    expect(due + level < event.at, event, "level \(level) was told before its time")
  }

  /// Nothing may be done, and nothing end, before what was past was told.
  private mutating func checkTold(before now: Int, _ when: String) {
    guard let due = situation.due?.at, situation.closedAt == nil, situation.suspension == nil
    else { return }
    for level in levels where due + level >= toldFrom && due + level < now && !told.contains(level)
    {
      breaches.append("case \(file.id): level \(level) was not told \(when)")
    }
  }

  // MARK: Who, and what came of it

  private func mover(_ event: CaseEvent) -> Mover {
    guard let account = accounts[event.actor] else {
      return Mover(name: event.actor, relations: [.system])
    }
    let relation = CaseRelation(
      assignedUnit: situation.assignedUnit, leadUnit: file.leadUnit, informedUnits: informed,
      facility: file.facility)
    return Mover(
      name: event.actor, relations: Policy.stepActors(account, relation),
      unit: Policy.workingUnit(of: account))
  }

  private mutating func expect(_ holds: Bool, _ event: CaseEvent, _ what: String) {
    if !holds { breaches.append("case \(file.id), entry \(event.sequence): \(what)") }
  }

  private mutating func compare() {
    let kept: [(String, String, String)] = [
      ("state", file.state, situation.state),
      ("unit", "\(file.assignedUnit ?? "-")", "\(situation.assignedUnit ?? "-")"),
      ("deadline", "\(file.due?.at ?? 0)", "\(situation.due?.at ?? 0)"),
      ("end", "\(file.closedAt ?? 0)", "\(situation.closedAt ?? 0)"),
      ("priority", file.priority.rawValue, situation.priority.rawValue),
      ("suspension", "\(file.suspension?.until ?? 0)", "\(situation.suspension?.until ?? 0)"),
      ("transfer", "\(file.transfer?.to ?? "-")", "\(situation.transfer?.to ?? "-")"),
      ("appeal", "\(file.isAppealed)", "\(situation.isAppealed)"),
      ("version", "\(file.version)", "\(version)"),
      (
        "informed", file.informedUnits.joined(separator: ","),
        informed.sorted().joined(separator: ",")
      ),
    ]
    for (what, is_, ought) in kept where is_ != ought {
      breaches.append("case \(file.id): \(what) is \(is_); its history comes to \(ought)")
    }
  }
}

extension CaseAct {
  /// What an entry of a history says was done; nil for what is no act.
  fileprivate init?(_ event: CaseEvent) {
    let values = event.values
    switch event.kind {
    case .prioritised: self = .prioritise(CasePriority(rawValue: values["priority"] ?? "") ?? .low)
    case .reclassified: self = .reclassify(Severity(rawValue: values["severity"] ?? "") ?? .minor)
    case .suspended: self = .suspend
    case .resumed: self = .resume
    case .offered: self = .offer(unit: values["unit"] ?? "")
    case .accepted: self = .accept
    case .refused: self = .refuse
    case .arbitrated: self = .arbitrate(unit: values["unit"] ?? "")
    case .reopened: self = .reopen
    case .appealed: self = .appeal
    case .decided: self = .decide(isGranted: values["decision"] == "granted")
    default: return nil
    }
  }
}
