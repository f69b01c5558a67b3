import AirQuality

/// Zones with their rules of entry, and trades.
extension PlanReader {
  func zone(_ value: Value, _ id: String) -> Zone? {
    guard let table = Table(value, "zone \"\(id)\"", .zone, log: log) else { return nil }
    let label = label(table)
    let clause = clauseReference(table)
    let places = table["places"].map { zonePlaces($0, table.name) } ?? []
    let outline = table["outline"].flatMap { zoneOutline($0, table.name) }
    if (table["places"] == nil) == (table["outline"] == nil) {
      log.error(
        table.location, "\(table.name) must say where it lies in one way",
        "write either places: […] or outline: {file: …, datum: …}")
    }
    let rules =
      table.required("entry", "add entry: [{entry: forbidden, why: {zh: …, en: …}}]")
      .map { entries($0, table) } ?? []
    guard let label, table["outline"] == nil || outline != nil else { return nil }
    return Zone(
      id: id, label: label, clause: clause, places: places, boundary: outline, rules: rules)
  }

  private func zonePlaces(_ value: Value, _ owner: String) -> [String] {
    let name = "\"places\" of \(owner)"
    guard let items = list(value, name) else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(name) names no place", "name at least one")
    }
    var places: [String] = []
    for item in items {
      guard let id = reference(item, to: .place, name) else { continue }
      if places.contains(id) {
        log.error(item.location, "\(name) names \"\(id)\" twice", "keep one")
      }
      places.append(id)
    }
    return places
  }

  private func entries(_ value: Value, _ owner: Table) -> [Zone.Rule] {
    guard let items = list(value, "\"entry\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) has no rule of entry", "add at least one")
    }
    return items.compactMap { item in
      guard let table = Table(item, "a rule of entry of \(owner.name)", .entry, log: log) else {
        return nil
      }
      let trades = table["trades"].map { value -> [String] in
        let items = list(value, "\"trades\" of \(table.name)") ?? []
        if items.isEmpty, case .list = value.content {
          log.error(
            value.location, "\"trades\" of \(table.name) names none",
            "name at least one, or leave trades out for all")
        }
        return items.compactMap { reference($0, to: .trade, "\"trades\" of \(table.name)") }
      }
      let entry = table.required("entry", "add entry: allowed, restricted or forbidden")
        .flatMap { word($0, "\"entry\" of \(table.name)", among: Zone.Entry.allCases) }
      let why = label(table, "why")
      guard let entry, let why else { return nil }
      return Zone.Rule(trades: trades ?? [], entry: entry, why: why)
    }
  }

  func trade(_ value: Value, _ id: String) -> Trade? {
    guard let table = Table(value, "trade \"\(id)\"", .trade, log: log) else { return nil }
    let label = label(table)
    let catalogue =
      table.required("catalogue", "add catalogue: encouraged, allowed, restricted or eliminated")
      .flatMap { word($0, "the catalogue of \(table.name)", among: Trade.Catalogue.allCases) }
    let isClosed = table["closed"].map { flag($0, "\"closed\" of \(table.name)") } ?? false
    let isTwoHigh = table["two-high"].map { flag($0, "\"two-high\" of \(table.name)") } ?? false
    let replacement = table["replacement"].flatMap {
      decimal($0, "\"replacement\" of \(table.name)")
    }
    if let replacement, replacement <= .zero {
      log.error(
        table.location(of: "replacement"), "\"replacement\" of \(table.name) is \(replacement)",
        "write how much old capacity goes for each unit of new, such as 1.25")
    }
    guard let label, let catalogue, let isClosed, let isTwoHigh else { return nil }
    return Trade(
      id: id, label: label, catalogue: catalogue, isClosed: isClosed, replacement: replacement,
      isTwoHigh: isTwoHigh)
  }
}
