import ActionPlan
import AirQuality
import Console
import Foundation
import Ledger
import Steering

extension FolderCommand {
  static func showObjectives(
    _ question: ObjectiveQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try plan(of: district)
    let origin =
      question.on.flatMap { CalendarDay($0) }
      ?? CalendarDay(ofEpoch: district.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let end = (origin.dayNumber + 1) * 86_400 - plan.utcOffsetSeconds
    let sources = try await district.ledger.read { db in
      let known = question.asThen ? try AirBook.lastImport(before: end, in: db) : nil
      let air = try DistrictAir(plan: plan, asKnown: known, in: db)
      return try ObjectiveReading.Sources(
        of: try place(question.place, in: air), air: air, origin: origin, in: db)
    }
    var grid = Grid([
      "objective", "to date", "target", "valid days", "days left", "course", "likely %",
      "year end, 10 to 90 %", "the rest may",
    ])
    grid.rows = ObjectiveReading.all(sources).map(row)
    let format = Grid.Format(rawValue: question.format) ?? .table
    return grid.text(format).split(separator: "\n").map(String.init)
  }

  static func brief(_ language: Language, in district: OpenDistrict) async throws -> [String] {
    try await MorningBrief.text(
      plan: try plan(of: district), ledger: district.ledger, language: language,
      now: district.now()
    ).split(separator: "\n").map(String.init)
  }

  static func plan(of district: OpenDistrict) throws -> Plan {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    return plan
  }

  private static func place(_ name: String?, in air: DistrictAir) throws -> AirBook.Place {
    guard let first = air.places.first else {
      throw CommandRefusal("no air values were taken in yet; do so with lantian air import")
    }
    guard let name else { return first }
    guard let place = air.place(called: name) else {
      throw CommandRefusal(
        "no place is called \"\(name)\"; there are "
          + air.places.prefix(10).map(\.title).joined(separator: ", "))
    }
    return place
  }

  private static func row(_ reading: ObjectiveReading) -> [Grid.Cell] {
    let objective = reading.objective
    let name = Grid.Cell.text("\(objective.id) \(objective.label.zh)")
    let target = Grid.Cell(
      objective.target.map {
        "\($0.direction == .atMost ? "≤" : "≥") \($0.number) \($0.unit)"
      })
    switch reading {
    case .unknown:
      return [name, .none, target, .none, .none, .text("unknown"), .none, .none, .none]
    case .figures(let standing):
      return [
        name, Grid.Cell(figure(standing.reading)), target, .none, .none,
        .text(standing.course.rawValue), .none, .none, .text("over \(standing.period)"),
      ]
    case .daily(let standing, _):
      let range = standing.projection.map {
        "\(short($0.quantile(0.1))) to \(short($0.quantile(0.9)))"
      }
      return [
        name, Grid.Cell(standing.toDate), target, Grid.Cell(standing.validDays),
        Grid.Cell(standing.daysLeft), .text(standing.course.rawValue),
        Grid.Cell(standing.probability.map { Int(($0 * 100).rounded()) }), Grid.Cell(range),
        Grid.Cell(rest(standing)),
      ]
    }
  }

  private static func figure(_ reading: FigureStanding.Reading) -> String? {
    switch reading {
    case .classTwo(let assessment, let counts):
      (counts == .bulletin ? assessment.attainsAsBulletin : assessment.attainsStrictly)
        .map { $0 ? "all six meet it" : "not all meet it" }
    case .rank(let table, let rank): rank.map { "\($0) of \(table.rankedCount)" }
    case .change(let changes, let counts):
      changes.first { $0.kind == counts }.map { "\($0.change)" }
    }
  }

  /// What the days left may do.
  private static func rest(_ standing: ObjectiveStanding) -> String? {
    switch standing.budget {
    case .mean(let budget):
      budget.greatestRequired(toDecimals: 1).map { "average at most \($0)" }
    case .days(let budget): budget.isWithinReach ? "lose \(budget.mayBeLost) days" : nil
    case .percentile(let budget):
      budget.mayBeAbove >= 0
        ? "be above on \(budget.mayBeAbove) days for certain" : "not be above on any, and even then"
    case nil: nil
    }
  }

  private static func short(_ number: Double) -> String { String(format: "%.1f", number) }
}
