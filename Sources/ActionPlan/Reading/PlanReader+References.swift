/// Ids that must lead somewhere.
extension PlanReader {
  func reference(_ value: Value, to kind: ElementKind, _ name: String) -> String? {
    let known = declared[kind, default: [:]]
    guard case .text(let id) = value.content else {
      log.error(
        value.location, "\(name) is \(value.kind) where the id of \(kind.name) is needed",
        "write one id of \(kind.plural).yml")
      return nil
    }
    guard known[id] != nil else {
      guard !unsure.contains(kind) else { return nil }
      log.error(
        value.location, "\(name): there is no \(kind) \"\(Value.shortened(id))\"",
        suggestion(
          value, among: known.keys.sorted(), else: "declare it in \(kind.plural).yml first"))
      return nil
    }
    return id
  }

  /// The clause an element executes; optional everywhere.
  func clauseReference(_ table: Table) -> String? {
    table["clause"].flatMap { reference($0, to: .clause, "the clause of \(table.name)") }
  }

  /// Unit ids; `every-town` stands for each town and street in the plan's order.
  func unitList(_ value: Value, _ name: String) -> [String] {
    var ids: [String] = []
    for item in list(value, name) ?? [] {
      if case .text("every-town") = item.content {
        ids += units.filter { $0.kind == .town }.map(\.id)
      } else if let id = reference(item, to: .unit, name) {
        if ids.contains(id) {
          log.error(item.location, "\(name) names \"\(id)\" twice", "keep one")
        }
        ids.append(id)
      }
    }
    return ids
  }
}
