import ActionPlan
import Detection
import Ledger

/// One declared stop, ready for its template.
struct StopView: Sendable {
  struct Over: Sendable {
    let text: String
  }

  let id: String
  let kind: String
  let state: String
  let tone: String
  let span: String
  /// What it explains.
  let scope: String
  let reason: String
  let declared: String
  let withdrawn: String
  let isWithdrawn: Bool
  let over: [Over]
  let isOver: Bool
  /// Findings that began while it lasted, in words.
  let findingText: String
  let hasFindings: Bool
  let photoHref: String
  let hasPhoto: Bool
  let mayWithdraw: Bool
  let action: String
  let request: String

  init(
    _ stop: Stop, reading: FirmReading, mayWithdraw: Bool, account: Account, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let (texts, register) = (names.texts, names.plan.declarations)
    let state = stop.state(at: now)
    let path = FirmAddress.page(stop.facility) + "/stops/\(stop.rows[0])"
    id = "stop-\(stop.rows[0])"
    kind = Self.choice(stop.kind, of: "kind", register, texts)
    self.state = texts("firm.stop-\(state.rawValue)")
    tone = state == .running ? "warn" : state == .coming ? "info" : "plain"
    span = texts(
      "firm.span", ["from": time.minute(stop.from), "until": time.minute(stop.until)])
    let points = Dictionary(
      reading.points.map { ($0.id, texts($0.label)) }, uniquingKeysWith: { first, _ in first })
    let separator = texts("layout.separator")
    let parts = [
      stop.points.isEmpty
        ? texts("firm.allPoints")
        : stop.points.map { points[$0] ?? $0 }.joined(separator: separator),
      stop.factors.isEmpty
        ? texts("firm.allFactors")
        : stop.factors.map { Self.choice($0, of: "factor", register, texts) }
          .joined(separator: separator),
    ]
    scope = parts.joined(separator: " · ")
    reason = stop.reason
    let people = RowPeople(
      people: reading.people, names: names, hidesStaff: account.roles == [.enterprise])
    declared = texts(
      "firm.declaredBy",
      ["who": people.name(stop.declaredBy), "time": time.minute(stop.declaredAt)])
    isWithdrawn = stop.withdrawnAt != nil
    withdrawn =
      stop.withdrawnAt.map {
        texts(
          "firm.withdrawnBy",
          ["who": people.name(stop.withdrawnBy), "time": time.minute($0), "ground": stop.ground])
      } ?? ""
    over = stop.exceedances.map { over in
      let quantity = names.quantity(over.quantity)
      let unit = names.unitOfMeasure(over.quantity)
      let limit = texts(
        "ground.\(over.comparison)", ["limit": over.limit, "upper": over.upperLimit ?? ""])
      return Over(
        text: texts(
          "firm.overValue",
          [
            "point": points[over.point] ?? over.point, "quantity": quantity,
            "value": unit.isEmpty ? over.value : "\(over.value) \(unit)", "limit": limit,
            "time": time.minute(over.at),
          ]))
    }
    isOver = !over.isEmpty
    let end = min(stop.withdrawnAt ?? stop.until, stop.until)
    let during = reading.findings.count { $0.start >= stop.from && $0.start < end }
    findingText = texts("firm.findingsDuring", ["count": "\(during)"])
    hasFindings = during > 0
    hasPhoto = stop.photo != nil
    photoHref = path + "/photo"
    self.mayWithdraw =
      mayWithdraw && [.coming, .running].contains(state) && register?.field("withdrawn") != nil
    action = path + "/withdrawal"
    request = RequestID.make()
  }

  static func choice(
    _ id: String, of field: String, _ register: Register?, _ texts: Texts
  ) -> String {
    guard case .choice(let choices)? = register?.field(field)?.kind,
      let choice = choices.first(where: { $0.id == id })
    else { return id }
    return texts(choice.label)
  }
}

/// The form in which a stop is declared.
struct StopFormView: Sendable {
  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let title: String
  let firm: String
  let homeHref: String
  let action: String
  let request: String
  let kinds: [Choice]
  let points: [Choice]
  let asksPoints: Bool
  let factors: [Choice]
  let asksFactors: Bool
  let asksPhoto: Bool
  let from: String
  let until: String
  let reason: String
  let earliestText: String
  let problem: String
  let hasProblem: Bool

  /// - Parameter measured: quantities that the firm's devices send; others are not asked for.
  init(
    _ facility: Facility, points: [MonitoringPoint], measured: Set<String>, form: SubmittedForm,
    plan: Plan, texts: Texts, time: LocalTime, now: Int, problem: String
  ) {
    let register = plan.declarations
    title = texts("firm.declare")
    firm = texts(facility.name)
    homeHref = FirmAddress.page(facility.id)
    action = homeHref + "/stops"
    request = RequestID.make()
    func choices(_ field: String) -> [Choice] {
      guard case .choice(let choices)? = register?.field(field)?.kind else { return [] }
      let chosen = Set(form.texts(field))
      return choices.map {
        Choice(value: $0.id, name: texts($0.label), isChosen: chosen.contains($0.id))
      }
    }
    kinds = choices("kind")
    factors = choices("factor").filter { measured.contains($0.value) }
    asksFactors = !factors.isEmpty
    let chosen = Set(form.texts("point"))
    self.points =
      register?.field("point") == nil
      ? []
      : points.map {
        Choice(value: $0.id, name: texts($0.label), isChosen: chosen.contains($0.id))
      }
    asksPoints = !self.points.isEmpty
    asksPhoto = register?.field("photo") != nil
    from = form.text("from") ?? time.minute(now + 300).replacing(" ", with: "T")
    until = form.text("until") ?? ""
    reason = form.text("reason") ?? ""
    let back = register?.backdateSeconds ?? 0
    earliestText =
      back > 0
      ? texts("firm.earliest", ["duration": texts.duration(seconds: back)])
      : texts("firm.beforehand")
    self.problem = problem
    hasProblem = !problem.isEmpty
  }
}
