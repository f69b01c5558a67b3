import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Looks a vehicle's tests and repairs up.
enum RetestReading {
  static func answer(
    _ check: RetestCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> CheckAnswer {
    let text = try input.required("plate")
    let plate = PlainCode.of(text)
    guard (2...20).contains(plate.count) else {
      throw CheckInputError.bad(
        key: "plate", found: text, remedy: "write a plate such as 浙D12345")
    }
    let decision = RetestDecision(
      tests: try marks(check.tests, plate, question, in: db),
      repairs: try marks(check.repairs, plate, question, in: db), today: question.today,
      now: question.now)
    let (isAllowed, reasons) = decision.answer
    return question.answer(isAllowed ? "allowed" : "refused", reasons)
  }

  private static func marks(
    _ rows: RetestCheck.Rows, _ plate: String, _ question: Question, in db: Database
  ) throws -> [RetestDecision.Mark] {
    try question.rows(rows.register, by: rows.plate, naming: plate, in: db).compactMap { row in
      let at = row[rows.on].instant
      let day =
        at.map { CalendarDay(ofEpoch: $0, utcOffsetSeconds: question.plan.utcOffsetSeconds) }
        ?? row[rows.on].text.flatMap { CalendarDay($0) }
      return day.map {
        RetestDecision.Mark(
          row: row.id, day: $0, at: at, isMarked: question.holds(rows.filter, row))
      }
    }
  }
}
