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
    case .indicator: .indicator
    case .checklist: .checklist
    case .campaign: .campaign
    case .zone: .zone
    case .trade: .trade
    case .credit: .credit
    case .veto: .veto
    case .test: .test
    }
  }
}
