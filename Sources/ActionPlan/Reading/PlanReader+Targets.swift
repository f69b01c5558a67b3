import AirQuality

/// What an indicator should reach, and by when.
extension PlanReader {
  static let usualTolerance = ExactDecimal(10)

  func indicatorTarget(
    _ value: Value, _ owner: String, unit: Label?, _ measure: Indicator.Measure?
  ) -> Indicator.Target? {
    let name = "the target of \(owner)"
    guard let table = Table(value, name, .indicatorTarget, log: log) else { return nil }
    let bounds = [Objective.Direction.atLeast, .atMost].filter { table[$0.rawValue] != nil }
    guard bounds.count == 1, let bound = table[bounds[0].rawValue] else {
      log.error(table.location, "\(name) needs one bound", "write either at-least or at-most")
      return nil
    }
    let isUnset = if case .text("unset") = bound.content { true } else { false }
    let number = isUnset ? nil : figure(bound, in: unit, name)
    let by = table["by"].map { day($0, "\"by\" of \(name)") } ?? lastDay(for: name, table)
    let tolerance = table["tolerance"].map { self.tolerance($0, name) } ?? Self.usualTolerance
    guard let by else { return nil }
    let pace = self.pace(table, name, unit: unit, measure, by: by, isUnset: isUnset)
    guard let pace, let tolerance, isUnset || number != nil else { return nil }
    return Indicator.Target(bounds[0], number, by: by, pace: pace, tolerance: tolerance)
  }

  /// The last day of the plan's year, which a target without a day of its own needs.
  private func lastDay(for name: String, _ table: Table) -> CalendarDay? {
    // A faulty head has been told.
    guard let head else { return nil }
    if let day = head.lastDay { return day }
    log.error(
      table.location, "\(name) says not by when, and plan.yml names no year",
      "add year: 2021 to plan.yml, or by: 2021-12-31 here")
    return nil
  }

  /// A number in a unit, which need not be written.
  ///
  /// - Parameter unit: nil where it could not be read: any may be right.
  func figure(_ value: Value, in unit: Label?, _ name: String) -> ExactDecimal? {
    if case .text(let text) = value.content, let number = ExactDecimal(text) { return number }
    guard let unit else { return amount(value, name)?.number }
    if case .text(let text) = value.content, let number = ParsedAmount(text)?.number(in: unit.en) {
      return number
    }
    return amount(value, in: unit.zh, name)
  }

  private func tolerance(_ value: Value, _ name: String) -> ExactDecimal? {
    guard let number = amount(value, in: "%", "\"tolerance\" of \(name)") else { return nil }
    guard number >= .zero, number <= ExactDecimal(100) else {
      log.error(
        value.location, "\"tolerance\" of \(name) is \(number) %", "write 0 % to 100 %")
      return nil
    }
    return number
  }

  private func pace(
    _ table: Table, _ name: String, unit: Label?, _ measure: Indicator.Measure?, by: CalendarDay,
    isUnset: Bool
  ) -> Indicator.Pace? {
    guard let value = table["pace"] else {
      switch measure {
      // Without a day of its own a row does not come in with the year: what is counted is a stock.
      case .fold(let part) where part.rows.dated != nil:
        switch part.fold {
        case .count, .sum: return .even
        case .mean, .percentile: return .level
        }
      default: return .level
      }
    }
    switch value.content {
    case .text("even"): return .even
    case .text("level"): return .level
    case .list(let items):
      if isUnset {
        log.error(
          value.location, "\(name) is unset, so nobody knows what its steps should reach",
          "leave pace out until the number is set")
        return nil
      }
      return steps(items, value, name, unit: unit, by: by).map { .steps($0) }
    default:
      log.error(
        value.location, "\"pace\" of \(name) cannot be \(value.kind)",
        suggestion(
          value, among: ["even", "level"],
          else: "write even, level, or steps: [{by: 2021-06-30, reach: 7}]"))
      return nil
    }
  }

  private func steps(
    _ items: [Value], _ value: Value, _ name: String, unit: Label?, by: CalendarDay
  ) -> [Indicator.Step]? {
    if items.isEmpty {
      log.error(value.location, "\"pace\" of \(name) has no steps", "add one, or write even")
      return nil
    }
    var steps: [Indicator.Step] = []
    for item in items {
      guard let table = Table(item, "a step of \(name)", .paceStep, log: log) else { continue }
      let day = table.required("by", "add by: and a day").flatMap {
        self.day($0, "\"by\" of \(table.name)")
      }
      let reach = table.required("reach", "add reach: and the figure due by then")
        .flatMap { figure($0, in: unit, "\"reach\" of \(table.name)") }
      guard let day, let reach else { continue }
      if let last = steps.last, day <= last.by {
        log.error(
          table.location(of: "by"),
          "the steps of \(name) do not ascend: \(day) comes after \(last.by)",
          "put the earliest first, each day once")
      }
      if day > by {
        log.error(
          table.location(of: "by"), "a step of \(name) is by \(day), after its last day \(by)",
          "set it earlier, or by later")
      }
      steps.append(.init(by: day, reach: reach))
    }
    return steps.count == items.count ? steps : nil
  }
}
