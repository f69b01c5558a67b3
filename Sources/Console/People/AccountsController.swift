import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The list of accounts, and making them: the system administrator's part.
struct AccountsController {
  static let pageLength = 50

  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("accounts", use: list)
    routes.get("accounts/new", use: empty)
    routes.post("accounts", use: make)
    routes.get("accounts/:id", use: show)
    routes.post("accounts/:id", use: change)
  }

  @Sendable func list(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAccounts) else { throw PageError.forbidden }
    let parameters = request.uri.queryParameters
    let text = RegisterListQuery.text(parameters, "q")
    let role = parameters.get("role").flatMap { Role(rawValue: $0) }
    let after = parameters.get("after")
    let now = subjects.now()
    let found = try await subjects.ledger.read { db in
      try Accounts.page(
        matching: text, role: role, after: after, limit: Self.pageLength + 1, at: now, in: db)
    }
    let texts = pages.texts(context)
    let view = AccountListView(
      found, search: text, role: role, isFirst: after == nil,
      mayMake: Policy.may(context.account, .makeAccount),
      wording: AccountWording(plan: subjects.plan, texts: texts))
    return pages.show("accounts/list", view, title: texts("accounts.title"), context: context)
  }

  @Sendable func empty(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .makeAccount) else { throw PageError.forbidden }
    return form(AccountEntry(), context)
  }

  /// Without roles: these are the security administrator's to give. The first password is on the
  /// answer, once.
  @Sendable func make(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .makeAccount) else { throw PageError.forbidden }
    let entry = AccountEntry(context.visit.form)
    let password = GeneratedPassword.make()
    do {
      let (facility, others) = try await subjects.ledger.read { db in
        (
          try AccountEntry.facility(entry.facility, in: db),
          try AccountEntry.facilities(entry.otherFacilities, in: db)
        )
      }
      let account = try await subjects.accounts.create(
        AccountDraft(
          name: entry.name, displayName: entry.displayName, unit: entry.unit, roles: [],
          facility: facility, otherFacilities: others),
        password: password, units: Set(subjects.plan.units.map(\.id)),
        by: .account(context.account.id))
      return try await AccountPage(subjects: subjects, pages: pages)
        .show(account.id, context, said: "accounts.made", password: password)
    } catch let error as AccountError {
      let wording = AccountWording(plan: subjects.plan, texts: pages.texts(context))
      return form(entry, context, problem: wording.problem(error))
    } catch is PasswordHasher.Busy {
      throw PageError.busy
    }
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .viewAccounts) else { throw PageError.forbidden }
    let page = AccountPage(subjects: subjects, pages: pages)
    return try await page.show(try page.id(context), context)
  }

  /// Who it is, and whether it may sign in.
  @Sendable func change(request: Request, context: SignedInContext) async throws -> Response {
    let page = AccountPage(subjects: subjects, pages: pages)
    let entry = AccountEntry(context.visit.form)
    let isEnabled = context.visit.form.text("enabled") != nil
    return try await page.change(.makeAccount, context) { id, actor, now, db in
      guard let old = try Accounts.find(id, in: db) else { throw AccountError.noSuchAccount(id) }
      var draft = AccountDraft(old)
      (draft.name, draft.displayName) = (entry.name, entry.displayName)
      draft.isEnabled = isEnabled
      if draft != AccountDraft(old) {
        _ = try Accounts.update(id, to: draft, units: nil, by: actor, at: now, in: db)
      }
      return "accounts.changed"
    }
  }

  private func form(
    _ entry: AccountEntry, _ context: SignedInContext, problem: String = ""
  ) -> Response {
    let texts = pages.texts(context)
    let view = AccountFormView(
      entry, problem: problem, wording: AccountWording(plan: subjects.plan, texts: texts))
    return pages.show(
      "accounts/form", view, title: texts("accounts.add"), context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// What somebody typed of an account, kept as typed.
struct AccountEntry: Sendable {
  var name = ""
  var displayName = ""
  var unit: String?
  var facility = ""
  /// One a line.
  var otherFacilities = ""
  var phone = ""

  init() {}

  init(_ form: SubmittedForm) {
    name = form.text("name") ?? ""
    displayName = form.text("display-name") ?? ""
    unit = form.text("unit")
    facility = form.text("facility") ?? ""
    otherFacilities = form.text("other-facilities") ?? ""
    phone = form.text("phone") ?? ""
  }

  /// The facility that is meant by its id, or by a name with the id in brackets; nil for none.
  ///
  /// - Throws: `AccountError.unknownFacility`.
  static func facility(_ typed: String, in db: Database) throws -> String? {
    guard !typed.isEmpty else { return nil }
    for text in [ReferenceText.id(in: typed), typed].compactMap(\.self) {
      if let facility = try Facilities.find(text, in: db) { return facility.id }
      if case .exact(let id) = try Facilities.match(name: text, in: db) { return id }
    }
    throw AccountError.unknownFacility(typed)
  }

  /// Those that are meant, one a line.
  ///
  /// - Throws: `AccountError.unknownFacility`.
  static func facilities(_ typed: String, in db: Database) throws -> Set<String> {
    Set(
      try typed.split(whereSeparator: \.isNewline).map { $0.trimmingBlanks() }
        .compactMap { try facility($0, in: db) })
  }
}
