import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering
import Telemetry

/// Indicators, credit and vetoes as the pages read them.
extension TestDistrict {
  func checkIndicator(_ id: String, value: ExactDecimal?, lamp: IndicatorLamp?) async throws {
    guard let indicator = plan.indicator(id) else {
      throw Refusal("indicator \(id)", found: "none of that id in the plan")
    }
    let reading: IndicatorReading
    do {
      reading = try await IndicatorBook.reading(
        indicator, plan: plan, on: today, now: clock.now, telemetry: feed?.store, in: ledger)
    } catch let error as DatabaseError {
      throw Refusal("indicator \(id)", found: "it cannot be computed", error.message)
    }
    // As printed: with the decimals that the test writes.
    if let value, reading.value?.rounded(to: value.scale) != value {
      throw Refusal(
        "\(id) at \(value)", found: reading.value?.description ?? "no value", Self.why(reading))
    }
    if let lamp, reading.lamp != lamp {
      throw Refusal(
        "\(id) to be \(lamp.rawValue)", found: reading.lamp.rawValue, Self.why(reading))
    }
  }

  private static func why(_ reading: IndicatorReading) -> String {
    var parts = [reading.reason.rawValue, "\(reading.rowCount) rows"]
    if let value = reading.value { parts.append("value \(value)") }
    if let part = reading.numerator, let whole = reading.denominator {
      parts.append("\(part) of \(whole)")
    }
    if let expected = reading.expected { parts.append("expected by now \(expected)") }
    return parts.joined(separator: ", ")
  }

  func checkCredit(
    _ id: String, of facility: String, points: ExactDecimal, isBlacklisted: Bool?
  ) async throws {
    guard let scheme = plan.credits.first(where: { $0.id == id }) else {
      throw Refusal("credit \(id)", found: "none of that id in the plan")
    }
    let (plan, today, known) = (plan, today, TestCells.facilityID(facility))
    let standing = try await ledger.read { db in
      try Standing.credit(scheme, of: known, on: today, plan: plan, in: db)
    }
    guard standing.points == points else {
      throw Refusal(
        "\(facility) at \(points) points of \(id)", found: Self.shown(standing.points),
        "\(standing.entries.count) row(s) count")
    }
    if let isBlacklisted, isBlacklisted != standing.isBlacklisted {
      throw Refusal(
        "\(facility) \(isBlacklisted ? "" : "not ")to be blacklisted by \(id)",
        found: standing.isBlacklisted ? "it is" : "it is not",
        "\(Self.shown(standing.points)) points")
    }
  }

  private static func shown(_ points: ExactDecimal?) -> String {
    points?.description ?? "beyond the range of numbers"
  }

  func checkVeto(_ id: String, of facility: String, isBarred: Bool) async throws {
    guard let veto = plan.vetoes.first(where: { $0.id == id }) else {
      throw Refusal("veto \(id)", found: "none of that id in the plan")
    }
    let (plan, today, known) = (plan, today, TestCells.facilityID(facility))
    let answer = try await ledger.read { db in
      try Standing.veto(veto, of: known, on: today, plan: plan, in: db)
    }
    guard answer.isBarred != isBarred else { return }
    throw Refusal(
      "\(facility) \(isBarred ? "" : "not ")to be barred by \(id)",
      found: answer.isBarred ? "it is" : "it is not", "\(answer.rows.count) row(s) bar it")
  }
}
