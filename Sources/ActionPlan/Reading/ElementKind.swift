/// The kinds of element a plan is made of. Each stands in its own file, or in a folder of files.
enum ElementKind: String, CaseIterable, Sendable {
  case unit, place, quantity, clause, ranking, objective, register, cause, procedure, rule
  case document
  case indicator, checklist, campaign, zone, trade, credit, veto, check, role, test
  case system, quality, source, destination

  /// Name of its file without `.yml`, and of its folder.
  var plural: String {
    switch self {
    case .quantity: "quantities"
    case .veto: "vetoes"
    case .quality: "quality"
    default: rawValue + "s"
    }
  }

  /// With its article, as a message says it.
  var name: String {
    if self == .quality { return "a quality rule" }
    return (self == .unit ? "a " : "aeio".contains(rawValue.first!) ? "an " : "a ") + rawValue
  }

  var idShape: IDShape {
    switch self {
    case .unit, .place, .system: .code
    case .clause, .objective: .number
    case .quantity, .ranking, .register, .cause, .procedure, .rule, .indicator, .checklist,
      .campaign, .zone, .trade, .credit, .veto, .check, .role, .test, .document, .quality, .source,
      .destination:
      .word
    }
  }
}
