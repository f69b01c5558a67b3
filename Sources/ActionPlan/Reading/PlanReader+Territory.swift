/// Units and places.
extension PlanReader {
  func unit(_ value: Value, _ id: String) -> Unit? {
    guard let table = Table(value, "unit \"\(id)\"", .unit, log: log)
    else { return nil }
    let label = label(table)
    let kind = table.required("kind", "add kind: bureau, town, zone or task-force")
      .flatMap { word($0, "the kind of \(table.name)", among: Unit.Kind.allCases) }
    guard let label, let kind else { return nil }
    return Unit(id: id, label: label, kind: kind)
  }

  func place(_ value: Value, _ id: String, outlines: [String: Boundary]) -> Place? {
    guard let table = Table(value, "place \"\(id)\"", .place, log: log) else { return nil }
    let label = label(table)
    let unit = table.required("unit", "add the unit that governs it")
      .flatMap { reference($0, to: .unit, "the unit of \(table.name)") }
    let position = table.required("position", "add position: [longitude, latitude]")
      .flatMap { coordinate($0, "the position of \(table.name)") }
    let isApproximate =
      table["approximate"].map { flag($0, "\"approximate\" of \(table.name)") } ?? false
    let source = table.required("source", "say where the position comes from")
      .flatMap { text($0, "the source of \(table.name)") }
    guard let label, let unit, let position, let isApproximate, let source else { return nil }
    return Place(
      id: id, label: label, unit: unit, position: position, isApproximate: isApproximate,
      source: source, boundary: outlines[id])
  }
}
