import ActionPlan
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The page of one account, also as the answer to a change.
struct AccountPage {
  let subjects: ConsoleSubjects
  let pages: Pages

  func id(_ context: SignedInContext) throws -> Int64 {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    return id
  }

  /// - Throws: `PageError.forbidden`.
  func require(_ action: Action, _ id: Int64, _ context: SignedInContext) async throws {
    let account = context.account
    let isAllowed = try await subjects.ledger.read { db in
      Policy.may(account, action, try Self.object(id, for: account, in: db))
    }
    guard isAllowed else { throw PageError.forbidden }
  }

  private static func object(
    _ id: Int64, for account: Account, in db: Database
  ) throws -> PolicyObject {
    .account(
      AccountRelation(isOwn: id == account.id, isSeparated: try Accounts.isSeparated(in: db)))
  }

  /// Decides and does a change in one transaction, and shows what came of it.
  ///
  /// - Parameter body: answers the key of the text that says what was done.
  func change(
    _ action: Action, _ context: SignedInContext,
    _ body:
      @escaping @Sendable (_ id: Int64, _ by: Actor, _ now: Int, _ db: Database) throws -> String
  ) async throws -> Response {
    let (id, account, now) = (try id(context), context.account, subjects.now())
    do {
      let said = try await subjects.ledger.write { db in
        guard Policy.may(account, action, try Self.object(id, for: account, in: db)) else {
          throw PageError.forbidden
        }
        return try body(id, .account(account.id), now, db)
      }
      return try await show(id, context, said: said)
    } catch AccountError.noSuchAccount {
      throw PageError.notFound
    } catch let refusal as DelegationRefusal {
      return try await show(
        id, context, problem: pages.texts(context)("absence.\(refusal.rawValue)"))
    } catch OutsideRefusal.boundElsewhere {
      return try await show(id, context, problem: pages.texts(context)("outside.phoneTaken"))
    } catch let error as AccountError {
      let wording = AccountWording(plan: subjects.plan, texts: pages.texts(context))
      return try await show(id, context, problem: wording.problem(error))
    }
  }

  func show(
    _ id: Int64, _ context: SignedInContext, said: String = "", problem: String = "",
    password: String = "", requiring action: Action? = nil
  ) async throws -> Response {
    if let action { try await require(action, id, context) }
    let (viewer, now) = (context.account, subjects.now())
    let rule = subjects.accounts.secondFactor
    let reading = try await subjects.ledger.read { db -> AccountReading? in
      guard let account = try Accounts.find(id, in: db) else { return nil }
      let object = try Self.object(id, for: viewer, in: db)
      return AccountReading(
        line: try Accounts.line(of: account, at: now, in: db),
        factor: try SecondFactors.state(of: account, rule: rule, at: now, in: db),
        sessions: try Sessions.list(account: id, at: now, in: db),
        phone: try SMSCodes.phone(of: id, in: db) ?? "",
        facility: try account.facility.flatMap { try Facilities.find($0, in: db) },
        otherFacilities: try account.otherFacilities.sorted().compactMap {
          try Facilities.find($0, in: db)
        },
        absence: try AbsenceReading.read(of: account, now: now, in: db),
        mayDelegate: Policy.may(viewer, .delegate, object) && id != viewer.id
          && !account.roles.isEmpty,
        mayMake: Policy.may(viewer, .makeAccount, object),
        mayGrant: Policy.may(viewer, .grantRoles, object),
        mayRestore: Policy.may(viewer, .restoreAccess, object),
        mayEndSessions: Policy.may(viewer, .endSessions, object))
    }
    guard let reading else { throw PageError.notFound }
    let texts = pages.texts(context)
    let view = AccountView(
      reading, said: said.isEmpty ? "" : texts(said), problem: problem, password: password,
      present: context.visit.session?.id,
      wording: AccountWording(plan: subjects.plan, texts: texts), time: pages.time, now: now)
    return pages.show(
      "accounts/show", view, title: reading.line.account.displayName, context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// An account with what its viewer may do to it.
struct AccountReading: Sendable {
  let line: AccountLine
  let factor: SecondFactorState
  let sessions: [Session]
  let phone: String
  let facility: Facility?
  let otherFacilities: [Facility]
  let absence: AbsenceReading
  let mayDelegate: Bool
  let mayMake: Bool
  let mayGrant: Bool
  let mayRestore: Bool
  let mayEndSessions: Bool
}
