import ActionPlan
import Ledger
import Steering

/// The forms of a task's page that its visitor may send.
struct TaskForms: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Report: Sendable {
    let request: String
    let name: String
    let items: [Option]
    let text: String
    let share: String
    let isCompletion: Bool
    let needsLetter: Bool
    let isUnfolded: Bool
    let fault: String
    let hasFault: Bool
  }

  /// One report that waits for the visitor's judgement.
  struct Judgement: Sendable {
    let report: String
    let acceptRequest: String
    let returnRequest: String
    let event: TaskEventView
    let why: String
    let isReturning: Bool
    let fault: String
    let hasFault: Bool
  }

  /// A report of the visitor's own that can still be taken back.
  struct Withdrawal: Sendable {
    let report: String
    let request: String
    let name: String
  }

  /// A helper's share, or the request for it.
  struct Share: Sendable {
    let request: String
    let units: [Option]
    let hasChoice: Bool
    let unit: String
    let name: String
    let needsLetter: Bool
    let isUnfolded: Bool
    let text: String
    let fault: String
    let hasFault: Bool
  }

  let report: Report?
  let judgements: [Judgement]
  let withdrawals: [Withdrawal]
  let share: Share?
  let ask: Share?

  init(
    _ reading: TaskReading, account: Account, form: SubmittedForm,
    problem: TaskStepsController.Problem?, timeline: TaskTimeline
  ) {
    let maker = TaskFormMaker(
      standing: reading.standing, account: account, form: form, problem: problem,
      timeline: timeline)
    report = maker.report
    judgements = maker.judgements(reading.detail.entries)
    withdrawals = maker.withdrawals
    share = maker.share
    ask = maker.ask
  }

  var isEmpty: Bool {
    report == nil && judgements.isEmpty && withdrawals.isEmpty && share == nil && ask == nil
  }

  /// The steps that have a form on the page, where a problem can be told.
  func shows(_ step: String) -> Bool {
    switch step {
    case "report": report != nil
    case "accept", "return": judgements.contains { $0.hasFault }
    case "contribute": share != nil
    case "ask": ask != nil
    default: false
    }
  }
}

private struct TaskFormMaker {
  let standing: TaskStanding
  let account: Account
  let form: SubmittedForm
  let problem: TaskStepsController.Problem?
  let timeline: TaskTimeline

  private var task: PlanTask { standing.task }
  private var mover: TaskMover { TaskBook.mover(account, in: task) }
  private var wording: TaskWording { timeline.wording }
  private var texts: Texts { wording.names.texts }

  /// What was typed into the form of a step that was refused.
  private func typed(_ name: String, _ steps: String...) -> String {
    steps.contains(problem?.step ?? "") ? form.text(name) ?? "" : ""
  }

  private func fault(_ steps: String...) -> String? {
    problem.flatMap { steps.contains($0.step) ? $0.text : nil }
  }

  var report: TaskForms.Report? {
    guard TaskMachine(standing).mayReport(mover) else { return nil }
    let open = standing.items.filter { item in
      switch item.state {
      case .open, .overdue, .returned: true
      case .ahead: item.item.opens == nil || isMilestone(item.item)
      case .reported, .accepted, .covered, .dropped: false
      }
    }
    guard !open.isEmpty else { return nil }
    let isOwn = mover.parts.contains(.lead)
    let chosen = problem?.step == "report" ? form.text("item") : standing.next?.item.id
    let unit = wording.names.unit(task.id.unit) ?? task.id.unit
    let fault = fault("report")
    return TaskForms.Report(
      request: RequestID.make(),
      name: isOwn ? texts("tasks.doReport") : texts("tasks.doReportFor", ["unit": unit]),
      items: open.map {
        TaskForms.Option(
          value: $0.item.id, name: wording.item($0.item), isChosen: $0.item.id == chosen)
      },
      text: typed("text", "report"), share: typed("progress", "report"),
      isCompletion: problem?.step == "report" && form.text("completion") != nil,
      needsLetter: !isOwn, isUnfolded: isOwn && !standing.owed.isEmpty || fault != nil,
      fault: fault ?? "", hasFault: fault != nil)
  }

  private func isMilestone(_ item: TaskItem) -> Bool {
    switch item.kind {
    case .milestone, .stage: true
    case .period, .whole: false
    }
  }

  func judgements(_ entries: [TaskEntry]) -> [TaskForms.Judgement] {
    let waiting = standing.waiting.compactMap(\.report).filter {
      TaskMachine(standing).mayJudge($0, mover)
    }
    return waiting.compactMap { report in
      guard let entry = entries.first(where: { $0.event == report.event }) else { return nil }
      let sequence = "\(report.event.sequence)"
      let isMeant = form.text("report") == sequence
      let fault = isMeant ? fault("accept", "return") : nil
      return TaskForms.Judgement(
        report: sequence, acceptRequest: RequestID.make(), returnRequest: RequestID.make(),
        event: timeline.view(entry), why: isMeant ? typed("text", "return") : "",
        isReturning: isMeant && problem?.step == "return", fault: fault ?? "",
        hasFault: fault != nil)
    }
  }

  var withdrawals: [TaskForms.Withdrawal] {
    standing.waiting.compactMap { item in
      guard let report = item.report, TaskMachine(standing).mayWithdraw(report, mover) else {
        return nil
      }
      return TaskForms.Withdrawal(
        report: "\(report.event.sequence)", request: RequestID.make(),
        name: texts("tasks.doWithdraw", ["item": wording.item(item.item)]))
    }
  }

  var share: TaskForms.Share? {
    guard !standing.isCompleted, !mover.parts.isDisjoint(with: [.helper, .desk]),
      !task.clause.with.isEmpty
    else { return nil }
    let isOwn = mover.parts.contains(.helper)
    let own = isOwn ? account.unit ?? "" : ""
    return share(
      "contribute", units: isOwn ? [] : task.clause.with, unit: own,
      name: texts(isOwn ? "tasks.doContribute" : "tasks.doContributeFor"), needsLetter: !isOwn,
      isUnfolded: isOwn && standing.askedHelpers.contains(own))
  }

  var ask: TaskForms.Share? {
    guard !standing.isCompleted, mover.parts.contains(.lead), !task.clause.with.isEmpty else {
      return nil
    }
    return share(
      "ask", units: task.clause.with, unit: "", name: texts("tasks.doAsk"), needsLetter: false,
      isUnfolded: false)
  }

  private func share(
    _ step: String, units: [String], unit: String, name: String, needsLetter: Bool,
    isUnfolded: Bool
  ) -> TaskForms.Share {
    let chosen = typed("unit", step)
    let fault = fault(step)
    return TaskForms.Share(
      request: RequestID.make(),
      units: units.map {
        TaskForms.Option(
          value: $0, name: wording.names.unit($0) ?? $0, isChosen: $0 == chosen)
      }, hasChoice: !units.isEmpty, unit: unit, name: name, needsLetter: needsLetter,
      isUnfolded: isUnfolded || fault != nil, text: typed("text", step), fault: fault ?? "",
      hasFault: fault != nil)
  }
}
