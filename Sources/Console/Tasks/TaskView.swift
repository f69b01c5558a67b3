import ActionPlan
import AirQuality
import Ledger
import Steering

/// A task's page, ready for its template.
struct TaskView: Sendable {
  struct ItemRow: Sendable {
    let name: String
    let until: String
    let left: DayLimit?
    let state: String
    let tone: String
    let isFinal: Bool
  }

  struct Sibling: Sendable {
    let href: String
    let name: String
    let state: String
    let tone: String
    let coordinates: Bool
  }

  let pageTitle: String
  let clause: String
  let clauseHref: String
  let title: String
  let target: String
  let hasTarget: Bool
  let unit: String
  let unitHref: String
  let isCoordinator: Bool
  let coordinator: String
  let helpers: String
  let hasHelpers: Bool
  let awaitedHelpers: String
  let hasAwaitedHelpers: Bool
  let due: DayLimit?
  let rhythm: String
  let state: String
  let tone: String
  let percent: String
  let hasPercent: Bool
  let completedAt: Moment?
  let items: [ItemRow]
  /// What is settled: accepted, or answered for by a later report.
  let earlier: [ItemRow]
  let hasEarlier: Bool
  let earlierText: String
  let siblings: [Sibling]
  let hasSiblings: Bool
  let action: String
  let report: TaskForms.Report?
  let judgements: [TaskForms.Judgement]
  let withdrawals: [TaskForms.Withdrawal]
  let share: TaskForms.Share?
  let ask: TaskForms.Share?
  let hasForms: Bool
  let noFormText: String
  let events: [TaskEventView]
  let hasEvents: Bool
  let problem: String?
  let photoMegabytes: String
  let photoCount: String

  init(
    _ reading: TaskReading, context: SignedInContext, pages: Pages, plan: Plan, now: Int,
    problem: TaskStepsController.Problem? = nil
  ) {
    let texts = pages.texts(context)
    let wording = TaskWording(names: PlanNames(plan: plan, texts: texts))
    let (standing, task) = (reading.standing, reading.standing.task)
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let timeline = TaskTimeline(reading: reading, wording: wording, time: pages.time, now: now)
    let forms = TaskForms(
      reading, account: context.account, form: context.visit.form, problem: problem,
      timeline: timeline)
    unit = wording.names.unit(task.id.unit) ?? task.id.unit
    title = texts(task.clause.label)
    pageTitle = "\(task.id.clause) \(texts(task.clause.label))"
    clause = task.id.clause
    clauseHref = "/clauses/\(LocalPath.encode(task.id.clause))"
    target = task.clause.target.map { texts($0) } ?? ""
    hasTarget = task.clause.target != nil
    unitHref = "/tasks?unit=\(LocalPath.encode(task.id.unit))"
    isCoordinator = task.isCoordinator
    coordinator = wording.names.unit(task.coordinator) ?? task.coordinator
    helpers = wording.units(task.clause.with)
    hasHelpers = !task.clause.with.isEmpty
    awaitedHelpers = wording.units(standing.askedHelpers)
    hasAwaitedHelpers = !standing.askedHelpers.isEmpty && !standing.isCompleted
    due = standing.isCompleted ? nil : task.due.map { DayLimit($0, today: today, texts: texts) }
    rhythm = wording.rhythm(task.clause.rhythm)
    state = wording.state(standing.state)
    tone = TaskWording.tone(ofState: standing.state.rawValue)
    percent = standing.progress.map { "\($0)" } ?? ""
    hasPercent = standing.progress != nil
    completedAt = standing.completedAt.map {
      Moment($0, now: now, time: pages.time, texts: texts)
    }
    func row(_ item: TaskStanding.Item) -> ItemRow {
      ItemRow(
        name: wording.item(item.item), until: item.limit.map { "\($0)" } ?? "—",
        left: item.isOwed ? item.limit.map { DayLimit($0, today: today, texts: texts) } : nil,
        state: wording.state(item.state), tone: TaskWording.tone(ofState: item.state.rawValue),
        isFinal: item.item.isFinal)
    }
    let settled: Set<TaskStanding.Item.State> = [.accepted, .covered, .dropped]
    items = standing.items.filter { !settled.contains($0.state) }.map(row)
    earlier = standing.items.filter { settled.contains($0.state) }.map(row)
    hasEarlier = !earlier.isEmpty
    earlierText = texts("tasks.earlier", ["n": "\(earlier.count)"])
    siblings = reading.siblings.map { other in
      Sibling(
        href: other.task.id.href, name: wording.names.unit(other.task.id.unit) ?? "",
        state: wording.state(other.state),
        tone: TaskWording.tone(ofState: other.state.rawValue),
        coordinates: other.task.isCoordinator)
    }
    hasSiblings = !siblings.isEmpty
    action = "\(task.id.href)/steps"
    report = forms.report
    judgements = forms.judgements
    withdrawals = forms.withdrawals
    share = forms.share
    ask = forms.ask
    hasForms = !forms.isEmpty
    noFormText = texts(standing.isCompleted ? "tasks.isCompleted" : "tasks.noForm")
    events = timeline.events
    hasEvents = !events.isEmpty
    self.problem = problem.flatMap { forms.shows($0.step) ? nil : $0.text }
    photoMegabytes = SubmittedForm.photoMegabytes
    photoCount = "\(TaskWords.fileLimit)"
  }
}
