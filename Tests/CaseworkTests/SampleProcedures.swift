import ActionPlan

extension Label {
  static let any = Label(zh: "标签", en: "label")
}

extension Unit {
  static let all = [
    Unit(id: "TOWN", label: .any, kind: .town),
    Unit(id: "OTHER", label: .any, kind: .town),
    Unit(id: "BUREAU", label: .any, kind: .bureau),
    Unit(id: "DESK", label: .any, kind: .taskForce),
  ]
}

extension Step {
  static func sample(
    _ to: String, from: [String], by: [Actor], assign: Assignment? = nil,
    inform: [Assignment] = [], within: Int? = nil, needs: [Evidence] = [], notBy: [String] = [],
    isReturn: Bool = false, keepsDeadline: Bool = false
  ) -> Step {
    Step(
      to: to, label: .any, from: from, by: by, assign: assign, inform: inform,
      within: within.map { .clock($0) }, needs: needs, notBy: notBy, isReturn: isReturn,
      keepsDeadline: keepsDeadline)
  }
}

extension Procedure {
  private static let causes = ["weather", "open-burning", "other"].map {
    Cause(id: $0, label: .any)
  }

  /// A fire: the town puts it out, the bureau verifies, or sends it back.
  static let fire = Procedure(
    id: "fire", label: Label(zh: "秸秆焚烧", en: "Straw fire"), clause: "7.2.c", lead: "BUREAU",
    intake: Intake(
      cameraAlarms: [Field.Choice(id: "fire", label: .same("fire"))],
      reportCategories: [Field.Choice(id: "smoke", label: .any)]),
    causes: causes,
    steps: [
      .sample(
        "dispatched", from: ["opened"], by: [.duty, .system], assign: .townOfPlace,
        inform: [.unit("BUREAU"), .townOfPlace], within: 300),
      .sample(
        "handled", from: ["dispatched"], by: [.assignee], within: 1_800,
        needs: [.photo, .note, .cause]),
      .sample("verified", from: ["handled"], by: [.lead], within: 86_400, notBy: ["handled"]),
      .sample("dispatched", from: ["handled"], by: [.lead], needs: [.note], isReturn: true),
    ],
    late: [
      Lateness(afterSeconds: 0, tell: [.assignee, .lead]),
      Lateness(afterSeconds: 3_600, tell: [.lead, .duty]),
    ])

  /// A site's dust: a row names the authority; the facility answers for itself.
  static let site = Procedure(
    id: "site", label: Label(zh: "工地扬尘", en: "Site dust"), clause: "6.1.a", lead: "DESK",
    intake: Intake(reportCategories: [Field.Choice(id: "smell", label: .any)]), causes: causes,
    steps: [
      .sample(
        "dispatched", from: ["opened"], by: [.duty], assign: .field("authority"),
        inform: [.townOfPlace], within: 600),
      .sample(
        "answered", from: ["dispatched"], by: [.facility, .assignee], within: 7_200,
        needs: [.note, .position]),
      .sample("closed", from: ["answered"], by: [.lead, .duty], notBy: ["answered"]),
    ], late: [Lateness(afterSeconds: 0, tell: [.facility, .duty])])
}
