import ActionPlan
import AirQuality
import DataQuality
import HTTPTypes
import Hummingbird
import Ledger
import Telemetry

/// When instruments were calibrated, and which are overdue.
struct CalibrationController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("quality/calibrations", use: list)
    routes.post("quality/calibrations", use: record)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    try await page(context)
  }

  @Sendable func record(request: Request, context: SignedInContext) async throws -> Response {
    let (form, account, now, plan) = (
      context.visit.form, context.account, subjects.now(), subjects.plan
    )
    guard Policy.may(account, .settleMark) else { throw PageError.forbidden }
    guard let day = form.text("day").flatMap({ CalendarDay($0) }),
      let place = form.text("instrument")?.split(separator: "~").map(String.init),
      place.count == 2
    else { return try await page(context, problem: "day", status: .unprocessableContent) }
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    do {
      try await subjects.ledger.write { db in
        try Calibrations.record(
          point: place[0], quantity: place[1], day: day,
          note: (form.text("note") ?? "").trimmingBlanks(), plan: plan, today: today,
          by: .account(account.id), at: now, in: db)
      }
    } catch let refusal as Calibrations.Refusal {
      return try await page(context, problem: refusal.rawValue, status: .unprocessableContent)
    }
    return .redirect(to: "/quality/calibrations", type: .normal)
  }

  private func page(
    _ context: SignedInContext, problem: String = "", status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let reading = try await QualityReading.read(subjects, account: context.account)
    guard Policy.may(context.account, .viewDevice, .facility(nil)) || !reading.points.isEmpty
    else { throw PageError.forbidden }
    let bound = Set(
      reading.feeding.keys.filter { reading.points[$0.point] != nil }
        .map { [$0.point, $0.quantity] })
    let plan = subjects.plan
    let standings = try await subjects.ledger.read { db in
      try Calibrations.standings(of: bound, plan: plan, in: db)
    }
    let texts = pages.texts(context)
    let today = CalendarDay(ofEpoch: subjects.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let view = CalibrationsView(
      standings, reading: reading, today: today,
      maySettle: Policy.may(context.account, .settleMark), form: context.visit.form,
      problem: problem.isEmpty ? "" : texts.text(ofCode: "calibration-\(problem)", in: "quality"),
      names: PlanNames(plan: plan, texts: texts))
    return pages.show(
      "quality/calibrations", view, title: texts("quality.calibrations"), context: context,
      status: status)
  }
}
