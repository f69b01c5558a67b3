import ActionPlan
import Foundation
import GRDB

@testable import Casework
@testable import Ledger

extension Procedure {
  /// The town handles what the desk sends it, and the desk closes.
  static let loop = Procedure(
    id: "loop", label: .any, clause: nil, lead: "BUREAU", intake: Intake(),
    steps: [
      .sample(
        "dispatched", from: ["opened"], by: [.duty], assign: .townOfPlace, within: 600),
      .sample("handled", from: ["dispatched"], by: [.assignee], within: 7_200, needs: [.note]),
      .sample("closed", from: ["handled"], by: [.duty, .lead], within: 3_600),
    ], late: [])
}

/// A district whose cases go through the loop in a line or two.
struct LoopDistrict {
  let district: District
  var limits = LoopThresholds()

  init(_ procedures: [Procedure] = [.loop]) throws {
    district = try District(procedures: procedures)
  }

  /// - Parameter grounds: it was measured, so that it can be over.
  func open(
    _ number: Int64, subject: String? = nil, position: Coordinate? = nil, grounds: Bool = true,
    badAt: Int? = nil, at now: Int = District.start
  ) async throws -> CaseFile {
    let plan = district.plan
    let procedure = plan.procedures[0].id
    return try await district.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: procedure, severity: .serious, source: .finding(number),
          title: CaseTitle(.rule, ["rule": "r", "subject": subject ?? "s/\(number)"]),
          occurredAt: badAt ?? now, place: "town", position: position,
          grounds: grounds ? [.sample(at: now)] : []),
        plan: plan, actor: .system("detection"), at: now, in: db)
    }
  }

  /// Opens a case and brings it to where the desk can close it.
  func handled(
    _ number: Int64, subject: String? = nil, grounds: Bool = true,
    _ evidence: StepEvidence? = nil, at now: Int = District.start
  ) async throws -> CaseFile {
    var file = try await open(number, subject: subject, grounds: grounds, at: now)
    file = try await district.take("dispatched", file, by: .desk, at: now)
    return try await district.take(
      "handled", file, by: .town, evidence ?? StepEvidence(note: "处理 \(number)"), at: now)
  }

  @discardableResult
  func close(_ file: CaseFile, by account: Account = .desk, at now: Int) async throws -> CaseFile {
    try await district.take("closed", file, by: account, at: now)
  }

  func quiet(_ file: CaseFile, at: Int?) async throws {
    try await district.ledger.write { db in try CaseBook.quiet(case: file.id, at: at, in: db) }
  }

  /// The signs after a look.
  func signs(at now: Int, _ kind: LoopSign.Kind) async throws -> [LoopSign] {
    let limits = limits
    return try await district.ledger.write { db in
      while try SignWatch.sweep(limits, at: now, in: db) {}
      return try LoopSigns.list(kind: kind, in: db)
    }
  }

  func report(
    by dimension: LoopDimension? = nil, scope: CaseScope = .all, now: Int
  ) async throws -> LoopReport {
    try await district.ledger.read { db in
      try LoopBook.report(
        LoopFilter(from: District.start - 86_400, until: .max), by: dimension, scope: scope,
        now: now, in: db)
    }
  }
}

extension CaseGround {
  static func sample(at now: Int) -> CaseGround {
    CaseGround(
      condition: 0, point: "p", quantity: "q", statistic: "mean", windowSeconds: 60,
      comparison: "above", limit: "1", upperLimit: nil, value: "2", isAboveRange: false,
      since: now, at: now)
  }
}
