import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// Whether a firm is barred, and why: a page, and JSON for programs.
struct VetoController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("checks/veto", use: show)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewFacility) else { throw PageError.forbidden }
    let query = request.uri.queryParameters
    let asked = (query.get("facility") ?? query.get("code") ?? "").trimmingBlanks()
    let check = try await VetoCheck.read(
      String(asked.prefix(Self.longest)), plan: subjects.plan, now: subjects.now(),
      in: subjects.ledger)
    let texts = pages.texts(context)
    guard !AnswerErrors.wantsJSON(request) else {
      guard asked.isEmpty || !check.facilities.isEmpty else { throw PageError.notFound }
      return JSONAnswer.encode(VetoJSON(check, plan: subjects.plan))
    }
    return pages.show(
      "checks/veto", VetoView(check, plan: subjects.plan, texts: texts),
      title: texts("veto.title"), context: context,
      status: asked.isEmpty || !check.facilities.isEmpty ? .ok : .notFound)
  }

  private static let longest = 100
}

/// What a program is told.
struct VetoJSON: Encodable, Sendable {
  struct Facility: Encodable, Sendable {
    let facility: String
    let name: Label
    let creditCode: String?
    let isBarred: Bool
    let vetoes: [Veto]
  }

  struct Veto: Encodable, Sendable {
    let veto: String
    let label: Label
    let clause: String?
    let isBarred: Bool
    let register: String
    let rows: [Int64]
  }

  let day: String
  let asked: String
  let facilities: [Facility]

  init(_ check: VetoCheck, plan: Plan) {
    day = check.day.description
    asked = check.asked
    facilities = check.facilities.map { found in
      Facility(
        facility: found.facility.id, name: found.facility.name,
        creditCode: found.facility.creditCode, isBarred: found.isBarred,
        vetoes: found.answers.map { answer in
          let veto = plan.vetoes.first { $0.id == answer.veto }
          return Veto(
            veto: answer.veto, label: veto?.label ?? Label(zh: answer.veto, en: answer.veto),
            clause: veto?.clause, isBarred: answer.isBarred, register: answer.register,
            rows: answer.rows.map(\.id))
        })
    }
  }
}
