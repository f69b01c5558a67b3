import ActionPlan
import Casework
import Ledger

/// A case's page, ready for its template.
struct CaseView: Sendable {
  let id: String
  let liveHref: String
  let number: String
  let title: String
  let severity: String
  let severityName: String
  let state: String
  let isOpen: Bool
  let due: Deadline?
  /// The deadline was counted in working time.
  let isDueWorking: Bool
  /// Who has to act now; of a late case, who is late.
  let awaited: String?
  let isLate: Bool
  let isFromLateData: Bool
  let facility: String?
  let place: String?
  let isPlaceGuessed: Bool
  let position: String?
  /// `latitude,longitude` for the map.
  let mapAt: String?
  let unit: String?
  let informed: String?
  let lead: String?
  let procedure: String
  let clause: String?
  /// Where the clause is in the plan and the account may see its page.
  let clauseHref: String
  let opensClause: Bool
  let occurred: Moment
  let opened: Moment
  let closed: Moment?
  let report: ReportView?
  let acknowledging: CaseAcknowledgeView?
  let near: [NearbyCaseView]
  let hasNear: Bool
  let evidence: EvidenceView?
  let grounds: CaseGroundsView?
  let events: [CaseEventView]
  /// Nil for the usual priority.
  let priority: String?
  let priorityClass: String
  let marks: [CaseMark]
  let transferTo: String?
  let waiting: String?
  let mergedNumber: String?
  let mergedHref: String
  let suspendedUntil: Moment?
  let appealDue: Deadline?
  let acts: [ActFormView]
  let hasActs: Bool
  let ties: TiesView?
  let outside: NumbersView?
  let toldOf: CaseToldView?
  let proof: CaseProofView?
  let doubtsOf: PhotoDoubtsView?
  let steps: [StepFormView]
  let hasSteps: Bool
  /// Why the account has no step to take.
  let noStepText: String
  let note: NoteFormView?
  let documents: CaseDocumentsView?
  /// What the photos of one form may have together, and how many they may be.
  let photoMegabytes: String
  let photoCount: String
  let problem: String?
  let now: Moment
  /// The case is no longer at the version that the page's forms speak of.
  let hasMovedOn: Bool

  /// What somebody reported, as it was written.
  /// What the reporter was promised.
  struct PromiseView: Sendable {
    let promiseName: String
    /// Kept, and when; empty while it is not.
    let kept: String
    let isKept: Bool
    let isKeptLate: Bool
    let promiseDue: [Deadline]
  }

  struct ReportView: Sendable {
    let category: String
    let text: String
    let hotline: String
    let hasHotline: Bool
    let promises: [PromiseView]
    let hasPromises: Bool
    let taken: String
    let isTaken: Bool
    let replyAction: String
    let replyRequest: String
    let mayReply: Bool
    let replyLimit: String
  }

  struct NoteFormView: Sendable {
    let action: String
    let request: String
    let text: String
    let fault: String?
  }

  init(
    _ reading: CaseReading, context: SignedInContext, pages: Pages, plan: Plan, now: Int,
    versionSeen: Int? = nil, problem: CaseAnswer.Problem? = nil
  ) {
    let (detail, texts) = (reading.detail, pages.texts(context))
    let file = detail.file
    let names = PlanNames(plan: plan, texts: texts)
    let wording = CaseWording(plan: plan, texts: texts)
    let moment = { (epoch: Int) in Moment(epoch, now: now, time: pages.time, texts: texts) }
    id = "\(file.id)"
    liveHref = "/cases/\(file.id)/live?version=\(file.version)"
    number = file.number
    title = wording.title(of: file)
    severity = file.severity.rawValue
    severityName = wording.severity(file.severity)
    state = detail.procedure.label(ofState: file.state).map { texts($0) } ?? file.state
    isOpen = file.isOpen
    isLate = file.isLate(at: now)
    due =
      file.isOpen ? file.dueAt.map { Deadline($0, now: now, time: pages.time, texts: texts) } : nil
    isDueWorking = file.isDueWorking
    let facilityName = reading.facility.map { texts($0.name) } ?? file.facility
    let parts = CaseParts(names: names, file: file, facility: facilityName)
    awaited = file.isOpen ? parts.awaited(in: detail.procedure) : nil
    isFromLateData = file.isOpenedLate
    facility = facilityName
    place = names.place(file.place)
    isPlaceGuessed = file.place != nil && !file.isPlaceCertain && file.assignedUnit == nil
    position = file.position.map(Self.text)
    mapAt = file.position.map { "\($0.latitude),\($0.longitude)" }
    unit = names.unit(file.assignedUnit)
    informed =
      file.informedUnits.isEmpty
      ? nil
      : file.informedUnits.compactMap { names.unit($0) }.joined(
        separator: texts("layout.separator"))
    lead = names.unit(file.leadUnit)
    procedure = texts(detail.procedure.label)
    clause = file.clause.map { id in
      plan.clause(id).map { "\(id) \(texts($0.label))" } ?? id
    }
    clauseHref = "/clauses/\(LocalPath.encode(file.clause ?? ""))"
    opensClause =
      file.clause.flatMap { plan.clause($0) } != nil && Policy.may(context.account, .viewTask)
    occurred = moment(file.occurredAt)
    opened = moment(file.openedAt)
    closed = file.closedAt.map(moment)
    report = detail.report.map { report in
      let label = detail.procedure.intake.reportCategories.first { $0.id == report.category }
      return ReportView(
        category: label.map { texts($0.label) } ?? report.category, text: report.text,
        hotline: report.hotlineNumber ?? "", hasHotline: report.hotlineNumber != nil,
        promises: detail.promises.map { promise in
          PromiseView(
            promiseName: texts("reports.promise-\(promise.kind.rawValue)"),
            kept: promise.keptAt.map { pages.time.minute($0) } ?? "", isKept: promise.keptAt != nil,
            isKeptLate: promise.keptAt != nil && promise.isLate(at: now),
            promiseDue: promise.keptAt == nil
              ? [Deadline(promise.due.at, now: now, time: pages.time, texts: texts)] : [])
        }, hasPromises: !detail.promises.isEmpty,
        taken: texts(
          "report.taken",
          [
            "channel": texts("report.channel-\(report.channel.rawValue)"),
            "who": reading.name(report.takenBy) ?? texts("actor.staff"),
          ]), isTaken: report.takenBy != nil,
        replyAction: "/cases/\(file.id)/messages", replyRequest: RequestID.make(),
        mayReply: detail.mayReply,
        replyLimit: "\(ReportMessage.textLimit)")
    }
    acknowledging = CaseAcknowledgeView(reading, texts: texts, time: pages.time)
    near = reading.near.map {
      NearbyCaseView($0, names: names, time: pages.time, now: now)
    }
    hasNear = !near.isEmpty
    evidence = EvidenceView(reading, names: names, time: pages.time, now: now)
    grounds = CaseGroundsView(
      reading, names: names, mayView: Policy.may(context.account, .viewRegister))
    events =
      CaseTimeline(
        reading: reading, names: names, parts: parts, time: pages.time, now: now,
        hidesPeople: context.account.roles == [.enterprise]
      ).events
    let more = CaseMarks(file, texts: texts)
    (priority, priorityClass, marks) = (more.priority, more.priorityClass, more.marks)
    transferTo = file.transfer.map { transfer in
      texts("acts.transfer-\(transfer.stage)", ["unit": names.unit(transfer.to) ?? ""])
    }
    waiting =
      detail.waitingUnits.isEmpty
      ? nil
      : detail.waitingUnits.compactMap { names.unit($0) }.joined(
        separator: texts("layout.separator"))
    mergedNumber = file.mergedInto?.number
    mergedHref = "/cases/\(file.mergedInto?.id ?? file.id)"
    suspendedUntil = file.suspension.map { moment($0.until) }
    appealDue = detail.appeals.last { $0.decidedAt == nil }?.due.map {
      Deadline($0.at, now: now, time: pages.time, texts: texts)
    }
    acts = ActFormView.forms(detail, names: names, form: context.visit.form, problem: problem)
    hasActs = !acts.isEmpty
    outside = NumbersView(
      detail, names: names, form: context.visit.form, problem: problem, time: pages.time, now: now)
    ties = TiesView(detail, wording: wording, form: context.visit.form, problem: problem)
    toldOf = CaseToldView(
      reading, names: names, parts: parts,
      words: PushWords(texts: texts, time: pages.time, now: now))
    proof = CaseProofView(
      reading, account: context.account, names: names, time: pages.time, now: now)
    doubtsOf = PhotoDoubtsView(
      reading, account: context.account, names: names, time: pages.time, now: now)
    steps = StepFormView.forms(
      detail, names: names, form: context.visit.form, problem: problem)
    hasSteps = !steps.isEmpty
    noStepText = texts(
      file.suspension != nil
        ? "acts.isSuspended" : file.isOpen ? "cases.noStep" : "cases.isClosed")
    note =
      detail.mayAnnotate
      ? NoteFormView(
        action: "/cases/\(file.id)/notes", request: RequestID.make(),
        text: problem?.step == "note" ? context.visit.form.text("note") ?? "" : "",
        fault: problem?.step == "note" ? problem?.text : nil) : nil
    documents = CaseDocumentsView(
      reading.documents, forms: reading.forms, file: file, names: names, time: pages.time, now: now)
    photoMegabytes = SubmittedForm.photoMegabytes
    photoCount = "\(StepEvidence.photoLimit)"
    // A problem of a form that is no longer there is told at the top.
    let isShownBelow =
      problem?.step == "note" && note != nil || steps.contains { $0.fault != nil }
      || acts.contains { $0.fault != nil } || ties?.forms.contains { $0.fault != nil } ?? false
      || outside.map { form in form.isAddOpen || form.held.contains { $0.isHeldOpen } } ?? false
    self.problem = isShownBelow ? nil : problem?.text
    self.now = moment(now)
    hasMovedOn = versionSeen != nil && versionSeen != file.version
  }

  static func text(_ position: Coordinate) -> String {
    func degrees(_ value: Double) -> String {
      let scaled = Int((abs(value) * 100_000).rounded())
      let decimals = String(scaled % 100_000)
      let zeros = String(repeating: "0", count: 5 - decimals.count)
      return "\(value < 0 ? "-" : "")\(scaled / 100_000).\(zeros)\(decimals)"
    }
    return "\(degrees(position.latitude)), \(degrees(position.longitude))"
  }
}

/// The people and units of a case by their parts in it.
struct CaseParts: Sendable {
  let names: PlanNames
  let file: CaseFile
  let facility: String?

  func name(of actor: Step.Actor) -> String? {
    switch actor {
    case .duty: names.texts("actor.duty")
    case .assignee: names.unit(file.assignedUnit)
    case .lead: names.unit(file.leadUnit)
    case .facility: facility
    case .leader: names.texts("actor.leader")
    case .system: nil
    }
  }

  /// Who can take the next forward step with a deadline, else any forward step.
  func awaited(in procedure: Procedure) -> String? {
    let forward = procedure.steps(from: file.state).filter { !$0.isReturn }
    let timed = forward.filter { $0.within != nil }
    var found: [String] = []
    for actor in (timed.isEmpty ? forward : timed).flatMap(\.by) {
      if let name = name(of: actor), !found.contains(name) { found.append(name) }
    }
    return found.isEmpty ? nil : found.joined(separator: names.texts("layout.separator"))
  }
}
