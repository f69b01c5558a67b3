import AirQuality

/// Checks of data quality.
extension PlanReader {
  func qualityRule(_ value: Value, _ id: String) -> QualityRule? {
    guard let table = Table(value, "quality rule \"\(id)\"", .quality, log: log) else { return nil }
    let label = label(table)
    let of =
      table.required("of", "name the quantities whose values it is for: [so2, nox]")
      .map { qualityQuantities($0, table) } ?? []
    let measured = of.compactMap { id in quantities.first { $0.id == id } }
    guard let unit = commonUnit(of: measured, table) else { return nil }
    let reader = QualityReading(reader: self, owner: table, unit: unit)
    let resolution = reader.amount(table, "resolution", remedy: "the instruments' smallest step")
    if let resolution, resolution <= 0 {
      log.error(
        table.location(of: "resolution"), "\"resolution\" of \(table.name) is not above zero",
        "write the smallest step the instruments tell apart")
    }
    let rule = QualityRule(
      id: id, label: label ?? .same(id), quantities: of, resolution: resolution ?? 1,
      limit: table["limit"].flatMap { reader.amount($0, "limit") },
      constant: reader.constant(), zero: reader.zero(), negative: reader.negative(),
      overRange: reader.overRange(), jump: reader.jump(), cross: reader.cross(),
      unitSlip: reader.unitSlip(), clock: reader.clock(), gap: reader.gap(),
      duplicate: table["duplicate"].flatMap { flag($0, "\"duplicate\" of \(table.name)") }
        ?? false,
      agreement: reader.agreement(), flagMisuse: reader.flagMisuse(), held: reader.held(),
      frozen: reader.frozen(), capped: reader.capped(), copied: reader.copied(),
      calibrationSeconds: table["calibrated-every"].flatMap {
        duration($0, "\"calibrated-every\" of \(table.name)", atLeast: 3_600)
      })
    guard label != nil, resolution != nil, !of.isEmpty else { return nil }
    return rule
  }

  /// A quantity belongs to one rule: two would say two things of one value.
  private func qualityQuantities(_ value: Value, _ owner: Table) -> [String] {
    guard let items = list(value, "\"of\" of \(owner.name)") else { return [] }
    if items.isEmpty {
      log.error(value.location, "\(owner.name) is for no quantity", "name at least one")
    }
    return items.compactMap { item in
      guard let id = reference(item, to: .quantity, "\"of\" of \(owner.name)") else { return nil }
      if let first = qualityOwners[id] {
        log.error(
          item.location, "quantity \"\(id)\" already has the quality rule \"\(first)\"",
          "keep it in one of them")
      }
      qualityOwners[id] = owner.name.split(separator: "\"").dropFirst().first.map(String.init) ?? ""
      return id
    }
  }

  /// - Returns: nil where the quantities are in several, which has been logged.
  private func commonUnit(of quantities: [Quantity], _ table: Table) -> String? {
    let units = Set(quantities.map(\.unit))
    guard units.count > 1 else { return units.first ?? "" }
    log.error(
      table.location(of: "of"),
      "the quantities of \(table.name) are in several units: \(units.sorted().joined(separator: ", "))",
      "write a rule for those of each unit")
    return nil
  }
}
