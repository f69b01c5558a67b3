import ActionPlan
import AirQuality
import GRDB
import Ledger

/// A register with every newer kind of field, and its plan.
enum CheckedRegister {
  static let register = Register(
    id: "fuel-checks", label: Label(zh: "油品抽检", en: "fuel checks"), clause: nil, role: nil,
    fields: [
      field("sample", .text, required: true, zh: "样品编号"),
      field(
        "product",
        .choice([choice("vehicle-diesel", "车用柴油"), choice("vehicle-urea", "车用尿素")]),
        zh: "品种"),
      field("sampled-on", .date), field("sulphur", .decimal), field("batches", .integer),
      field("passed", .flag), field("taken-at", .instant), field("facility", .facility),
      field("place", .place), field("code", .creditCode), field("plate", .plate),
      field("again", .row(of: "fuel-checks")),
      Field(
        id: "report", label: Label(zh: "报告", en: "report"), kind: .attachment, isRequired: false,
        unit: nil, atLeast: nil, atMost: nil,
        requiredWhen: RowFilter(
          text: "passed = false",
          predicate: .compare(.field("passed"), .equal, .literal(.flag(false))))),
      field("note", .text), field("position", .position),
    ],
    key: ["sample"], dated: "sampled-on")

  static let plan = makePlan(registers: [register])

  static func bench() async throws -> Bench {
    let bench = try await Bench.withFirm()
    try await bench.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 1, in: db)
    }
    return bench
  }

  @discardableResult
  static func insert(
    _ sample: String, _ values: [String: FieldValue] = [:], at: Int = 10, in bench: Bench
  ) async throws -> RegisterRow {
    try await bench.ledger.write { db in
      try RegisterStore.insert(
        register, values.merging(["sample": .text(sample)]) { $1 }, plan: plan, by: clerk, at: at,
        in: db)
    }
  }
}
