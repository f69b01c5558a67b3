import ActionPlan
import GRDB
import Ledger
import Testing

@testable import Casework

struct InstrumentReadingTests {
  static let instruments = Register(
    id: "instruments", label: .any, clause: nil, role: .instruments,
    fields: [CameraTests.field("instrument", .text), CameraTests.field("valid-until", .date)])
  static let opacity = Procedure(
    id: "smoke", label: .any, clause: "6.1.a", lead: "BUREAU", intake: Intake(), causes: [],
    steps: [
      .sample("measured", from: ["opened"], by: [.duty], within: 600, needs: [.reading]),
      .sample("closed", from: ["measured"], by: [.lead]),
    ], late: [])

  /// `PID-1` is calibrated up to the day on which everything happens, `PID-2` up to the day before.
  private func bench() async throws -> (District, CaseFile) {
    let district = try District(procedures: [Self.opacity], registers: [Self.instruments])
    let plan = district.plan
    try await district.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 0, in: db)
      for (name, until) in [("PID-1", "2026-01-01"), ("PID-2", "2025-12-31")] {
        _ = try RegisterStore.insert(
          Self.instruments, ["instrument": .text(name), "valid-until": .text(until)], plan: plan,
          by: .system("test"), at: 0, in: db)
      }
    }
    return (district, try await district.open("smoke"))
  }

  private func measure(
    _ district: District, _ file: CaseFile, _ reading: InstrumentReading?,
    at now: Int = District.start
  ) async throws -> CaseFile {
    try await district.take(
      "measured", file, by: .desk, StepEvidence(reading: reading), at: now)
  }

  @Test func `a reading stands in the case with the last day of the calibration`() async throws {
    let (district, file) = try await bench()
    _ = try await measure(
      district, file, InstrumentReading(instrument: "PID-1", quantity: "q", value: "12.5"))
    let event = try #require(try await district.events(file).last { $0.toState == "measured" })
    #expect(
      event.values == [
        "reading-instrument": "PID-1", "reading-quantity": "q", "reading-value": "12.5",
        "reading-valid-until": "2026-01-01",
      ])
  }

  @Test func `an instrument past its calibration, by the district's day, is refused`()
    async throws
  {
    let (district, file) = try await bench()
    let reading = InstrumentReading(instrument: "PID-2", quantity: "q", value: "1")
    await #expect(throws: CaseRefusal.calibrationOver(instrument: "PID-2", until: "2025-12-31")) {
      try await measure(district, file, reading)
    }
    let other = InstrumentReading(instrument: "PID-1", quantity: "q", value: "1")
    await #expect(throws: CaseRefusal.calibrationOver(instrument: "PID-1", until: "2026-01-01")) {
      try await measure(district, file, other, at: District.start + 16 * 3_600)
    }
    _ = try await measure(district, file, other, at: District.start + 16 * 3_600 - 1)
  }

  @Test(arguments: [
    ("PID-9", "q", "1", CaseRefusal.unknownInstrument("PID-9")),
    ("", "q", "1", .unknownInstrument("")), ("PID-1", "x", "1", .unknownQuantity("x")),
    ("PID-1", "q", "1,5", .noNumber("1,5")), ("PID-1", "q", "", .noNumber("")),
  ])
  func `a reading that is none is refused by name`(
    instrument: String, quantity: String, value: String, refusal: CaseRefusal
  ) async throws {
    let (district, file) = try await bench()
    await #expect(throws: refusal) {
      try await measure(
        district, file,
        InstrumentReading(instrument: instrument, quantity: quantity, value: value))
    }
  }

  @Test func `a step that needs a reading is not taken without one`() async throws {
    let (district, file) = try await bench()
    await #expect(throws: CaseRefusal.missingEvidence(step: "measured", [.reading])) {
      try await measure(district, file, nil)
    }
  }
}
