import ActionPlan
import AirQuality
import Foundation
import Ledger
import Steering

extension FolderCommand {
  static func showObjectives(
    _ question: ObjectiveQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    let origin =
      question.on.flatMap { CalendarDay($0) }
      ?? CalendarDay(ofEpoch: district.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let daily = try await record(of: question.place, in: district)
    var grid = Grid([
      "objective", "to date", "target", "valid days", "days left", "course", "likely %",
      "year end, 10 to 90 %", "the rest may",
    ])
    for objective in plan.objectives {
      guard
        let standing = ObjectiveStanding(
          of: objective, pollutant: objective.pollutant(in: plan), daily: daily, year: origin.year,
          origin: origin)
      else { continue }
      grid.rows.append(row(standing))
    }
    let format = Grid.Format(rawValue: question.format) ?? .table
    return grid.text(format).split(separator: "\n").map(String.init)
  }

  private static func record(
    of title: String, in district: OpenDistrict
  ) async throws -> DailyRecord {
    let found = try await district.ledger.read { db -> DailyRecord? in
      let places = try AirBook.places(in: db)
      guard let place = places.first(where: { $0.title == title || $0.name == title }) else {
        guard !places.isEmpty else { return nil }
        throw CommandRefusal(
          "no place is called \"\(title)\"; there are "
            + places.prefix(10).map(\.title).joined(separator: ", "))
      }
      return try AirBook.daily(of: place.id, in: db)
    }
    guard let found else {
      throw CommandRefusal("no air values were taken in yet; do so with lantian air import")
    }
    return found
  }

  private static func row(_ standing: ObjectiveStanding) -> [Grid.Cell] {
    let (objective, target) = (standing.objective, standing.target)
    let range = standing.projection.map {
      "\(short($0.quantile(0.1))) to \(short($0.quantile(0.9)))"
    }
    return [
      .text("\(objective.id) \(objective.label.zh)"), Grid.Cell(standing.toDate),
      .text("\(target.direction == .atMost ? "≤" : "≥") \(target.number) \(target.unit)"),
      Grid.Cell(standing.validDays), Grid.Cell(standing.daysLeft), .text(standing.course.rawValue),
      Grid.Cell(standing.probability.map { Int(($0 * 100).rounded()) }), Grid.Cell(range),
      Grid.Cell(rest(standing)),
    ]
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
