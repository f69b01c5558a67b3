import ActionPlan

/// Whether what was found of a plate or code may enter. Pure.
enum GateDecision {
  /// A row that carries the plate or code.
  struct Found: Hashable {
    let register: String
    let row: Int64
    /// Grounds on which the row is refused.
    let refusals: [Label]
  }

  /// Every ground counts: a vehicle in order in one register and refused in another stays outside.
  static func answer(
    _ found: [Found], admitsUnknown: Bool
  ) -> (isAdmitted: Bool, reasons: [CheckReason]) {
    guard !found.isEmpty else {
      return (
        admitsUnknown,
        [CheckReason("unknown", admitsUnknown ? .grants : .bars, why: unknown)]
      )
    }
    let barred = found.flatMap { row in
      row.refusals.map { CheckReason("refused-by-plan", .bars, values(of: row), why: $0) }
    }
    guard barred.isEmpty else { return (false, barred) }
    return (true, found.map { CheckReason("in-order", .grants, values(of: $0)) })
  }

  /// Also what the entry log says of it.
  private static let unknown = Label(zh: "台账中查无登记", en: "it stands in no register")

  private static func values(of found: Found) -> [String: String] {
    ["register": found.register, "row": String(found.row)]
  }
}
