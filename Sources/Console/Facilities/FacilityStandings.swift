import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// How a facility stands under the plan: credit, vetoes, and the tasks of the clauses whose registers
/// name it.
struct FacilityStandings: Sendable {
  let credits: [(scheme: CreditScheme, standing: CreditStanding)]
  let vetoes: [(veto: Veto, answer: VetoAnswer)]
  let tasks: [TaskStanding]

  /// - Parameter registers: those that name the facility.
  static func read(
    _ facility: String, registers: [Register], seesTasks: Bool, plan: Plan, today: CalendarDay,
    in db: Database
  ) throws -> FacilityStandings {
    let clauses = Set(registers.compactMap(\.clause))
    return FacilityStandings(
      credits: try plan.credits.map {
        ($0, try Standing.credit($0, of: facility, on: today, plan: plan, in: db))
      },
      vetoes: try plan.vetoes.map {
        ($0, try Standing.veto($0, of: facility, on: today, plan: plan, in: db))
      },
      tasks: clauses.isEmpty || !seesTasks
        ? []
        : try TaskBook.tasks(of: plan, on: today, in: db).filter {
          clauses.contains($0.task.id.clause)
        })
  }
}

/// The same, ready for its template.
struct FacilityStandingsView: Sendable {
  struct Entry: Sendable {
    let href: String
    let text: String
    let points: String
    let span: String
    let isPast: Bool
  }

  struct Credit: Sendable {
    let label: String
    let clause: String
    let score: String
    let tone: String
    let verdict: String
    let hasVerdict: Bool
    let arithmetic: String
    let entries: [Entry]
    let hasEntries: Bool
  }

  struct Veto: Sendable {
    let label: String
    let tone: String
    let result: String
    let rows: [Entry]
  }

  struct Task: Sendable {
    let href: String
    let unit: String
    let tone: String
    let state: String
  }

  /// The tasks of one clause.
  struct Clause: Sendable {
    let href: String
    let clause: String
    let title: String
    let tasks: [Task]
  }

  let credits: [Credit]
  let hasCredits: Bool
  let vetoes: [Veto]
  let hasVetoes: Bool
  let clauses: [Clause]
  let hasTasks: Bool

  init(_ standings: FacilityStandings, names: PlanNames) {
    let texts = names.texts
    func title(_ register: String, _ row: Int64) -> String {
      let label = names.plan.register(register).map { texts($0.label) } ?? register
      return "\(label) #\(row)"
    }
    credits = standings.credits.map { scheme, standing in
      Self.credit(scheme, standing, texts: texts, title: title)
    }
    hasCredits = !credits.isEmpty
    vetoes = standings.vetoes.map { veto, answer in
      Veto(
        label: texts(veto.label), tone: answer.isBarred ? "bad" : "good",
        result: texts(answer.isBarred ? "veto.barred" : "veto.free"),
        rows: answer.rows.prefix(Self.rowLimit).map { row in
          Entry(
            href: RegisterAddress.row(row.id, of: answer.register),
            text: title(answer.register, row.id), points: "", span: "", isPast: false)
        })
    }
    hasVetoes = !vetoes.isEmpty
    let wording = TaskWording(names: names)
    clauses = names.plan.clauses.compactMap { clause in
      let tasks = standings.tasks.filter { $0.task.id.clause == clause.id }
      guard !tasks.isEmpty else { return nil }
      return Clause(
        href: "/clauses/\(clause.id)", clause: clause.id, title: texts(clause.label),
        tasks: tasks.map { standing in
          Task(
            href: standing.task.id.href,
            unit: names.unit(standing.task.id.unit) ?? standing.task.id.unit,
            tone: TaskWording.tone(ofState: standing.state.rawValue),
            state: wording.state(standing.state))
        })
    }
    hasTasks = !clauses.isEmpty
  }

  static let rowLimit = 20

  private static func credit(
    _ scheme: CreditScheme, _ standing: CreditStanding, texts: Texts,
    title: (String, Int64) -> String
  ) -> Credit {
    let counted = standing.entries.filter(\.stands)
    let sum = ([standing.start] + counted.map(\.points)).map { points in
      points < .zero ? "− \(ExactDecimal.zero.subtracting(points) ?? points)" : "\(points)"
    }
    let limit = standing.blacklistBelow
    return Credit(
      label: texts(scheme.label), clause: scheme.clause,
      score: standing.points?.description ?? "—",
      tone: standing.isBlacklisted ? "bad" : counted.isEmpty ? "good" : "warn",
      verdict: limit.map {
        texts(
          standing.isBlacklisted ? "facilities.blacklisted" : "facilities.notBlacklisted",
          ["limit": "\($0)"])
      } ?? "", hasVerdict: limit != nil,
      arithmetic: counted.isEmpty
        ? texts("facilities.creditNothing", ["start": "\(standing.start)"])
        : sum.joined(separator: " ") + " = \(standing.points?.description ?? "—")",
      entries: standing.entries.prefix(rowLimit).map { entry in
        Entry(
          href: RegisterAddress.row(entry.row, of: entry.register),
          text: "\(texts(entry.label)) · \(title(entry.register, entry.row))",
          points: "\(entry.points)", span: "\(entry.from) – \(entry.through)",
          isPast: !entry.stands)
      }, hasEntries: !standing.entries.isEmpty)
  }
}
