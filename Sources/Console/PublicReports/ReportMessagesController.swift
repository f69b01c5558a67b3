import Casework
import HTTPTypes
import Hummingbird
import Ledger

/// Writes to the reporter of a case.
struct ReportMessagesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("cases/:id/messages", use: send)
  }

  @Sendable func send(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    return try await CaseAnswer(subjects: subjects, pages: pages).to("message", context) { file in
      let (account, now) = (context.account, subjects.now())
      return try await subjects.ledger.write { db in
        try PublicReports.reply(
          form.text("message") ?? "", case: file.id, by: account,
          requestID: form.text("request") ?? "", at: now, in: db)
      }
    }
  }
}
