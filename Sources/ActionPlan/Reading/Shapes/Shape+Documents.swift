/// Official documents of cases.
extension Shape {
  static let document = Shape(
    .needs("document", .id(.word)), .needs("label", .label), .may("clause", .reference(.clause)),
    .needs("office", .reference(.unit)), .needs("number", .text(longest: 100)),
    .needs("sign", .oneOrMore(signer)), .may("to", .word(PlanReader.addressees)),
    .may("of", .words(DocumentForm.Subject.self)),
    .may("reviews", .list(.mapping(review), atLeast: 1)),
    .needs("fields", .list(.mapping(documentField), atLeast: 1)),
    .needs("text", .mapping(documentText)))

  static let signer: Form = .either([
    .word(DocumentForm.Signer.words), .mapping(Shape(.needs("unit", .reference(.unit)))),
  ])

  static let review = Shape(.needs("review", .id(.word)), .needs("label", .label))

  static let documentField = Shape(
    .needs("field", .id(.word)), .needs("label", .label),
    .needs("kind", .words(DocumentField.Kind.self)),
    .may("from", .words(DocumentField.Source.self)),
    .may("required", .flag),
    .may(
      "required-when",
      .either([.word(["telemetry"]), .entries(of: .oneOrMore(.id(.word)))])),
    .may("choices", .list(.mapping(choice), atLeast: 1)), .may("hint", .label))

  static let documentText = Shape(
    .needs("zh", .text(longest: PlanReader.longestForm)),
    .needs("en", .text(longest: PlanReader.longestForm)))

}
