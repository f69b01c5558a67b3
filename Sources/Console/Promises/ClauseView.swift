import ActionPlan
import AirQuality
import Casework
import Steering

/// A clause's page: what carries it out, who is on it, where it stands.
struct ClauseView: Sendable {
  struct Line: Sendable {
    let name: String
    let href: String
    let isLink: Bool
    let more: String
    let hasMore: Bool
    let isBad: Bool
    /// Class of a lamp; empty for what has none.
    let lamp: String
    let lampName: String
    let hasLamp: Bool
  }

  struct Part: Sendable {
    let id: String
    let name: String
    let lines: [Line]
  }

  /// What does not exist yet.
  struct Capability: Sendable {
    let what: String
  }

  struct TaskRow: Sendable {
    let href: String
    let unit: String
    let coordinates: Bool
    let what: String
    let until: DayLimit?
    let percent: String
    let hasPercent: Bool
    let state: String
    let tone: String
  }

  let id: String
  let title: String
  let pageTitle: String
  let target: String
  let hasTarget: Bool
  let helpers: String
  let hasHelpers: Bool
  let rhythm: String
  let due: String
  let hasTasks: Bool
  let tasks: [TaskRow]
  let parts: [Part]
  let hasParts: Bool
  let pending: [Capability]
  let hasPending: Bool

  init(
    _ clause: ActionPlan.Clause, tasks: [TaskStanding], cases: [String: CaseCounts.OfProcedure],
    glances: [String: IndicatorGlance], today: CalendarDay, names: PlanNames
  ) {
    let texts = names.texts
    let wording = TaskWording(names: names)
    id = clause.id
    title = texts(clause.label)
    pageTitle = "\(clause.id) \(texts(clause.label))"
    target = clause.target.map { texts($0) } ?? ""
    hasTarget = clause.target != nil
    helpers = wording.units(clause.with)
    hasHelpers = !clause.with.isEmpty
    rhythm = wording.rhythm(clause.rhythm)
    due = tasks.lazy.compactMap(\.task.due).first.map { "\($0)" } ?? "—"
    hasTasks = !tasks.isEmpty
    self.tasks = tasks.map { Self.row($0, today: today, wording: wording) }
    parts = ClauseLines(clause: clause, cases: cases, glances: glances, names: names).parts
    hasParts = !parts.isEmpty
    pending = clause.pending.map { Capability(what: texts($0)) }
    hasPending = !clause.pending.isEmpty
  }

  private static func row(
    _ standing: TaskStanding, today: CalendarDay, wording: TaskWording
  ) -> TaskRow {
    let texts = wording.names.texts
    let item = standing.owed.min { a, b in
      guard let first = a.limit, let second = b.limit else { return a.limit != nil }
      return first < second
    }
    let shown = item ?? standing.waiting.first
    return TaskRow(
      href: standing.task.id.href,
      unit: wording.names.unit(standing.task.id.unit) ?? standing.task.id.unit,
      coordinates: standing.task.isCoordinator && standing.task.clause.lead.count > 1,
      what: shown.map { wording.item($0.item) }
        ?? texts(standing.isCompleted ? "tasks.completed" : "tasks.nothingMore"),
      until: item?.limit.map { DayLimit($0, today: today, texts: texts) },
      percent: standing.progress.map { "\($0) %" } ?? "—", hasPercent: standing.progress != nil,
      state: wording.state(standing.state),
      tone: TaskWording.tone(ofState: standing.state.rawValue))
  }
}

/// The lists of what carries a clause out, each element with where it leads.
private struct ClauseLines {
  let clause: ActionPlan.Clause
  let cases: [String: CaseCounts.OfProcedure]
  let glances: [String: IndicatorGlance]
  let names: PlanNames

  private var texts: Texts { names.texts }

  var parts: [ClauseView.Part] {
    let parts = ClauseParts(of: clause.id, in: names.plan)
    let all: [(String, [ClauseView.Line])] = [
      ("objectives", parts.objectives.map { line($0.label, href: "/objectives") }),
      ("indicators", parts.indicators.map(indicator)),
      ("registers", parts.registers.map { line($0.label, href: register($0.id)) }),
      (
        "checklists",
        parts.checklists.map {
          line($0.label, href: register($0.id), more: count("items", $0.items.count))
        }
      ),
      ("rules", parts.rules.map { line($0.label) }),
      ("procedures", parts.procedures.map(procedure)),
      ("campaigns", parts.campaigns.map { line($0.label, more: span(of: $0)) }),
      ("checks", parts.checks.map { line($0.label) }),
      ("zones", parts.zones.map { line($0.label, more: count("places", $0.places.count)) }),
      ("credits", parts.credits.map { line($0.label, more: count("rules", $0.rules.count)) }),
      ("vetoes", parts.vetoes.map { line($0.label) }),
    ]
    return all.filter { !$0.1.isEmpty }.map { id, lines in
      ClauseView.Part(id: id, name: texts("promises.part-\(id)"), lines: lines)
    }
  }

  private func line(
    _ label: Label, href: String? = nil, more: String = "", isBad: Bool = false,
    lamp: IndicatorLamp? = nil
  ) -> ClauseView.Line {
    ClauseView.Line(
      name: texts(label), href: href ?? "", isLink: href != nil, more: more,
      hasMore: !more.isEmpty, isBad: isBad, lamp: lamp?.rawValue ?? "",
      lampName: lamp.map { texts("promises.lamp-\($0.rawValue)") } ?? "", hasLamp: lamp != nil)
  }

  private func register(_ id: String) -> String { "/registers/\(LocalPath.encode(id))" }

  private func indicator(_ indicator: Indicator) -> ClauseView.Line {
    let glance = glances[indicator.id]
    let figures = [glance?.value, target(of: indicator)].compactMap { $0 }
    return line(
      indicator.label, href: "/indicators/\(LocalPath.encode(indicator.id))",
      more: figures.joined(separator: " · "), isBad: glance?.lamp == .red, lamp: glance?.lamp)
  }

  private func count(_ what: String, _ count: Int) -> String {
    count == 0 ? "" : texts("promises.count-\(what)", ["n": "\(count)"])
  }

  private func procedure(_ procedure: Procedure) -> ClauseView.Line {
    let counts = cases[procedure.id]
    let (open, late) = (counts?.open ?? 0, counts?.late ?? 0)
    return line(
      procedure.label, href: "/cases?show=open&procedure=\(LocalPath.encode(procedure.id))",
      more: texts(
        late > 0 ? "promises.casesLate" : "promises.cases", ["open": "\(open)", "late": "\(late)"]),
      isBad: late > 0)
  }

  private func target(of indicator: Indicator) -> String {
    guard let target = indicator.target else { return texts("promises.watched") }
    guard let number = target.number else { return texts("promises.targetUnset") }
    let unit = indicator.unit.isEmpty ? "" : " \(texts(indicator.unit))"
    return texts(
      target.direction == .atLeast ? "promises.atLeast" : "promises.atMost",
      ["number": "\(number)\(unit)", "day": "\(target.by)"])
  }

  private func span(of campaign: Campaign) -> String {
    texts(
      "promises.campaignSpan",
      [
        "from": "\(campaign.from)", "until": "\(campaign.until)",
        "n": "\(campaign.stages.count)",
      ])
  }
}
