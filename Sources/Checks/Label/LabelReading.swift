public import ActionPlan
public import GRDB
public import Ledger

/// What a label says of a row.
public struct LabelCard: Sendable, Hashable {
  public let row: Int64
  /// As the register writes it.
  public let code: String
  /// Id of the class's choice; nil where none is decided yet: such a row gets no label.
  public let classID: String?
  public let colour: LabelCheck.Colour?
  /// Values of the shown fields.
  public let values: [String: FieldValue]
}

/// Labels of a register's rows.
public enum LabelReading {
  static func answer(
    _ check: LabelCheck, _ input: CheckInput, _ question: Question, in db: Database
  ) throws -> CheckAnswer {
    let code = try input.required("code")
    let cards = try question.rows(check.register, by: check.by, naming: code, in: db)
      .map { card(check, $0) }
    guard let card = cards.first else {
      return question.answer("unknown", [CheckReason("code-unknown", .bars, ["code": code])])
    }
    var values = ["code": card.code, "row": String(card.row)]
    values["class"] = card.classID
    values["colour"] = card.colour?.rawValue
    return question.answer(
      "found",
      [
        CheckReason(
          card.classID == nil ? "no-class" : "class", card.classID == nil ? .limits : .grants,
          values)
      ])
  }

  /// Those of one code, however it is spaced or capitalised.
  public static func cards(
    _ check: LabelCheck, code: String, of whole: Check, plan: Plan, in db: Database
  ) throws -> [LabelCard] {
    let question = Question(check: whole, plan: plan, now: 0)
    return try question.rows(check.register, by: check.by, naming: code, in: db)
      .map { card(check, $0) }
  }

  /// In the order of their rows.
  ///
  /// - Parameter after: only rows with a greater number (keyset paging).
  public static func cards(
    _ check: LabelCheck, after: Int64, limit: Int, plan: Plan, in db: Database
  ) throws -> [LabelCard] {
    guard let register = plan.register(check.register) else { return [] }
    let ids = try Int64.fetchAll(
      db,
      sql: """
        SELECT row_id FROM \(RegisterStore.tableName(register))
        WHERE row_id > ? ORDER BY row_id LIMIT ?
        """, arguments: [after, limit])
    return try ids.compactMap { try RegisterStore.row(register, $0, in: db) }
      .map { card(check, $0) }
  }

  private static func card(_ check: LabelCheck, _ row: RegisterRow) -> LabelCard {
    let classID = row[check.classField].text
    return LabelCard(
      row: row.id, code: row[check.by].text ?? "", classID: classID,
      colour: classID.flatMap { check.colours[$0] },
      values: row.values.filter { check.shows.contains($0.key) })
  }
}
