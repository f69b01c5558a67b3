import ActionPlan
import HTTPTypes
import Hummingbird
import Ledger

/// What an account may do, and the way back in: the security administrator's part.
struct AccountAccessController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.post("accounts/:id/roles", use: grant)
    routes.post("accounts/:id/password", use: resetPassword)
    routes.post("accounts/:id/lock", use: unlock)
    routes.post("accounts/:id/second-factor", use: removeSecondFactor)
    routes.post("accounts/:id/sessions", use: endSessions)
    routes.post("accounts/:id/absences", use: noteAbsence)
    routes.post("accounts/:id/absences/:absence/end", use: endAbsence)
  }

  private var page: AccountPage { AccountPage(subjects: subjects, pages: pages) }

  /// Roles, unit and facility together: they hold together or not.
  @Sendable func grant(request: Request, context: SignedInContext) async throws -> Response {
    let entry = AccountEntry(context.visit.form)
    let names = context.visit.form.texts("role").filter { !$0.isEmpty }
    let plan = subjects.plan
    let phone = SMSCodes.canonical(entry.phone)
    guard phone != nil || entry.phone.isEmpty else {
      return try await page.show(
        try page.id(context), context, problem: pages.texts(context)("outside.badPhone"),
        requiring: .grantRoles)
    }
    return try await page.change(.grantRoles, context) { id, actor, now, db in
      guard let old = try Accounts.find(id, in: db) else { throw AccountError.noSuchAccount(id) }
      var draft = AccountDraft(old)
      draft.unit = entry.unit
      draft.facility = try AccountEntry.facility(entry.facility, in: db)
      draft.otherFacilities = try AccountEntry.facilities(entry.otherFacilities, in: db)
        .subtracting([draft.facility].compactMap(\.self))
      (draft.roles, draft.planRoles) = ([], [])
      if !names.isEmpty {
        let given = try GivenRoles(names, plan: plan, unit: entry.unit)
        (draft.roles, draft.planRoles) = (given.roles, given.planRoles)
      }
      if draft != AccountDraft(old) {
        _ = try Accounts.update(
          id, to: draft, units: Set(plan.units.map(\.id)), by: actor, at: now, in: db)
      }
      try SMSCodes.setPhone(phone, of: id, by: actor, at: now, in: db)
      return "accounts.granted"
    }
  }

  @Sendable func resetPassword(request: Request, context: SignedInContext) async throws -> Response
  {
    let id = try page.id(context)
    try await page.require(.restoreAccess, id, context)
    let password = GeneratedPassword.make()
    do {
      try await subjects.accounts.resetPassword(
        of: id, to: password, by: .account(context.account.id))
    } catch is PasswordHasher.Busy {
      throw PageError.busy
    }
    return try await page.show(id, context, said: "accounts.passwordReset", password: password)
  }

  @Sendable func unlock(request: Request, context: SignedInContext) async throws -> Response {
    try await page.change(.restoreAccess, context) { id, actor, now, db in
      try Accounts.unlock(id, by: actor, at: now, in: db)
      return "accounts.unlocked"
    }
  }

  @Sendable func removeSecondFactor(
    request: Request, context: SignedInContext
  ) async throws -> Response {
    try await page.change(.restoreAccess, context) { id, actor, now, db in
      try SecondFactors.remove(of: id, by: actor, at: now, in: db)
      return "accounts.factorRemoved"
    }
  }

  @Sendable func endSessions(request: Request, context: SignedInContext) async throws -> Response {
    let only = context.visit.form.integer("session").map(Int64.init)
    let own = context.visit.session?.id
    return try await page.change(.endSessions, context) { id, actor, now, db in
      try Accounts.endSessions(of: id, only: only, besides: own, by: actor, at: now, in: db)
      return "accounts.sessionsEnded"
    }
  }

  /// For somebody who cannot do it, such as who is ill.
  @Sendable func noteAbsence(request: Request, context: SignedInContext) async throws -> Response {
    let form = AbsenceForm(context.visit.form, utcOffsetSeconds: pages.time.utcOffsetSeconds)
    return try await page.change(.delegate, context) { id, actor, now, db in
      try Delegations.make(
        absent: id, delegate: form.delegate, reason: form.reason, from: max(form.from, now),
        until: form.until, by: actor, at: now, in: db)
      return "accounts.changed"
    }
  }

  @Sendable func endAbsence(request: Request, context: SignedInContext) async throws -> Response {
    guard let absence = context.parameters.get("absence").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    return try await page.change(.delegate, context) { id, actor, now, db in
      try Delegations.end(absence, absent: id, by: actor, at: now, in: db)
      return "accounts.changed"
    }
  }
}
