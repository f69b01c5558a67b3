import ActionPlan
import AirQuality
import FoundationEssentials
import Ledger
import Synchronization

/// A fresh folder with a fresh ledger, gone with the test.
final class Bench: Sendable {
  let folder: String
  let ledger: LedgerDatabase

  init(migrations: [LedgerMigration] = LedgerSchema.migrations) throws {
    folder = try freshFolder()
    ledger = try LedgerDatabase(path: folder + "/ledger.sqlite", migrations: migrations)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Ledger with facility `firm-1`, points `p-1` and `p-2`.
  static func withFirm() async throws -> Bench {
    let bench = try Bench()
    try await bench.ledger.write { db in
      try Facilities.upsert(firm, plan: plan, by: clerk, at: 1, in: db)
      for id in ["p-1", "p-2"] {
        let point = MonitoringPoint(
          id: id, label: Label(zh: "点", en: "point"), facility: "firm-1", kind: .production)
        try Points.upsert(point, plan: plan, by: clerk, at: 1, in: db)
      }
    }
    return bench
  }
}

func freshFolder() throws -> String {
  let path =
    FileManager.default.temporaryDirectory.path() + "ledger-\(UInt64.random(in: 0 ... .max))"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}

let clerk = Actor.account(1)

let firm = Facility(
  id: "firm-1", name: Label(zh: "蓝天化工有限公司", en: "Lantian Chemicals"),
  creditCode: "91330604MA2885Q68A", kind: .enterprise, place: "town-a")

let plan = makePlan(registers: [pairs, stops])

func makePlan(registers: [Register]) -> Plan {
  func label(_ text: String) -> Label { Label(zh: text, en: text) }
  return Plan(
    id: "test", title: label("test"), digest: String(repeating: "a", count: 64),
    utcOffsetSeconds: 28_800, center: Coordinate(longitude: 120.8, latitude: 30), zoom: 11,
    boundary: nil,
    units: [
      Unit(id: "bureau", label: Label(zh: "生态环境分局", en: "Ecology"), kind: .bureau),
      Unit(id: "town-a-gov", label: label("town A"), kind: .town),
    ],
    places: [
      Place(
        id: "town-a", label: Label(zh: "百官街道", en: "Baiguan"), unit: "town-a-gov",
        position: Coordinate(longitude: 120.8, latitude: 30), isApproximate: true, source: "test",
        boundary: nil)
    ],
    quantities: ["power", "pm25", "pm10", "so2", "no2", "co", "o3", "wind", "rain"].map {
      Quantity(id: $0, label: label($0), unit: "", pollutant: nil, factorCodes: [])
    },
    objectives: [], clauses: [], registers: registers, rules: [], procedures: [])
}

func field(
  _ id: String, _ kind: Field.Kind, required: Bool = false, atLeast: ExactDecimal? = nil,
  atMost: ExactDecimal? = nil, zh: String? = nil, unit: Label? = nil
) -> Field {
  Field(
    id: id, label: Label(zh: zh ?? id, en: id), kind: kind, isRequired: required, unit: unit,
    atLeast: atLeast, atMost: atMost)
}

let pairs = Register(
  id: "equipment-pairs", label: Label(zh: "设备对", en: "pairs"), clause: nil, role: nil,
  fields: [
    field("name", .text, required: true, zh: "名称"), field("facility", .facility, required: true),
    field("production", .point),
    field("rated-power", .decimal, atLeast: .zero, atMost: ExactDecimal(500)),
    field("count", .integer), field("active", .flag), field("since", .date),
    field("kind", .choice([choice("coating", "涂装"), choice("printing", "印刷")])),
    field("position", .position), field("place", .place), field("unit", .unit),
    field("order", .text),
  ])

let stops = Register(
  id: "declared-stops", label: Label(zh: "申报", en: "stops"), clause: nil, role: .declarations,
  fields: [
    field("facility", .facility, required: true),
    field("kind", .choice([choice("stop", "停产"), choice("maintenance", "检修")]), required: true),
    field("from", .instant, required: true), field("until", .instant, required: true),
  ])

func choice(_ id: String, _ zh: String) -> Field.Choice {
  Field.Choice(id: id, label: Label(zh: zh, en: id))
}

/// Seconds that a test moves by hand.
final class TestClock: Sendable {
  private let value: Atomic<Int>

  init(_ start: Int = 1_600_000_000) { value = Atomic(start) }

  var now: Int { value.load(ordering: .relaxed) }

  func advance(_ seconds: Int) { value.add(seconds, ordering: .relaxed) }
}
