import ActionPlan
import GRDB
import Ledger

/// Looks a plate or code up.
enum GateReading {
  static func answer(
    _ gate: GateCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> CheckAnswer {
    let subject = try subject(input)
    let found = try gate.lookUps.flatMap { lookUp in
      try question.rows(lookUp.register, by: lookUp.by, naming: subject, in: db).map { row in
        GateDecision.Found(
          register: lookUp.register, row: row.id,
          refusals: lookUp.refusals.filter { question.holds($0.rows, row) }.map(\.why))
      }
    }
    let (isAdmitted, reasons) = GateDecision.answer(found, admitsUnknown: gate.admitsUnknown)
    return question.answer(isAdmitted ? "admitted" : "refused", reasons)
  }

  static func subject(_ input: CheckInput) throws(CheckInputError) -> String {
    let text = try input.required("subject")
    let plain = PlainCode.of(text)
    guard (2...40).contains(plain.count) else {
      throw .bad(
        key: "subject", found: text, remedy: "write a plate such as 浙D12345, or a machine's code")
    }
    return plain
  }
}
