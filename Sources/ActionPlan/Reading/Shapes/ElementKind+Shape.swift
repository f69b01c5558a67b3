extension ElementKind {
  /// The keys of an element of this kind.
  var shape: Shape {
    switch self {
    case .unit: .unit
    case .place: .place
    case .quantity: .quantity
    case .clause: .clause
    case .ranking: .ranking
    case .objective: .objective
    case .register: .register
    case .cause: .cause
    case .procedure: .procedure
    case .rule: .rule
    case .document: .document
    case .indicator: .indicator
    case .checklist: .checklist
    case .campaign: .campaign
    case .zone: .zone
    case .trade: .trade
    case .credit: .credit
    case .veto: .veto
    case .check: .check
    case .role: .role
    case .test: .test
    case .system: .system
    case .quality: .quality
    case .source: .dataSource
    case .destination: .destination
    }
  }

  /// What may be written for an element of this kind: the keys of a check hang on its own kind, those
  /// of a rule on what it watches.
  var form: Form {
    switch self {
    case .check: .either(PlanReader.CheckWord.allCases.map { .mapping(.check($0)) })
    case .rule: .either([.mapping(.rule), .mapping(.rowRule)])
    default: .mapping(shape)
    }
  }
}
