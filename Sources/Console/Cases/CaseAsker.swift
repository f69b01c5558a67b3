import Casework
import HTTPTypes
import Hummingbird
import Ledger
import Logging

/// Whose program asks about cases: somebody signed in, or a key for cases, which works in the name of an
/// account (`lantian intake create-key NAME --for cases --account NAME`).
///
/// A session's cookie alone is no danger here: no other site can send JSON in somebody's name.
struct CaseAsker {
  let subjects: ConsoleSubjects
  let limiter: RateLimiter

  /// Requests without a valid key, per source address.
  static let refusals = RateLimiter.Rule(name: "case-key", burst: 20, refillSeconds: 3)

  /// - Throws: `IntakeFault`, or what SQLite said.
  func account(_ request: Request, _ context: ConsoleContext) async throws -> Account {
    guard let given = request.headers[.authorization] else {
      guard let account = context.visit.account, !account.mustChangePassword,
        !account.mustSetUpSecondFactor
      else { throw IntakeFault.noCaseKey }
      return account
    }
    let now = subjects.now()
    let parts = given.split(separator: " ", maxSplits: 1)
    if parts.count == 2, parts[0].lowercased() == "bearer" {
      let token = String(parts[1]).trimmingBlanks()
      let found = try await subjects.ledger.read { db -> (IntakeKey, Account)? in
        guard let key = try IntakeKeys.find(token: token, for: .cases, in: db),
          let account = try key.account.flatMap({ try Accounts.find($0, in: db) }),
          account.isEnabled, !account.mustChangePassword
        else { return nil }
        return (key, account)
      }
      if let (key, account) = found {
        // To the minute; a read alone holds nobody up.
        if key.lastUsedAt.map({ abs(now - $0) >= 60 }) ?? true {
          try await subjects.ledger.write { db in try IntakeKeys.touch(key.id, at: now, in: db) }
        }
        return account
      }
    }
    if let wait = limiter.take(Self.refusals, source: context.sourceAddress, now: now) {
      throw IntakeFault.tooMany(wait)
    }
    throw IntakeFault.noCaseKey
  }

  /// Answers the account that asks; what is refused is told with its code, what was found and what to do.
  func answer(
    _ request: Request, _ context: ConsoleContext, _ work: (Account) async throws -> Response
  ) async -> Response {
    do {
      return try await work(try await account(request, context))
    } catch let fault as IntakeFault {
      return fault.response(request: context.requestNumber)
    } catch let refusal as CaseRefusal {
      return IntakeFault(refusal).response(request: context.requestNumber)
    } catch let fault as AttachmentError {
      return IntakeFault(fault).response(request: context.requestNumber)
    } catch {
      context.logger.error("a case request failed", metadata: ["error": "\(error)"])
      return IntakeFault(.internalServerError, "failed", "it could not be done", "try again later")
        .response(request: context.requestNumber)
    }
  }
}

extension IntakeFault {
  static let noCaseKey = IntakeFault(
    .unauthorized, "no-key", "the request carries neither a valid key for cases nor a session",
    "sign in, or send Authorization: Bearer and a key of lantian intake create-key NAME --for cases"
  )
}
