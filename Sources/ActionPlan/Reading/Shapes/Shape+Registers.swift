/// Registers and their fields.
extension Shape {
  static let register = Shape(
    .needs("register", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .may("role", .words(Register.Role.self)), .may("key", .oneOrMore(.id(.word))),
    .may("title", .id(.word)), .may("dated", .id(.word)), .may("keepers", .list(.unit)),
    .may("kept-by", .words(Register.Keeper.self)), .may("backdate", .duration),
    .needs("fields", .list(.mapping(field), atLeast: 1)))

  static let field = Shape(
    .needs("field", .id(.word)), .needs("label", .label),
    .needs("kind", .word(PlanReader.kindWords)), .may("required", .flag),
    .may("required-when", .filter), .may("unit", .printedUnit), .may("at-least", .decimal),
    .may("at-most", .decimal), .may("choices", .list(.mapping(choice), atLeast: 1)),
    .may("of", .reference(.register)))

  static let choice = Shape(.needs("choice", .id(.word)), .needs("label", .label))
}
