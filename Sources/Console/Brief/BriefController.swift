import Hummingbird
import Ledger

/// The morning's brief, to be looked over, changed and copied.
struct BriefController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("brief", use: show)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewDesk) else { throw PageError.forbidden }
    let texts = pages.texts(context)
    let reading = try await BriefReading.read(
      plan: subjects.plan, ledger: subjects.ledger, scope: Policy.caseFilter(context.account),
      now: subjects.now())
    let text = MorningBrief.text(reading, texts: texts)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
    return pages.show(
      "brief/brief", BriefView(text: text, rows: "\(lines + 3)"), title: texts("brief.heading"),
      context: context)
  }
}

struct BriefView: Sendable {
  let text: String
  /// Lines that the field shows.
  let rows: String
}
