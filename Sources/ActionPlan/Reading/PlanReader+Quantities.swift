import AirQuality

/// Quantities.
extension PlanReader {
  /// The ambient-air standard's pollutants.
  static let pollutants = Pollutant.allCases.map(\.rawValue)

  func quantity(_ value: Value, _ id: String) -> Quantity? {
    guard let table = Table(value, "quantity \"\(id)\"", .quantity, log: log) else { return nil }
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
}
