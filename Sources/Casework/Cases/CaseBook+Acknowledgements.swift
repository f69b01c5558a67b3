import ActionPlan
public import GRDB
public import Ledger

/// Up to which event of a case its facility says it knows of it.
public struct CaseAcknowledgement: Sendable, Hashable {
  /// The last event that the facility sees and has not made itself.
  public let news: Int
  /// The last event that was acknowledged; 0 where nothing was.
  public let through: Int
  /// Epoch seconds; nil where nothing was.
  public let at: Int?

  /// Something happened that nobody of the facility has acknowledged.
  public var isDue: Bool { news > through }
}

extension CaseBook {
  /// Notes that a contact of the case's facility has received what happened so far. The case's version
  /// stays, so that nobody's form goes stale by it; where nothing is new, nothing is noted.
  ///
  /// - Returns: the case; on a repeat of the request, as it stands now.
  /// - Throws: `CaseRefusal`, or what SQLite said.
  @discardableResult
  public static func acknowledge(
    case id: Int64, by account: Account, requestID: String, at now: Int, in db: Database
  ) throws -> CaseFile {
    let actor = Actor.account(account.id)
    let content = "case/\(id)/acknowledge"
    if try isRepeat(requestID, of: content, by: actor, in: db) { return try existing(id, in: db) }
    let file = try visible(id, to: account, in: db)
    guard Policy.may(account, .acknowledge, .facility(file.facility)) else {
      throw CaseRefusal.notYours(step: "acknowledge", allowed: [.facility])
    }
    let state = try acknowledgement(of: id, in: db)
    if state.isDue {
      let values = ["through": "\(state.news)"]
      let sequence = try CaseHistory.append(
        CaseHistory.Entry(kind: .acknowledged, fromState: file.state, values: values), to: id,
        actor: actor, at: now, in: db)
      try AuditLog.append(
        actor: actor, action: "case.acknowledge", object: "case/\(id)",
        detail: values.merging(["event": "\(sequence)"]) { $1 }, at: now, in: db)
    }
    try record(requestID, of: content, by: actor, case: id, at: now, in: db)
    return file
  }

  /// What the facility has acknowledged of a case: what its own contacts did is no news to it, nor is
  /// what it is not shown.
  public static func acknowledgement(
    of id: Int64, in db: Database
  ) throws -> CaseAcknowledgement {
    var state = (news: 0, through: 0, at: Int?.none)
    var contacts: [String: Bool] = [:]
    for event in try CaseHistory.events(of: id, in: db) {
      if event.kind == .acknowledged {
        let through = event.values["through"].flatMap { Int($0) } ?? event.sequence
        state = (state.news, max(state.through, through), event.at)
        continue
      }
      if event.isHiddenFromFacility { continue }
      let isContact = try contacts[event.actor] ?? isContact(event.actor, in: db)
      contacts[event.actor] = isContact
      if !isContact { state.news = event.sequence }
    }
    return CaseAcknowledgement(news: state.news, through: state.through, at: state.at)
  }

  private static func isContact(_ auditName: String, in db: Database) throws -> Bool {
    guard case .account(let id)? = Actor(auditName: auditName) else { return false }
    return try Accounts.find(id, in: db)?.roles.contains(.enterprise) ?? false
  }
}
