import ActionPlan
import AirQuality
import Steering

/// Indicators in the page's language.
struct IndicatorWording: Sendable {
  let plan: Plan
  let texts: Texts

  /// A number with its unit; a dash for none.
  static func text(_ value: ExactDecimal?, _ indicator: Indicator, _ texts: Texts) -> String {
    guard let value else { return "—" }
    return indicator.unit.isEmpty ? "\(value)" : "\(value) \(texts(indicator.unit))"
  }

  /// `≥ 14 t`; nil where nobody set one.
  func target(_ indicator: Indicator) -> String? {
    guard let target = indicator.target else { return nil }
    guard let number = target.number else { return texts("indicators.unset") }
    return "\(target.direction == .atMost ? "≤" : "≥") \(Self.text(number, indicator, texts))"
  }

  static func tone(_ lamp: IndicatorLamp) -> String {
    switch lamp {
    case .green: "good"
    case .yellow: "warn"
    case .red: "bad"
    case .grey: "plain"
    }
  }

  func name(_ lamp: IndicatorLamp) -> String { texts("indicators.lamp-\(lamp.rawValue)") }

  /// Why the lamp shows what it shows, as one sentence.
  func reason(_ reading: IndicatorReading, _ indicator: Indicator) -> String {
    var key = "indicators.reason-\(reading.reason.rawValue)"
    switch reading.reason {
    case .onCourse, .withinTolerance, .behind:
      if let target = reading.target { key += "-\(target.direction.rawValue)" }
    default: break
    }
    return texts(
      key,
      [
        "value": Self.text(reading.value, indicator, texts),
        "expected": Self.text(reading.expected, indicator, texts),
        "target": target(indicator) ?? "", "by": reading.target?.by.description ?? "",
        "tolerance": reading.target.map { "\($0.tolerance)" } ?? "",
        "year": plan.year.map(String.init) ?? "",
      ])
  }

  /// What the figure is made of, in words, a line each.
  func method(_ indicator: Indicator) -> [String] {
    switch indicator.measure {
    case .fold(let part): return lines(part)
    case .share(let rows, let among):
      return [texts("indicators.method-share", ["register": register(rows.register)])]
        + (rows.filter.map { [texts("indicators.method-where", ["filter": $0.text])] } ?? [])
        + (among.map { [texts("indicators.method-among", ["filter": $0.text])] } ?? [])
        + dated(rows)
    case .ratio(let top, let bottom):
      return lines(top) + [texts("indicators.method-over")] + lines(bottom)
    case .growthOnYear(let part):
      return [texts("indicators.method-growth")] + lines(part)
    case .samples(let statistic, let quantity, let id, _):
      return [
        texts(
          "indicators.method-samples-\(statistic.rawValue)",
          [
            "quantity": plan.quantity(quantity).map { texts($0.label) } ?? quantity,
            "register": register(id),
          ])
      ]
    case .query(let sql): return [texts("indicators.method-query"), sql]
    }
  }

  private func lines(_ part: Indicator.Part) -> [String] {
    var values = ["register": register(part.rows.register)]
    var code = "count"
    func field(_ id: String) {
      values["field"] =
        plan.register(part.rows.register)?.field(id).map { texts($0.label) } ?? id
    }
    switch part.fold {
    case .count: break
    case .sum(let id):
      code = "sum"
      field(id)
    case .mean(let id):
      code = "mean"
      field(id)
    case .percentile(let percent, let id):
      code = "percentile"
      values["percent"] = "\(percent)"
      field(id)
    }
    return [texts("indicators.method-\(code)", values)]
      + (part.rows.filter.map { [texts("indicators.method-where", ["filter": $0.text])] } ?? [])
      + dated(part.rows)
  }

  private func dated(_ rows: Indicator.Rows) -> [String] {
    guard let dated = rows.dated else { return [texts("indicators.method-ever")] }
    let field = plan.register(rows.register)?.field(dated).map { texts($0.label) } ?? dated
    return [texts("indicators.method-dated", ["field": field])]
  }

  func register(_ id: String) -> String { plan.register(id).map { texts($0.label) } ?? id }

  func clause(_ id: String) -> String { plan.clause(id).map { texts($0.label) } ?? id }

  /// Names of the clause's lead units.
  func lead(_ clause: String) -> String {
    let names = PlanNames(plan: plan, texts: texts)
    return (plan.clause(clause)?.lead ?? []).compactMap { names.unit($0) }
      .joined(separator: texts("layout.separator"))
  }

  /// A value of the field that a figure is broken down by.
  func key(_ key: String?, of indicator: Indicator) -> String {
    guard let key else { return texts("indicators.noKey") }
    let names = PlanNames(plan: plan, texts: texts)
    switch indicator.brokenDown(in: plan)?.kind {
    case .choice(let choices): return choices.first { $0.id == key }.map { texts($0.label) } ?? key
    case .place: return names.place(key) ?? key
    case .unit: return names.unit(key) ?? key
    default: return key
    }
  }
}
