import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// Everybody's own page of pushes: where one is reached, by what, from which severity on.
struct OwnPushesController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("pushes", use: show)
    routes.post("pushes", use: save)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(context, isSaved: request.uri.queryParameters.get("saved") != nil)
  }

  @Sendable func save(request: Request, context: SignedInContext) async throws -> Response {
    let (form, account, now) = (context.visit.form, context.account, subjects.now())
    let actor = Actor.account(account.id)
    do {
      try await subjects.ledger.write { db in
        for reach in [PushChannel.Reach.phone, .mail] {
          try PushAddresses.put(
            form.text(reach.rawValue), of: account.id, reach, by: actor, at: now, in: db)
        }
        for preference in try PushAddresses.preferences(of: account, in: db) {
          let id = preference.channel.id
          let least = form.text("least-\(id)").flatMap { Severity(rawValue: $0) }
          try PushAddresses.prefer(
            id, isOn: form.text("on-\(id)") != nil, least: least ?? preference.least,
            of: account.id, by: actor, at: now, in: db)
        }
      }
      return .redirect(to: "/pushes?saved=1", type: .normal)
    } catch PushAddressError.unsound(let reach) {
      let problem = pages.texts(context)(reach == .mail ? "push.badMail" : "push.badPhone")
      return try await page(context, problem: problem, status: .unprocessableContent)
    }
  }

  private func page(
    _ context: SignedInContext, isSaved: Bool = false, problem: String? = nil,
    status: HTTPResponse.Status = .ok
  ) async throws -> Response {
    let (texts, account) = (pages.texts(context), context.account)
    let (preferences, phone, mail, registered) = try await subjects.ledger.read { db in
      (
        try PushAddresses.preferences(of: account, in: db),
        try PushAddresses.address(of: account.id, .phone, in: db),
        try PushAddresses.address(of: account.id, .mail, in: db),
        try PushAddresses.registered(account.id, in: db)
      )
    }
    let form = problem == nil ? nil : context.visit.form
    let view = OwnPushesView(
      preferences, phone: form?.text("phone") ?? phone ?? "",
      mail: form?.text("mail") ?? mail ?? "", registered: registered, isSaved: isSaved,
      problem: problem, texts: texts)
    return pages.show(
      "pushes/own", view, title: texts("push.mine"), context: context, status: status)
  }
}

/// The page, ready for its template.
struct OwnPushesView: Sendable {
  struct Choice: Sendable {
    let id: String
    let label: String
    let hint: String
    let isOn: Bool
    let severities: [Option]
  }

  struct Option: Sendable {
    let value: String
    let text: String
    let isChosen: Bool
  }

  let phone: String
  /// The number of the register of officers, which holds where none is written here.
  let registeredText: String
  let hasRegistered: Bool
  let mail: String
  let isSaved: Bool
  let problem: String?
  let choices: [Choice]
  let hasChoices: Bool

  init(
    _ preferences: [PushPreference], phone: String, mail: String, registered: String?,
    isSaved: Bool, problem: String?, texts: Texts
  ) {
    self.phone = phone
    registeredText = texts("push.registered", ["number": registered ?? ""])
    hasRegistered = registered != nil
    self.mail = mail
    self.isSaved = isSaved
    self.problem = problem
    choices = preferences.map { preference in
      let channel = preference.channel
      let needsPhone = channel.reach == .phone && phone.isEmpty && registered == nil
      let needsMail = channel.reach == .mail && mail.isEmpty
      return Choice(
        id: channel.id, label: texts(channel.label),
        hint: needsPhone
          ? texts("push.needsPhone") : needsMail ? texts("push.needsMail") : "",
        isOn: preference.isOn,
        severities: Severity.allCases.filter { $0 >= channel.least }.map { severity in
          Option(
            value: severity.rawValue, text: texts("case.severity-\(severity.rawValue)"),
            isChosen: severity == preference.least)
        })
    }
    hasChoices = !preferences.isEmpty
  }
}
