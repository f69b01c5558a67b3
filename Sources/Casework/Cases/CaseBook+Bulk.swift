public import ActionPlan
import Foundation
public import GRDB
public import Ledger

/// What is done with many cases at once.
public enum BulkWork: Sendable, Hashable {
  /// Takes the step that assigns, to this unit.
  case assign(unit: String)
  case prioritise(CasePriority)
  case note
  /// Offers them to this unit.
  case offer(unit: String)
  /// Takes the first step that ends a case and is the taker's to take.
  case close

  public enum Name: String, Sendable, CaseIterable {
    case assign, prioritise, note, offer, close
  }

  public var name: Name {
    switch self {
    case .assign: .assign
    case .prioritise: .prioritise
    case .note: .note
    case .offer: .offer
    case .close: .close
    }
  }

  var value: String {
    switch self {
    case .assign(let unit), .offer(let unit): unit
    case .prioritise(let priority): priority.rawValue
    case .note, .close: ""
    }
  }
}

/// One of many cases, at the version that was seen.
public struct BulkTarget: Sendable, Hashable {
  public let id: Int64
  public let version: Int

  public init(id: Int64, version: Int) {
    self.id = id
    self.version = version
  }
}

/// What became of one of many cases. Kept as the answer to the request, so that a repeat gets it.
public struct BulkLine: Sendable, Hashable, Codable {
  public let id: Int64
  /// Nil of a case that is not there or not the account's to see.
  public let number: String?
  /// Code and values of the refusal; nil where it was done.
  public let refusal: String?
  public let values: [String: String]?
  /// The case's procedure and the plan it was opened under, for the words of its steps.
  public let procedure: String?
}

extension CaseBook {
  /// The most cases of one request.
  public static let bulkLimit = 500

  /// Does one thing with many cases. Each goes by itself: it is done wholly or refused, and what is
  /// refused keeps no other back.
  ///
  /// - Parameters:
  ///   - targets: at most `bulkLimit`; of one named twice the first counts.
  ///   - evidence: note and cause for each of them.
  ///   - requestID: one for all; a repeat gets the first answer.
  ///   - now: epoch seconds.
  /// - Returns: a line for each case, in the order given.
  /// - Throws: `CaseRefusal.requestReused`, `badRequestID`, `tooMany`, or what SQLite said.
  public static func bulk(
    _ work: BulkWork, on targets: [BulkTarget], by account: Account, evidence: StepEvidence,
    requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws -> [BulkLine] {
    let actor = Actor.account(account.id)
    guard targets.count <= bulkLimit else {
      throw CaseRefusal.tooMany(found: targets.count, limit: bulkLimit)
    }
    // Each case's own request id is made of it.
    guard requestID.utf8.count <= 56 else { throw CaseRefusal.badRequestID }
    let named = targets.map { "\($0.id).\($0.version)" }.joined(separator: ",")
    let content = evidence.content(of: "bulk/\(work.name.rawValue)/\(work.value)/\(named)")
    if let answer = try answer(to: requestID, of: content, by: actor, in: db) {
      return try decoded([BulkLine].self, answer)
    }
    var seen: Set<Int64> = []
    var lines: [BulkLine] = []
    for target in targets where seen.insert(target.id).inserted {
      var refusal: CaseRefusal?
      try db.inSavepoint {
        do {
          try one(
            work, target, by: account, evidence: evidence,
            requestID: "\(requestID)-\(lines.count)", plan: plan, at: now, in: db)
          return .commit
        } catch let found as CaseRefusal {
          refusal = found
          return .rollback
        }
      }
      let file = try find(target.id, for: account, in: db)
      lines.append(
        BulkLine(
          id: target.id, number: file?.number, refusal: refusal?.code, values: refusal?.values,
          procedure: file?.procedure))
    }
    try RequestLog.record(
      encoded(lines), to: requestID, by: actor, body: content.utf8, at: now, in: db)
    return lines
  }

  private static func one(
    _ work: BulkWork, _ target: BulkTarget, by account: Account, evidence: StepEvidence,
    requestID: String, plan: Plan, at now: Int, in db: Database
  ) throws {
    switch work {
    case .note:
      try annotate(
        case: target.id, by: account, note: evidence.note, requestID: requestID, at: now, in: db)
    case .prioritise(let priority):
      try act(
        .prioritise(priority), case: target.id, by: account, evidence: evidence,
        requestID: requestID, versionSeen: target.version, plan: plan, at: now, in: db)
    case .offer(let unit):
      try act(
        .offer(unit: unit), case: target.id, by: account, evidence: evidence,
        requestID: requestID, versionSeen: target.version, plan: plan, at: now, in: db)
    case .assign, .close:
      let file = try visible(target.id, to: account, in: db)
      try check(file, versionSeen: target.version)
      let procedure = try ProcedureArchive.procedure(of: file, in: db)
      let open = try openSteps(of: file, for: account, plan: plan, in: db)
      guard let step = open.first(where: { work.fits($0, procedure) }) else {
        throw CaseRefusal.notFromHere(
          step: work.name.rawValue, state: file.state,
          allowed: open.filter { !$0.isSkip }.map(\.step.to))
      }
      var given = evidence
      if case .assign(let unit) = work { given.assignTo = unit }
      try take(
        step: step.step.to, case: target.id, by: account, evidence: given, requestID: requestID,
        versionSeen: target.version, plan: plan, at: now, in: db)
    }
  }
}

extension BulkWork {
  /// Whether a step is the one that this work takes.
  fileprivate func fits(_ open: OpenStep, _ procedure: Procedure) -> Bool {
    guard !open.isSkip, !open.step.isReturn else { return false }
    switch self {
    case .assign: return open.unitChoice != .none
    case .close: return procedure.isFinal(open.step.to)
    case .note, .prioritise, .offer: return false
    }
  }
}
