import AirQuality

/// Objectives: what is measured, and which figure is promised of it.
extension PlanReader {
  func objective(_ value: Value, _ id: String) -> Objective? {
    guard let table = Table(value, "objective \"\(id)\"", .objective, log: log) else { return nil }
    let label = label(table)
    let clause = table.required("clause", "name the clause that promises it")
      .flatMap { reference($0, to: .clause, "the clause of \(table.name)") }
    let measure = table.required("measure", Self.measureRemedy)
      .flatMap { self.measure($0, table.name) }
    let needsTarget = if case .classTwo = measure { false } else { true }
    let target = needsTarget ? self.target(table, of: measure) : nil
    if !needsTarget { refuseTarget(of: table) }
    guard let label, let clause, let measure, target != nil || !needsTarget else { return nil }
    return Objective(id: id, clause: clause, label: label, measure: measure, target: target)
  }

  /// Keys of the measures that name something.
  enum MeasureKey: String, CaseIterable {
    case annualMean = "annual-mean"
    case annualPercentile90 = "annual-percentile-90"
    case classTwo = "class-two"
    case rank
    case changeOnYear = "change-on-year"
  }

  static let goodDayShare = "good-day-share"

  private static let measureRemedy =
    "write good-day-share, {annual-mean: quantity}, {annual-percentile-90: quantity}, "
    + "{class-two: bulletin}, {rank: ranking} or {change-on-year: composite-index}"

  private func measure(_ value: Value, _ owner: String) -> Objective.Measure? {
    let name = "the measure of \(owner)"
    let words = [Self.goodDayShare] + MeasureKey.allCases.map(\.rawValue)
    func refuse(_ found: String, at location: Location) {
      let near = words.contains(found) ? nil : Nearest.word(to: found, among: words)
      log.error(
        location, "\(name) is no statistic a plan knows",
        near.map { "did you mean \"\($0)\"?" } ?? Self.measureRemedy)
    }
    switch value.content {
    case .text(Self.goodDayShare): return .goodDayShare
    case .text(let text): refuse(text, at: value.location)
    case .table(let entries) where entries.count == 1:
      guard let key = MeasureKey(rawValue: entries[0].key) else {
        refuse(entries[0].key, at: entries[0].keyLocation)
        return nil
      }
      return measure(key, entries[0].value, name)
    case .table, .list, .nothing: refuse("", at: value.location)
    }
    return nil
  }

  private func measure(_ key: MeasureKey, _ value: Value, _ name: String) -> Objective.Measure? {
    switch key {
    case .annualMean: return reference(value, to: .quantity, name).map { .annualMean(of: $0) }
    case .annualPercentile90:
      return reference(value, to: .quantity, name).map { .annualPercentile90(of: $0) }
    case .classTwo:
      return word(value, name, among: Objective.ClassReading.allCases).map { .classTwo($0) }
    case .rank:
      guard let id = reference(value, to: .ranking, name) else { return nil }
      checkDistrict(isIn: id, at: value.location)
      return .rank(in: id)
    case .changeOnYear:
      let words = [Self.compositeIndex] + Self.pollutants
      guard case .text(let text) = value.content, words.contains(text) else {
        log.error(
          value.location, "\(name) cannot be \(value.kind)", suggestion(value, among: words))
        return nil
      }
      return .changeOnYear(Pollutant(rawValue: text).map { .pollutant($0) } ?? .compositeIndex)
    }
  }

  /// A rank is the district's, so the ranking must hold the district.
  private func checkDistrict(isIn id: String, at location: Location) {
    // Whatever is wrong with the plan's head or the ranking has been told.
    guard let head, let ranking = rankings.first(where: { $0.id == id }) else { return }
    guard case .places(let places) = ranking.members else {
      log.error(
        location, "ranking \"\(id)\" ranks stations, so the district has no rank in it",
        "name a ranking of places")
      return
    }
    guard let district = head.airDistrict else {
      log.error(
        location, "the plan does not say which place of ranking \"\(id)\" is the district",
        "add air: {district: {name: …, city: …}} to plan.yml")
      return
    }
    guard !places.contains(where: { $0.isName(of: district.name, city: district.city ?? "") })
    else { return }
    log.error(
      location,
      "the district \"\(Value.shortened(district.name))\" is no place of ranking \"\(id)\"",
      "add it to the ranking's places, or correct air in plan.yml")
  }

  private func refuseTarget(of owner: Table) {
    guard owner["target"] != nil else { return }
    log.error(
      owner.location(of: "target"),
      "\(owner.name) has a target, but the limits of class II are the standard's",
      "remove the target")
  }

  private func target(_ owner: Table, of measure: Objective.Measure?) -> Objective.Target? {
    let example =
      switch measure {
      case .rank: "{at-most: 3}"
      case .changeOnYear: "{at-most: 0 %}"
      default: "{at-most: 28 ug/m3} or {at-least: 90 %}"
      }
    let words = [Objective.Direction.atMost.rawValue, Objective.Direction.atLeast.rawValue]
    // What a measure that was misread would need is not known.
    guard measure != nil || owner["target"] != nil,
      let value = owner.required("target", "add target: \(example)"),
      let table = Table(value, "the target of \(owner.name)", .objectiveTarget, log: log)
    else { return nil }
    let given = words.filter { table[$0] != nil }
    guard given.count == 1, let value = table[given[0]],
      let direction = Objective.Direction(rawValue: given[0])
    else {
      log.error(
        table.location, "\(table.name) needs one bound", "write either at-most or at-least")
      return nil
    }
    guard let measure, let unit = unit(of: measure) else {
      _ = amount(value, table.name)
      return nil
    }
    guard let number = amount(value, in: unit, table.name) else { return nil }
    let target = Objective.Target(direction, number, unit: unit)
    return fits(target, measure, table, value) ? target : nil
  }

  /// nil where the quantity is faulty, which has been told.
  private func unit(of measure: Objective.Measure) -> String? {
    switch measure {
    case .annualMean(let id), .annualPercentile90(let id):
      quantities.first { $0.id == id }?.unit
    case .goodDayShare, .changeOnYear: "%"
    case .rank, .classTwo: ""
    }
  }

  private func fits(
    _ target: Objective.Target, _ measure: Objective.Measure, _ table: Table, _ value: Value
  ) -> Bool {
    switch measure {
    case .annualMean, .annualPercentile90, .goodDayShare, .classTwo: return true
    case .rank, .changeOnYear: break
    }
    guard target.direction == .atMost else {
      log.error(
        table.location(of: target.direction.rawValue),
        "\(table.name) is at least a figure of which the smaller is the better", "write at-most")
      return false
    }
    guard case .rank(let id) = measure else { return true }
    guard target.number >= ExactDecimal(1), target.number.rounded(to: 0) == target.number else {
      log.error(value.location, "\(table.name) is no rank", "write a whole number from 1")
      return false
    }
    guard case .places(let places)? = rankings.first(where: { $0.id == id })?.members,
      target.number > ExactDecimal(Int64(places.count))
    else { return true }
    log.error(
      value.location, "\(table.name) is beyond the \(places.count) places of ranking \"\(id)\"",
      "write a whole number from 1 to \(places.count)")
    return false
  }
}
