import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

@testable import Steering

/// A ledger with two registers, and a plan of 2021 whose indicators a test writes.
struct SmallDistrict {
  static let offset = 8 * 3_600

  let house: FreshLedger
  let plan: Plan

  static let checks = Register(
    id: "fuel-checks", label: Label(zh: "油品抽检", en: "Fuel checks"), clause: nil, role: nil,
    fields: [
      field("product", .choice([choice("diesel"), choice("urea")])),
      field("result", .choice([choice("pass"), choice("fail")])),
      field("sampled-on", .date), field("litres", .decimal), field("bottles", .integer),
      field("place", .place), field("firm", .facility), field("seen-at", .instant),
    ], dated: "sampled-on")

  static let sites = Register(
    id: "dust-sites", label: Label(zh: "工地", en: "Sites"), clause: nil, role: nil,
    fields: [field("point", .point), field("began-on", .date)], dated: "began-on")

  private static func choice(_ id: String) -> Field.Choice {
    Field.Choice(id: id, label: Label(zh: id, en: id))
  }

  private static func field(_ id: String, _ kind: Field.Kind) -> Field {
    Field(
      id: id, label: Label(zh: id, en: id), kind: kind, isRequired: false, unit: nil, atLeast: nil,
      atMost: nil)
  }

  init(indicators: [Indicator] = [], credits: [CreditScheme] = [], vetoes: [Veto] = []) throws {
    house = try FreshLedger()
    func place(_ id: String) -> Place {
      Place(
        id: id, label: Label(zh: id, en: id), unit: "EEB",
        position: Coordinate(longitude: 0, latitude: 0), isApproximate: true, source: "",
        boundary: nil)
    }
    plan = Plan(
      id: "small", title: Label(zh: "小", en: "Small"), digest: "digest-1",
      utcOffsetSeconds: Self.offset, center: Coordinate(longitude: 0, latitude: 0), zoom: 1,
      boundary: nil, units: [], places: [place("north"), place("east"), place("south")],
      quantities: [], objectives: [], clauses: [], registers: [Self.checks, Self.sites], rules: [],
      procedures: [], year: 2021, indicators: indicators, credits: credits, vetoes: vetoes)
    let plan = plan
    try house.ledger.pool.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
      for id in ["firm-a", "firm-b"] {
        try Facilities.upsert(
          Facility(id: id, name: Label(zh: id, en: id), kind: .enterprise), plan: plan,
          by: .system("test"), at: 1, in: db)
      }
    }
  }

  /// Adds a row of the fuel checks; values as text, by field id.
  @discardableResult
  func check(_ values: [String: String], at: Int = 1_000) throws -> Int64 {
    let plan = plan
    return try house.ledger.pool.write { db in
      try RegisterStore.insert(
        Self.checks, Self.typed(values, of: Self.checks), plan: plan, by: .system("test"), at: at,
        in: db
      ).id
    }
  }

  func remove(_ row: Int64, at: Int) throws {
    try house.ledger.pool.write { db in
      try RegisterStore.remove(
        Self.checks, row: row, versionSeen: nil, by: .system("test"), at: at, in: db)
    }
  }

  func change(_ row: Int64, _ values: [String: String], at: Int) throws {
    let plan = plan
    _ = try house.ledger.pool.write { db in
      try RegisterStore.update(
        Self.checks, row: row, Self.typed(values, of: Self.checks), versionSeen: nil, plan: plan,
        by: .system("test"), at: at, in: db)
    }
  }

  static func typed(_ values: [String: String], of register: Register) -> [String: FieldValue] {
    values.reduce(into: [:]) { typed, pair in
      switch register.field(pair.key)?.kind {
      case .decimal: typed[pair.key] = ExactDecimal(pair.value).map { .decimal($0) }
      case .integer: typed[pair.key] = Int64(pair.value).map { .integer($0) }
      case .instant: typed[pair.key] = Int(pair.value).map { .instant($0) }
      default: typed[pair.key] = .text(pair.value)
      }
    }
  }

  func reading(
    _ indicator: Indicator, on day: CalendarDay, knownAt: Int? = nil
  ) throws -> IndicatorReading {
    let plan = plan
    return try house.ledger.pool.read { db in
      try IndicatorBook.reading(indicator, plan: plan, on: day, knownAt: knownAt, in: db)
    }
  }
}

func number(_ text: String) -> ExactDecimal { ExactDecimal(text)! }

/// `field = 'text'`
func filter(_ field: String, _ text: String) -> RowFilter {
  RowFilter(
    text: "\(field) = '\(text)'",
    predicate: .compare(.field(field), .equal, .literal(.text(text))))
}

func rows(_ filter: RowFilter? = nil, dated: String? = "sampled-on") -> Indicator.Rows {
  Indicator.Rows(register: "fuel-checks", filter: filter, dated: dated)
}

func target(
  _ direction: Objective.Direction, _ number: String?, by: String = "2021-12-31",
  pace: Indicator.Pace = .even, tolerance: String = "10"
) -> Indicator.Target {
  Indicator.Target(
    direction, number.map { ExactDecimal($0)! }, by: day(by), pace: pace,
    tolerance: ExactDecimal(tolerance)!)
}

func indicator(
  _ measure: Indicator.Measure, unit: String = "", target: Indicator.Target? = nil,
  by: String? = nil, decimals: Int? = nil
) -> Indicator {
  Indicator(
    id: "i", clause: "3.3.a", label: Label(zh: "指标", en: "Indicator"), unit: unit,
    measure: measure, target: target, by: by, decimals: decimals)
}
