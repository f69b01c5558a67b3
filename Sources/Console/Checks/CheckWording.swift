import ActionPlan
import Checks

/// Says answers of checks in the page's language.
struct CheckWording: Sendable {
  let check: Check
  let plan: Plan
  let texts: Texts

  func answer(_ code: String) -> String { texts("checks.\(check.kind.word)-\(code)") }

  /// `good`, `warn` or `bad`.
  func tone(_ code: String) -> String {
    switch code {
    case "admitted", "allowed", "found", "drawn": "good"
    case "restricted": "warn"
    default: "bad"
    }
  }

  func tone(_ weight: CheckReason.Weight) -> String {
    switch weight {
    case .bars: "bad"
    case .limits: "warn"
    case .grants: "good"
    case .tells: "plain"
    }
  }

  func reason(_ reason: CheckReason) -> String {
    var values = reason.values.mapValues { $0 }
    for (key, value) in reason.values { values[key] = name(of: key, value) }
    values["why"] = reason.why.map { texts($0) }
    return texts("checks.reason-\(reason.code)", values)
  }

  /// Town and control zones of the position that a project was asked at; empty without one.
  func whereabouts(_ answer: CheckAnswer, _ input: [String: String]) -> String {
    guard let position = CheckRunner.position(input) else { return "" }
    let zones = answer.reasons.compactMap { $0.values["zone"] }.compactMap { plan.zone($0) }
    return texts(
      "checks.whereabouts",
      [
        "place": plan.place(containing: position).map { texts($0.place.label) }
          ?? texts("checks.outside"),
        "zones": zones.isEmpty
          ? texts("checks.noZone")
          : zones.map { texts($0.label) }.joined(separator: texts("layout.separator")),
      ])
  }

  /// The label of a key of the check's input.
  func label(of key: String) -> String {
    if case .admission(let admission) = check.kind {
      if let id = key.suffix(after: "is.") {
        return admission.questions.first { $0.id == id }.map { texts($0.label) } ?? id
      }
      if let id = key.suffix(after: "emission.") {
        return texts("checks.emission", ["pollutant": pollutant(id)])
      }
    }
    return texts("checks.key-\(key)")
  }

  private func name(of key: String, _ value: String) -> String {
    switch key {
    case "trade": plan.trade(value).map { texts($0.label) } ?? value
    case "zone": plan.zone(value).map { texts($0.label) } ?? value
    case "place": plan.place(value).map { texts($0.label) } ?? value
    case "register": plan.register(value).map { texts($0.label) } ?? value
    case "pollutant": pollutant(value)
    case "entry": texts("checks.answer-\(value)")
    case "class": className(value)
    default: value
    }
  }

  func pollutant(_ id: String) -> String {
    guard case .admission(let admission) = check.kind, let offsets = admission.offsets,
      let field = plan.register(offsets.register)?.field(offsets.pollutant)
    else { return id }
    return choice(id, of: field)
  }

  func className(_ id: String) -> String {
    guard case .label(let label) = check.kind,
      let field = plan.register(label.register)?.field(label.classField)
    else { return id }
    return choice(id, of: field)
  }

  func choice(_ id: String, of field: Field) -> String {
    guard case .choice(let choices) = field.kind else { return id }
    return choices.first { $0.id == id }.map { texts($0.label) } ?? id
  }
}

extension String {
  func suffix(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
