import ActionPlan
import AirQuality
import Foundation
import Ledger
import Steering
import Telemetry

extension FolderCommand {
  static func listIndicators(
    _ question: IndicatorQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try plan(of: district)
    let wanted = plan.indicators.filter { indicator in
      (question.clause == nil || indicator.clause == question.clause)
        && (question.unit.map { plan.clause(indicator.clause)?.lead.contains($0) ?? false } ?? true)
    }
    var grid = Grid([
      "indicator", "clause", "label", "value", "unit", "due by now", "target", "lamp", "reason",
      "year end", "rows",
    ])
    for (indicator, reading) in try await readings(wanted, question, plan: plan, in: district)
    where question.lamp == nil || reading.lamp.rawValue == question.lamp {
      grid.rows.append(row(indicator, reading))
    }
    return lines(grid, question.format)
  }

  static func showIndicator(
    _ question: IndicatorQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try plan(of: district)
    guard let id = question.indicator, let indicator = plan.indicator(id) else {
      throw CommandRefusal(
        "the plan has no indicator \"\(question.indicator ?? "")\"; see lantian indicator list")
    }
    guard
      let reading = try await readings([indicator], question, plan: plan, in: district).first?.1
    else { return [] }
    let history = try await district.ledger.read { db in
      try IndicatorHistory.days(
        of: id, from: CalendarDay(year: plan.year ?? reading.day.year, month: 1, day: 1),
        through: reading.day, in: db)
    }
    var grid = Grid(["what", "key", "value", "due", "lamp", "reason", "rows"])
    grid.rows.append([
      .text("figure"), .text("\(reading.day)"), Grid.Cell(reading.value),
      Grid.Cell(reading.expected), .text(reading.lamp.rawValue), .text(reading.reason.rawValue),
      Grid.Cell(reading.rowCount),
    ])
    for (what, number) in [
      ("numerator", reading.numerator), ("denominator", reading.denominator),
      ("target", reading.target?.number), ("year end", reading.projection),
    ] where number != nil {
      grid.rows.append([.text(what), .none, Grid.Cell(number), .none, .none, .none, .none])
    }
    grid.rows += reading.breakdown.map { part in
      [
        .text("part"), Grid.Cell(part.key), Grid.Cell(part.value), .none, .none, .none,
        Grid.Cell(part.rowCount),
      ]
    }
    grid.rows += history.map { kept in
      [
        .text("kept"), .text("\(kept.day)"), Grid.Cell(kept.value), Grid.Cell(kept.expected),
        .text(kept.lamp.rawValue), .text(kept.reason.rawValue), .none,
      ]
    }
    return lines(grid, question.format)
  }

  static func checkVeto(
    firm: String, format: String, in district: OpenDistrict
  ) async throws -> [String] {
    let plan = try plan(of: district)
    let check = try await VetoCheck.read(
      firm, plan: plan, now: district.now(), in: district.ledger)
    guard !check.facilities.isEmpty else {
      throw CommandRefusal(
        "nothing is known as \"\(firm)\"; write a facility's id or its 18-character credit code")
    }
    var grid = Grid(["facility", "name", "veto", "barred", "register", "rows"])
    for found in check.facilities {
      for answer in found.answers {
        grid.rows.append([
          .text(found.facility.id), .text(found.facility.name.zh), .text(answer.veto),
          .text(answer.isBarred ? "yes" : "no"), .text(answer.register),
          Grid.Cell(
            answer.isBarred ? answer.rows.map { "\($0.id)" }.joined(separator: " ") : nil),
        ])
      }
    }
    return lines(grid, format)
  }

  private static func readings(
    _ indicators: [Indicator], _ question: IndicatorQuestion, plan: Plan,
    in district: OpenDistrict
  ) async throws -> [(Indicator, IndicatorReading)] {
    let now = district.now()
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    let day = question.on.flatMap { CalendarDay($0) } ?? today
    let midnight = day.adding(days: 1).dayNumber * 86_400 - plan.utcOffsetSeconds
    let path = district.folder.layout.telemetry
    let store =
      indicators.contains(where: \.isOfSamples) && FileManager.default.fileExists(atPath: path)
      ? try EmbeddedStore(reading: path) : nil
    var readings: [(Indicator, IndicatorReading)] = []
    for indicator in indicators {
      readings.append(
        (
          indicator,
          try await IndicatorBook.reading(
            indicator, plan: plan, on: day, knownAt: question.asThen ? midnight - 1 : nil, now: now,
            telemetry: store, in: district.ledger)
        ))
    }
    try store?.close()
    return readings
  }

  private static func row(_ indicator: Indicator, _ reading: IndicatorReading) -> [Grid.Cell] {
    let target = reading.target.map { target in
      "\(target.direction == .atMost ? "≤" : "≥") \(target.number?.description ?? "unset")"
    }
    return [
      .text(indicator.id), .text(indicator.clause), .text(indicator.label.zh),
      Grid.Cell(reading.value), .text(indicator.unit.zh), Grid.Cell(reading.expected),
      Grid.Cell(target), .text(reading.lamp.rawValue), .text(reading.reason.rawValue),
      Grid.Cell(reading.projection), Grid.Cell(reading.rowCount),
    ]
  }

  private static func lines(_ grid: Grid, _ format: String) -> [String] {
    grid.text(Grid.Format(rawValue: format) ?? .table).split(separator: "\n").map(String.init)
  }
}
