import ActionPlan
import AirQuality
import GRDB
import Ledger

/// What a portable instrument showed on site, as its holder wrote it down. 便携仪读数
public struct InstrumentReading: Sendable, Hashable {
  /// By which the plan's register of instruments knows it.
  public var instrument: String
  /// Quantity id of the plan.
  public var quantity: String
  /// A decimal number in the quantity's unit.
  public var value: String

  public init(instrument: String, quantity: String, value: String) {
    self.instrument = instrument
    self.quantity = quantity
    self.value = value
  }

  var values: [String: String] {
    [
      "reading-instrument": instrument, "reading-quantity": quantity, "reading-value": value,
    ]
  }
}

extension InstrumentReading {
  /// Whether the reading may stand as evidence: of an instrument that the register of the plan in force
  /// knows and whose calibration still holds on the day.
  ///
  /// - Returns: the last day on which it holds, `2021-12-31`.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  func calibratedUntil(plan: Plan, at now: Int, in db: Database) throws -> String {
    guard plan.quantity(quantity) != nil else { throw CaseRefusal.unknownQuantity(quantity) }
    guard ExactDecimal(value) != nil else { throw CaseRefusal.noNumber(value) }
    guard let register = plan.instruments,
      let row = try RegisterStore.rows(register, where: "instrument", is: instrument, in: db).first,
      let until = row["valid-until"].text
    else { throw CaseRefusal.unknownInstrument(instrument) }
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    guard "\(today)" <= until else {
      throw CaseRefusal.calibrationOver(instrument: instrument, until: until)
    }
    return until
  }
}
