import AirQuality

/// Reads the checks of one quality rule; amounts are in the unit of its quantities.
struct QualityReading {
  let reader: PlanReader
  let owner: Table
  let unit: String

  private func table(_ key: String, _ shape: Shape) -> Table? {
    owner[key].flatMap {
      Table($0, "\"\(key)\" of \(owner.name)", shape, log: reader.log)
    }
  }

  // MARK: Values

  func amount(_ value: Value, _ key: String, of table: Table? = nil) -> Double? {
    reader.amount(value, in: unit, "\"\(key)\" of \((table ?? owner).name)").map(\.approximate)
  }

  func amount(_ table: Table, _ key: String, remedy: String) -> Double? {
    table.required(key, "add \(key): \(remedy)\(unit.isEmpty ? "" : ", in \(unit)")")
      .flatMap { amount($0, key, of: table) }
  }

  /// 0…1 of `30 %`.
  private func share(_ table: Table, _ key: String, most: Double = 1) -> Double? {
    guard let value = table.required(key, "add \(key): a share, such as 10 %"),
      let percent = reader.amount(value, in: "%", "\"\(key)\" of \(table.name)")
    else { return nil }
    let share = percent.approximate / 100
    guard (0...most).contains(share) else {
      reader.log.error(
        value.location, "\"\(key)\" of \(table.name) is \(percent) %",
        "write 0 % to \(Int(most * 100)) %")
      return nil
    }
    return share
  }

  private func seconds(_ table: Table, _ key: String) -> Int? {
    table.required(key, "add \(key): a length of time, such as 3 h")
      .flatMap { reader.duration($0, "\"\(key)\" of \(table.name)", atLeast: 1) }
  }

  private func count(_ table: Table, _ key: String, _ range: ClosedRange<Int>) -> Int? {
    table.required(key, "add \(key): a whole number")
      .flatMap { reader.whole($0, "\"\(key)\" of \(table.name)", in: range) }
  }

  private func number(_ table: Table, _ key: String, _ range: ClosedRange<Double>) -> Double? {
    guard let value = table.required(key, "add \(key): a number"),
      let number = reader.decimal(value, "\"\(key)\" of \(table.name)")
    else { return nil }
    guard range.contains(number.approximate) else {
      reader.log.error(
        value.location, "\"\(key)\" of \(table.name) is \(number)",
        "write a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))")
      return nil
    }
    return number.approximate
  }

  private static func text(_ bound: Double) -> String {
    bound == bound.rounded() ? String(Int(bound)) : String(bound)
  }

  // MARK: Checks of faults

  func constant() -> QualityRule.Constant? {
    guard let table = table("constant", .qualityConstant) else { return nil }
    let length = seconds(table, "for")
    let above = amount(table, "above", remedy: "values at it or below it are a stable zero")
    let chance = number(table, "chance", 0.000001...1)
    let running = running(table)
    guard let length, let above, let chance else { return nil }
    return .init(forSeconds: length, above: above, running: running, chance: chance)
  }

  func zero() -> QualityRule.Zero? {
    guard let table = table("zero", .qualityZero) else { return nil }
    let length = seconds(table, "for")
    let usual = share(table, "usual")
    let running = running(table)
    guard let length, let usual else { return nil }
    return .init(forSeconds: length, running: running, usualShare: usual)
  }

  /// `while: {quantity: power, above: 1 kW}`.
  private func running(_ owner: Table) -> QualityRule.Running? {
    guard let value = owner["while"],
      let table = Table(value, "\"while\" of \(owner.name)", .qualityRunning, log: reader.log)
    else { return nil }
    let id = table.required("quantity", "name the quantity that shows that the plant runs")
      .flatMap { reader.reference($0, to: .quantity, "\"quantity\" of \(table.name)") }
    let above = table.required("above", "add above: from where on it runs")
    guard let id, let above, let quantity = reader.quantities.first(where: { $0.id == id }),
      let bound = reader.amount(above, in: quantity.unit, "\"above\" of \(table.name)")
    else { return nil }
    return .init(quantity: id, above: bound.approximate)
  }

  func negative() -> QualityRule.Negative? {
    guard let table = table("negative", .qualityNegative) else { return nil }
    let below = amount(table, "below", remedy: "what no value goes below")
    guard let below, let length = seconds(table, "for") else { return nil }
    return .init(below: below, forSeconds: length)
  }

  func overRange() -> QualityRule.OverRange? {
    guard let table = table("over-range", .qualityOverRange) else { return nil }
    let at = amount(table, "at", remedy: "the end of the measuring range")
    guard let at, let length = seconds(table, "for") else { return nil }
    return .init(at: at, forSeconds: length)
  }

  func jump() -> QualityRule.Jump? {
    table("jump", .qualityJump).flatMap { number($0, "deviations", 2...1000) }
      .map { .init(deviations: $0) }
  }

  func unitSlip() -> QualityRule.UnitSlip? {
    guard let table = table("unit-slip", .qualityUnitSlip) else { return nil }
    let factors =
      table.required("factors", "add factors: [10, 1000, 1000000]").flatMap { value in
        reader.list(value, "\"factors\" of \(table.name)")
      }?.compactMap { reader.whole($0, "a factor of \(table.name)", in: 10...1_000_000_000) } ?? []
    guard let length = seconds(table, "for"), !factors.isEmpty else { return nil }
    return .init(factors: factors.sorted().map(Double.init), forSeconds: length)
  }

  func clock() -> QualityRule.Clock? {
    table("clock", .qualityClock).flatMap { seconds($0, "off") }.map { .init(offSeconds: $0) }
  }

  func gap() -> QualityRule.Gap? {
    table("gap", .qualityGap).flatMap { count($0, "intervals", 1...10_000) }
      .map { .init(intervals: $0) }
  }

  func agreement() -> QualityRule.Agreement? {
    guard let table = table("agreement", .qualityAgreement) else { return nil }
    guard let share = share(table, "within"), let length = seconds(table, "for") else { return nil }
    return .init(share: share, forSeconds: length)
  }

  // MARK: What two quantities cannot both be

  func cross() -> [QualityRule.Cross] {
    guard let value = owner["cross"] else { return [] }
    return (reader.list(value, "\"cross\" of \(owner.name)") ?? []).compactMap { item in
      guard
        let table = Table(item, "a cross check of \(owner.name)", .qualityCross, log: reader.log)
      else { return nil }
      let kinds = ["not-above", "converted-from", "at-most"].filter { table[$0] != nil }
      guard kinds.count == 1, let kind = kinds.first, let length = seconds(table, "for") else {
        if kinds.count != 1 {
          reader.log.error(
            table.location, "\(table.name) compares in \(kinds.isEmpty ? "no" : "several") ways",
            "write one of not-above, converted-from and at-most")
        }
        return nil
      }
      return cross(table, kind, length)
    }
  }

  private func cross(_ table: Table, _ kind: String, _ length: Int) -> QualityRule.Cross? {
    switch kind {
    case "not-above":
      let other = other(table, kind)
      let share = share(table, "share", most: 10)
      let margin = amount(table, "margin", remedy: "what both may be off")
      guard let other, let share, let margin else { return nil }
      return .notAbove(other: other, share: share, margin: margin, forSeconds: length)
    case "converted-from":
      let other = other(table, kind)
      let oxygen =
        table["oxygen"] == nil
        ? required(table, "oxygen") : self.other(table, "oxygen")
      let reference = table.required("reference", "add reference: the reference oxygen, as 6 %")
        .flatMap { reader.amount($0, in: "%", "\"reference\" of \(table.name)") }
      let share = share(table, "within")
      guard let other, let oxygen, let reference, let share else { return nil }
      return .converted(
        other: other, oxygen: oxygen, reference: reference.approximate, share: share,
        forSeconds: length)
    default:
      guard let most = amount(table, kind, remedy: "what no value is above") else { return nil }
      return .notAboveValue(most, forSeconds: length)
    }
  }

  private func other(_ table: Table, _ key: String) -> String? {
    table[key].flatMap {
      reader.reference($0, to: .quantity, "\"\(key)\" of \(table.name)")
    }
  }

  private func required(_ table: Table, _ key: String) -> String? {
    _ = table.required(key, "add \(key): the id of a quantity")
    return nil
  }

  // MARK: Checks of evasion

  func flagMisuse() -> QualityRule.FlagMisuse? {
    guard let table = table("flag-misuse", .qualityFlagMisuse) else { return nil }
    let share = share(table, "share")
    let matched = self.share(table, "matched")
    guard let share, let matched, let least = count(table, "least", 2...10_000) else { return nil }
    return .init(share: share, matched: matched, least: least)
  }

  func held() -> QualityRule.Held? {
    guard let table = table("held", .qualityHeld) else { return nil }
    let over = seconds(table, "over")
    let within = share(table, "within")
    let least = count(table, "least", 2...10_000)
    guard let over, let within, let least, let ratio = number(table, "ratio", 1...1000) else {
      return nil
    }
    return .init(overSeconds: over, within: within, least: least, ratio: ratio)
  }

  func frozen() -> QualityRule.Frozen? {
    guard let table = table("frozen", .qualityFrozen) else { return nil }
    guard let length = seconds(table, "for"), let share = share(table, "share") else { return nil }
    return .init(forSeconds: length, share: share)
  }

  func capped() -> QualityRule.Capped? {
    guard let table = table("capped", .qualityCapped) else { return nil }
    let over = seconds(table, "over")
    let least = count(table, "least", 2...10_000)
    guard let over, let least, let ratio = number(table, "ratio", 1...1000) else { return nil }
    return .init(overSeconds: over, least: least, ratio: ratio)
  }

  func copied() -> QualityRule.Copied? {
    guard let table = table("copied", .qualityCopied) else { return nil }
    let length = seconds(table, "for")
    guard let length, let correlation = number(table, "correlation", 0.5...1) else { return nil }
    return .init(forSeconds: length, correlation: correlation)
  }
}
