/// Clauses, campaigns and checklists.
extension Shape {
  static let clause = Shape(
    .needs("clause", .id(.number)), .needs("label", .label), .may("lead", .list(.unit)),
    .may("with", .list(.unit)), .may("target", .label), .may("due", .day),
    .may("reports", .words(Clause.Rhythm.self)), .may("milestones", .list(.mapping(milestone))),
    .may("pending", .list(.label)))

  static let milestone = Shape(
    .needs("milestone", .id(.word)), .needs("label", .label), .needs("by", .day),
    .may("units", .list(.unit)))

  static let campaign = Shape(
    .needs("campaign", .id(.word)), .needs("clause", .reference(.clause)), .needs("label", .label),
    .needs("from", .day), .needs("until", .day), .may("units", .list(.unit)),
    .may("stages", .list(.mapping(campaignStage))))

  static let campaignStage = Shape(
    .needs("stage", .id(.word)), .needs("label", .label), .needs("by", .day),
    .may("units", .list(.unit)))

  static let checklist = Shape(
    .needs("checklist", .id(.word)), .needs("clause", .reference(.clause)), .needs("label", .label),
    .may("of", .reference(.register)), .needs("items", .list(.mapping(checklistItem), atLeast: 1)))

  static let checklistItem = Shape(
    .needs("item", .id(.word)), .needs("label", .label),
    .may("kind", .word(PlanReader.answerKinds)), .may("required", .flag),
    .may("unit", .printedUnit), .may("at-least", .decimal), .may("at-most", .decimal),
    .may("choices", .list(.mapping(choice), atLeast: 1)))
}
