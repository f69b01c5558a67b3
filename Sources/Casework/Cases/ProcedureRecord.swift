import ActionPlan

/// A procedure as it is kept with the cases opened under it.
///
/// The encoding is our own and permanent: names here never change, so that a case finishes under the
/// procedure it was opened with however the plan's language grows.
struct ProcedureRecord: Codable {
  struct Choice: Codable {
    let id: String
    let label: Label
    /// Of a cause; missing in what was kept before causes had classes.
    let kind: String?
  }
  struct Move: Codable {
    let to: String
    let label: Label
    let reached: Label
    let from: [String]
    let by: [String]
    let assign: String?
    let inform: [String]
    let withinSeconds: Int?
    /// Working time is kept beside; missing in what was kept before plans had calendars.
    let withinWorkingSeconds: Int?
    let withinWorkingDays: Int?
    let needs: [String]
    let notBy: [String]
    let isReturn: Bool
    /// Missing for a step that one person takes, or that must be taken.
    let parallel: [String]?
    let optional: [String]?
    /// Missing where it is not so, and in what was kept before a plan could say it.
    let keepsDeadline: Bool?
  }
  struct Remind: Codable {
    let beforeSeconds: Int
    let tell: [String]
  }
  struct Late: Codable {
    let afterSeconds: Int
    let tell: [String]
    /// Missing where nothing is drafted.
    let draft: Drafting?
  }
  struct Drafting: Codable {
    let document: String
    let sign: DocumentForm.Signer
  }
  let id: String
  let label: Label
  let clause: String?
  let lead: String
  let opened: Label
  let cameraKinds: [String]
  let reportCategories: [Choice]
  /// Missing in what was kept before causes were the plan's: such a case ends without one.
  let causes: [Choice]?
  let steps: [Move]
  /// Missing in what was kept before plans could remind.
  let remind: [Remind]?
  let late: [Late]
  /// Missing in what was kept before plans could say them.
  let rules: CaseRulesRecord?

  init(_ procedure: Procedure) {
    id = procedure.id
    label = procedure.label
    clause = procedure.clause
    lead = procedure.lead
    opened = procedure.opened
    cameraKinds = procedure.intake.cameraKinds
    reportCategories = procedure.intake.reportCategories.map {
      Choice(id: $0.id, label: $0.label, kind: nil)
    }
    causes = procedure.causes.map {
      Choice(id: $0.id, label: $0.label, kind: $0.kind == .unclear ? nil : $0.kind.rawValue)
    }
    steps = procedure.steps.map(Move.init)
    remind = procedure.remind.map {
      Remind(beforeSeconds: $0.beforeSeconds, tell: $0.tell.map(\.rawValue))
    }
    late = procedure.late.map {
      Late(
        afterSeconds: $0.afterSeconds, tell: $0.tell.map(\.rawValue),
        draft: $0.draft.map { Drafting(document: $0.document, sign: $0.sign) })
    }
    rules = CaseRulesRecord(procedure.rules)
  }

  /// - Throws: `ProcedureRecordError` where the kept text names something this version does not know.
  func procedure() throws(ProcedureRecordError) -> Procedure {
    var read: [Step] = []
    for move in steps { read.append(try move.step(needsCause: causes != nil)) }
    var reminders: [Reminder] = []
    for reminder in remind ?? [] {
      reminders.append(
        Reminder(beforeSeconds: reminder.beforeSeconds, tell: try actors(reminder.tell)))
    }
    var lateness: [Lateness] = []
    for level in late {
      lateness.append(
        Lateness(
          afterSeconds: level.afterSeconds, tell: try actors(level.tell),
          draft: level.draft.map { Lateness.Draft(document: $0.document, sign: $0.sign) }))
    }
    return Procedure(
      id: id, label: label, clause: clause, lead: lead, opened: opened,
      intake: Intake(
        cameraAlarms: cameraKinds.map { Field.Choice(id: $0, label: .same($0)) },
        reportCategories: reportCategories.map { Field.Choice(id: $0.id, label: $0.label) }),
      causes: (causes ?? []).map { cause in
        Cause(
          id: cause.id, label: cause.label,
          kind: cause.kind.flatMap(CauseClass.init(rawValue:)) ?? .unclear)
      }, steps: read,
      remind: reminders, late: lateness,
      rules: try rules?.rules() ?? CaseRules())
  }
}

/// A kept procedure that cannot be read.
enum ProcedureRecordError: Error, Equatable {
  case unknownActor(String)
  case unknownAssignment(String)
  case unknownEvidence(String)
  /// No procedure was kept under this digest and id: the database was changed by other hands.
  case notKept(digest: String, procedure: String)
}

extension ProcedureRecord.Move {
  fileprivate init(_ step: Step) {
    to = step.to
    label = step.label
    reached = step.reached
    from = step.from
    by = step.by.map(\.rawValue)
    assign = step.assign.map(written)
    inform = step.inform.map(written)
    (withinSeconds, withinWorkingSeconds, withinWorkingDays) =
      switch step.within {
      case nil: (nil, nil, nil)
      case .clock(let seconds): (seconds, nil, nil)
      case .working(let seconds): (nil, seconds, nil)
      case .workingDays(let days): (nil, nil, days)
      }
    needs = step.needs.map(\.rawValue)
    notBy = step.notBy
    isReturn = step.isReturn
    keepsDeadline = step.keepsDeadline ? true : nil
    parallel = step.parallel.isEmpty ? nil : step.parallel.map(written)
    optional = step.optional.isEmpty ? nil : step.optional.map(\.rawValue)
  }

  fileprivate func step(needsCause: Bool) throws(ProcedureRecordError) -> Step {
    var evidence: [Step.Evidence] = []
    for need in needs {
      guard let known = Step.Evidence(rawValue: need) else { throw .unknownEvidence(need) }
      if known != .cause || needsCause { evidence.append(known) }
    }
    var informed: [Step.Assignment] = []
    for text in inform { informed.append(try assignment(text)) }
    var units: [Step.Assignment] = []
    for text in parallel ?? [] { units.append(try assignment(text)) }
    return Step(
      to: to, label: label, reached: reached, from: from, by: try actors(by), parallel: units,
      optional: try actors(optional ?? []),
      assign: try assign.map { text throws(ProcedureRecordError) in try assignment(text) },
      inform: informed, within: within, needs: evidence, notBy: notBy,
      isReturn: isReturn, keepsDeadline: keepsDeadline ?? false)
  }
}

extension ProcedureRecord.Move {
  private var within: TimeLimit? {
    if let withinWorkingDays { return .workingDays(withinWorkingDays) }
    return withinWorkingSeconds.map { .working($0) } ?? withinSeconds.map { .clock($0) }
  }
}

private func written(_ assignment: Step.Assignment) -> String {
  switch assignment {
  case .townOfPlace: "town-of-place"
  case .choose: "choose"
  case .field(let field): "field:\(field)"
  case .unit(let unit): "unit:\(unit)"
  }
}

private func assignment(_ text: String) throws(ProcedureRecordError) -> Step.Assignment {
  if text == "town-of-place" { return .townOfPlace }
  if text == "choose" { return .choose }
  if text.hasPrefix("field:") { return .field(String(text.dropFirst(6))) }
  if text.hasPrefix("unit:") { return .unit(String(text.dropFirst(5))) }
  throw .unknownAssignment(text)
}

func actors(_ names: [String]) throws(ProcedureRecordError) -> [Step.Actor] {
  var actors: [Step.Actor] = []
  for name in names {
    guard let actor = Step.Actor(rawValue: name) else { throw .unknownActor(name) }
    actors.append(actor)
  }
  return actors
}
