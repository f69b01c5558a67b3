import ActionPlan
import AirQuality
import ArgumentParser
import Console
import Detection
import Foundation
import GRDB
import Ledger
import Rehearsal
import Telemetry

/// `lantian rule …`
struct RuleGroup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rule", abstract: "Rules before they are switched on.",
    subcommands: [Rehearse.self])

  struct Rehearse: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Runs a new or changed rule over stored telemetry and registers and lists the cases it would have opened.",
      discussion: "Only reads; may run beside the server.")

    @Argument(help: "Rule id of the plan.") var rule: String
    @Option(help: "The plan folder that has the rule, in force or not.") var plan: String
    @Option(help: "The state folder.") var data: String
    @Option(help: "First local day, as 2021-06-01.") var from: String
    @Option(help: "Last local day, included.") var to: String
    @Option(help: "table, json or csv: of the list of cases.") var format = Grid.Format.table

    func validate() throws {
      for (name, text) in [("from", from), ("to", to)] where CalendarDay(text) == nil {
        throw ValidationError("--\(name) is \"\(text)\"; write a day as 2021-06-01")
      }
      guard let first = CalendarDay(from), let last = CalendarDay(to), first <= last else {
        throw ValidationError("--to lies before --from; write the earlier day first")
      }
    }

    func run() async throws {
      guard let first = CalendarDay(from), let last = CalendarDay(to) else { return }
      let plan = try CheckedFolder.read(plan).plan
      guard let rule = plan.rule(rule) else {
        let known = plan.rules.map(\.id).joined(separator: ", ")
        throw ValidationError("the plan has no rule \"\(rule)\"; its rules are \(known)")
      }
      let ledger = try AuditReading.open(data)
      let store = try EmbeddedStore(reading: StateLayout(folder: data).telemetry)
      // Only rules of silence look at arrivals.
      let arrivals =
        rule.trigger == .silent ? try ArrivalReader(reading: StateLayout(folder: data).inbox) : nil
      let rehearsal = try await RuleRehearsal(
        of: rule, in: plan, ledger: ledger, store: store, arrivals: arrivals, days: first...last)
      RehearsalLines(rehearsal, plan: plan).print(format)
    }
  }
}

/// A rehearsal as lines for whoever decides.
private struct RehearsalLines {
  private let rehearsal: RuleRehearsal
  private let plan: Plan
  private let time: LocalTime
  /// What the rule looks at.
  private let watched: String

  init(_ rehearsal: RuleRehearsal, plan: Plan) {
    self.rehearsal = rehearsal
    self.plan = plan
    watched = plan.rule(rehearsal.rule)?.watch == .devices ? "devices" : "rows"
    time = LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds)
  }

  func print(_ format: Grid.Format) {
    var cases = Grid(["", "subject", "facility", "unit", "start", "minutes", "grounds"])
    cases.rows =
      rehearsal.rehearsed.map { row($0, "would open") }
      + rehearsal.real.map { row($0, $0.number ?? "opened") }
    Swift.print(cases.text(format), terminator: "")
    guard format == .table else { return }
    Complaints.print(rehearsal.faults)
    Swift.print()
    Swift.print(counts("day", rehearsal.days.map { ("\($0.part)", $0.rehearsed, $0.real) }))
    Swift.print(counts("unit", rehearsal.units.map { (unit($0.part), $0.rehearsed, $0.real) }))
    Swift.print(
      "\(rehearsal.rule) over \(rehearsal.watchedCount) \(watched): \(rehearsal.rehearsed.count) cases "
        + "would have been opened, \(rehearsal.real.count) were; of \(rehearsal.toldCount) more "
        + "episodes only the facility would have been told. Nothing was written.")
  }

  private func row(_ opened: RuleRehearsal.Opened, _ kind: String) -> [Grid.Cell] {
    [
      .text(kind), .text(opened.subject), Grid.Cell(opened.facility),
      .text(unit(opened.unit)), .text(time.minute(opened.start)),
      Grid.Cell(opened.endedAt.map { ($0 - opened.start) / 60 }),
      .text(
        (opened.grounds.map(ground) + opened.rows.map { "row \($0)" }).joined(separator: "; ")),
    ]
  }

  private func ground(_ ground: Ground) -> String {
    let series = ground.series.map { "\($0.quantity) at \($0.point)" } ?? ""
    let limits = [ground.limit, ground.upperLimit].compactMap { $0?.description }
      .joined(separator: " to ")
    let value = ground.value.map { " \($0)" } ?? ""
    return "\(series)\(value) \(ground.comparison.rawValue) \(limits)"
      .trimmingCharacters(in: .whitespaces)
  }

  private func unit(_ id: String) -> String {
    plan.unit(id).map { "\(id) \($0.label.zh)" } ?? id
  }

  private func counts(_ name: String, _ counts: [(String, Int, Int)]) -> String {
    var grid = Grid([name, "would open", "opened"])
    grid.rows = counts.map { [.text($0.0), Grid.Cell($0.1), Grid.Cell($0.2)] }
    return grid.text(.table)
  }
}
