/// Roles: what people are called by their work, and what they may do.
extension PlanReader {
  func role(_ value: Value, _ id: String) -> PlanRole? {
    guard let table = Table(value, "role \"\(id)\"", .role, log: log) else { return nil }
    let label = label(table)
    let may =
      table.required("may", "say what it may do: may: officer").map { powers($0, table) } ?? []
    var units: [String] = []
    if let value = table["units"] {
      units = unitList(value, "\"units\" of \(table.name)")
      if case .list(let items) = value.content, items.isEmpty {
        log.error(
          value.location, "\"units\" of \(table.name) names none",
          "name at least one, or leave units out for everybody")
      }
    }
    guard let label, !may.isEmpty else { return nil }
    return PlanRole(id: id, label: label, may: may, units: units)
  }

  private func powers(_ value: Value, _ table: Table) -> [PlanRole.Power] {
    let name = "\"may\" of \(table.name)"
    let items = oneOrMore(value)
    if items.isEmpty { log.error(value.location, "\(name) allows nothing", "name at least one") }
    var powers: [PlanRole.Power] = []
    for item in items {
      guard let power = word(item, name, among: PlanRole.Power.allCases) else { continue }
      if powers.contains(power) {
        log.error(item.location, "\(name) names \"\(power.rawValue)\" twice", "keep one")
      } else {
        powers.append(power)
      }
    }
    if powers.contains(.enterprise), powers.count > 1 {
      log.error(
        value.location, "\(name) joins enterprise with what officials may do",
        "make a role of its own for the contacts of firms")
    }
    if powers.count(where: Self.administrators.contains) > 1 {
      log.error(
        value.location, "\(name) joins administrators of two kinds",
        "make a role for each: administrator, security, auditor")
    }
    return powers
  }

  /// Of these a person has one at most.
  private static let administrators: Set<PlanRole.Power> = [.administrator, .security, .auditor]
}
