/// The kinds of element a plan is made of. Each stands in its own file, or in a folder of files.
enum ElementKind: String, CaseIterable {
  case unit, place, quantity, clause, ranking, objective, register, cause, procedure, rule

  /// Name of its file without `.yml`, and of its folder.
  var plural: String {
    self == .quantity ? "quantities" : rawValue + "s"
  }

  /// With its article, as a message says it.
  var name: String {
    (self == .unit ? "a " : "aeio".contains(rawValue.first!) ? "an " : "a ") + rawValue
  }

  var idShape: IDShape {
    switch self {
    case .unit, .place: .code
    case .clause, .objective: .number
    case .quantity, .ranking, .register, .cause, .procedure, .rule: .word
    }
  }
}
