import AirQuality

/// Indicators: what is measured, and what should be reached.
extension PlanReader {
  func indicator(_ value: Value, _ id: String) -> Indicator? {
    guard let table = Table(value, "indicator \"\(id)\"", .indicator, log: log) else { return nil }
    let label = label(table)
    let clause = requiredClause(table)
    let measure = table.required("measure", Self.measureExamples)
      .flatMap { self.indicatorMeasure($0, table.name) }
    let unit = unit(of: table, measure)
    let decimals = table["decimals"].flatMap { self.decimals($0, measure, table.name) }
    let by = table["by"].flatMap { breakdown($0, measure, table.name) }
    var target: Indicator.Target?
    if let value = table["target"] {
      target = indicatorTarget(value, table.name, unit: unit, measure)
    }
    guard let label, let clause, let measure, let unit, table["target"] == nil || target != nil
    else { return nil }
    return Indicator(
      id: id, clause: clause, label: label, unit: unit, measure: measure, target: target, by: by,
      decimals: decimals)
  }

  static let decimals = 0...6

  /// Of a figure that is divided for: others have the decimals of what they are made of.
  private func decimals(
    _ value: Value, _ measure: Indicator.Measure?, _ owner: String
  ) -> Int? {
    let name = "\"decimals\" of \(owner)"
    let isDivided =
      switch measure {
      case .fold(let part):
        switch part.fold {
        case .count, .sum: false
        case .mean, .percentile: true
        }
      case .samples(let statistic, _, _, _): statistic == .coverage || statistic == .mean
      case .query: false
      case .share, .ratio, .growthOnYear, nil: true
      }
    guard isDivided else {
      log.error(
        value.location, "\(name) changes nothing: its figure has those of what it is made of",
        "leave decimals out")
      return nil
    }
    return whole(value, name, in: Self.decimals)
  }

  /// A share is per cent by nature and need not say so.
  ///
  /// - Returns: nil where it hangs on what could not be read.
  private func unit(of table: Table, _ measure: Indicator.Measure?) -> Label? {
    let isPercent =
      switch measure {
      case .share, .growthOnYear, .samples(.coverage, _, _, _): true
      default: false
      }
    guard let value = table["unit"] else {
      guard let measure else { return nil }
      guard case .samples(_, let id, _, _) = measure, !isPercent else {
        return .same(isPercent ? "%" : "")
      }
      return .same(quantities.first { $0.id == id }?.unit ?? "")
    }
    guard let unit = printedUnit(value, "the unit of \(table.name)") else { return nil }
    if isPercent, unit != .same("%") {
      log.error(
        value.location, "\(table.name) is measured in per cent, not in \(Value.shortened(unit.en))",
        "write unit: \"%\", or leave it out")
      return nil
    }
    return unit
  }

  /// A field that every register of the measure has, of a kind with few values.
  private func breakdown(_ value: Value, _ measure: Indicator.Measure?, _ owner: String) -> String?
  {
    guard let measure else { return nil }
    switch measure {
    case .samples, .query:
      log.error(
        value.location,
        "\(owner) is not made of a register's rows and cannot be broken down by a field",
        "remove by")
      return nil
    case .fold, .share, .ratio, .growthOnYear: break
    }
    var id: String?
    for register in measure.registers.sorted().compactMap({ id in
      registers.first { $0.id == id && !faultyRegisters.contains(id) }
    }) {
      let kinds = ["place", "unit", "choice"]
      guard let field = field(value, of: register, kinds: kinds, "\"by\" of \(owner)") else {
        return nil
      }
      id = field.id
    }
    return id
  }
}
