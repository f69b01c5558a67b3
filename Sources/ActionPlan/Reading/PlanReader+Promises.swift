import AirQuality

/// Quantities, clauses and objectives.
extension PlanReader {
  /// The ambient-air standard's pollutants.
  static let pollutants = Pollutant.allCases.map(\.rawValue)

  func quantity(_ value: Value, _ id: String) -> Quantity? {
    let keys = ["quantity", "label", "unit", "pollutant", "factors"]
    guard let table = Table(value, "quantity \"\(id)\"", keys: keys, log: log) else { return nil }
    let label = label(table)
    let unit = table["unit"].map { text($0, "the unit of \(table.name)", longest: 16) } ?? ""
    var pollutant: String?
    if let value = table["pollutant"] {
      if case .text(let text) = value.content, Self.pollutants.contains(text) {
        pollutant = text
        if let other = quantities(withPollutant: text).first {
          log.error(
            value.location, "pollutant \"\(text)\" is already quantity \"\(other)\"",
            "keep one quantity for each pollutant of the standard")
        }
      } else {
        log.error(
          value.location, "the standard knows no pollutant \(value.kind)",
          suggestion(value, among: Self.pollutants))
      }
    }
    let codes = table["factors"].map { factorCodes($0, table) } ?? []
    guard let label, let unit else { return nil }
    let quantity = Quantity(
      id: id, label: label, unit: MeasuringUnit.canonical(unit), pollutant: pollutant,
      factorCodes: codes)
    quantities.append(quantity)
    return quantity
  }

  private func quantities(withPollutant pollutant: String) -> [String] {
    quantities.filter { $0.pollutant == pollutant }.map(\.id)
  }

  private func factorCodes(_ value: Value, _ table: Table) -> [String] {
    (list(value, "\"factors\" of \(table.name)") ?? []).compactMap { item in
      guard case .text(let code) = item.content, (1...20).contains(code.utf8.count),
        code.utf8.allSatisfy({ byte in
          let letter = byte | 0x20
          return (0x30...0x39).contains(byte) || (0x61...0x7A).contains(letter)
        })
      else {
        log.error(
          item.location, "a factor code of \(table.name) is \(item.kind)",
          "write an HJ 212 code of letters and digits, such as a34004")
        return nil
      }
      if let other = quantities.first(where: { $0.factorCodes.contains(code) }) {
        log.error(
          item.location, "factor code \"\(code)\" already means quantity \"\(other.id)\"",
          "give it to one of the two")
      }
      return code
    }
  }

  func clause(_ value: Value, _ id: String) -> Clause? {
    let keys = ["clause", "label", "lead", "with"]
    guard let table = Table(value, "clause \"\(id)\"", keys: keys, log: log) else { return nil }
    let label = label(table)
    let lead = table["lead"].map { unitList($0, "\"lead\" of \(table.name)") } ?? []
    let with = table["with"].map { unitList($0, "\"with\" of \(table.name)") } ?? []
    for id in with where lead.contains(id) {
      log.error(
        table.location(of: "with"), "unit \"\(id)\" both leads \(table.name) and cooperates in it",
        "keep it under lead")
    }
    guard let label else { return nil }
    return Clause(id: id, label: label, lead: lead, with: with)
  }

  func objective(_ value: Value, _ id: String) -> Objective? {
    let keys = ["objective", "clause", "label", "measure", "target"]
    guard let table = Table(value, "objective \"\(id)\"", keys: keys, log: log) else { return nil }
    let label = label(table)
    let clause = table.required("clause", "name the clause that promises it")
      .flatMap { reference($0, to: .clause, "the clause of \(table.name)") }
    let measure = table.required("measure", Self.measureRemedy).flatMap {
      self.measure($0, table.name)
    }
    let unit = measure.map {
      (measure: (statistic: Objective.Statistic, quantity: String?)) -> String in
      measure.quantity.flatMap { id in quantities.first { $0.id == id } }?.unit ?? "%"
    }
    let target = table.required("target", "add target: {at-most: 28 ug/m3} or {at-least: 90 %}")
      .flatMap { self.target($0, table.name, unit: unit) }
    guard let label, let clause, let measure, let target, let unit else { return nil }
    return Objective(
      id: id, clause: clause, label: label, statistic: measure.statistic,
      quantity: measure.quantity, direction: target.direction, target: target.number, unit: unit)
  }

  private static let measureRemedy =
    "write good-day-share, {annual-mean: quantity} or {annual-percentile-90: quantity}"

  private func measure(
    _ value: Value, _ name: String
  ) -> (statistic: Objective.Statistic, quantity: String?)? {
    if case .text("good-day-share") = value.content { return (.goodDayShare, nil) }
    guard case .table(let entries) = value.content, entries.count == 1,
      let statistic = Objective.Statistic(rawValue: entries[0].key), statistic != .goodDayShare
    else {
      log.error(
        value.location, "the measure of \(name) is no statistic a plan knows", Self.measureRemedy)
      return nil
    }
    return reference(entries[0].value, to: .quantity, "the measure of \(name)")
      .map { (statistic, $0) }
  }

  private func target(
    _ value: Value, _ name: String, unit: String?
  ) -> (direction: Objective.Direction, number: ExactDecimal)? {
    let words = [Objective.Direction.atMost.rawValue, Objective.Direction.atLeast.rawValue]
    guard let table = Table(value, "the target of \(name)", keys: words, log: log) else {
      return nil
    }
    let given = words.filter { table[$0] != nil }
    guard given.count == 1, let value = table[given[0]],
      let direction = Objective.Direction(rawValue: given[0])
    else {
      log.error(
        table.location, "\(table.name) needs one bound", "write either at-most or at-least")
      return nil
    }
    guard let unit else { return amount(value, table.name).map { (direction, $0.number) } }
    return amount(value, in: unit, table.name).map { (direction, $0) }
  }
}
