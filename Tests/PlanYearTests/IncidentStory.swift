import ActionPlan
import AirQuality
import Casework
import Detection

@testable import Ledger
@testable import Rehearsal

/// Dust at a site in May, handled the same day; and once more in September, which nobody handles.
struct IncidentStory: Sendable {
  private let district: YearDistrict
  /// The case of May in each state that it went through.
  private(set) var handled: [CaseFile] = []
  /// Open and late cases of site dust, by day.
  private(set) var counts: [String: CaseCounts.OfProcedure] = [:]

  init(_ district: YearDistrict) { self.district = district }

  mutating func happen(in month: Int) async throws {
    switch month {
    case 5:
      try await raiseDust(on: "2021-05-18")
      try await count(on: "2021-05-18")
      try await handle()
      try await count(on: "2021-05-19")
    case 9:
      try await raiseDust(on: "2021-09-10")
      try await count(on: "2021-09-15")
    default: break
    }
  }

  /// 1,500 µg/m³ for a quarter of an hour, then clean air.
  private func raiseDust(on day: String) async throws {
    district.move(to: day, hour: 10)
    for (value, seconds) in [(400, 600), (1_500, 900), (300, 600)] {
      try await district.rehearsal.send(
        ExactDecimal(Int64(value)), "tsp", of: "site-1", seconds: seconds, every: 60)
      district.rehearsal.clock.move(to: district.now + 60)
    }
  }

  private mutating func handle() async throws {
    let plan = district.plan
    let opened = try await district.ledger.read { db in
      let found = try Findings.list(rule: "site-dust-high", in: db)
      return try found.first.flatMap { try CaseBook.find(source: .finding($0.id), in: db) }
    }
    guard var file = opened else { throw YearFault("the dust of May opened no case") }
    handled.append(file)
    let photo = StagedAttachment(
      sha256: String(repeating: "cd", count: 32), byteCount: 100, mediaType: .jpeg, width: 1,
      height: 1)
    let steps: [(String, Account, StepEvidence)] = [
      ("dispatched", Self.desk, StepEvidence(assignTo: "CSB")),
      (
        "handled", Self.builder,
        StepEvidence(note: "已覆盖裸土、开启喷淋", cause: "poor-management", photos: [photo])
      ),
      ("verified", Self.branch, StepEvidence(note: "现场已整改")),
      ("closed", Self.branch, StepEvidence()),
    ]
    for (number, (step, account, evidence)) in steps.enumerated() {
      let (seen, now) = (file, district.now + 600 * (number + 1))
      file = try await district.ledger.write { db in
        try CaseBook.take(
          step: step, case: seen.id, by: account, evidence: evidence,
          requestID: "case-step-\(number)", versionSeen: seen.version, plan: plan, at: now, in: db)
      }
      handled.append(file)
    }
  }

  private static let desk = Account(
    id: 12, name: "desk", displayName: "desk", unit: nil, roles: [.duty], facility: nil)
  private static let builder = Account(
    id: 21, name: "csb", displayName: "csb", unit: "CSB", roles: [.officer], facility: nil)
  private static let branch = Account(
    id: 22, name: "eeb", displayName: "eeb", unit: "EEB", roles: [.officer], facility: nil)

  private mutating func count(on day: String) async throws {
    let now = max(district.now, YearDistrict.epoch(day, hour: 12))
    counts[day] = try await district.ledger.read { db in
      try CaseBook.countsByProcedure(scope: .all, now: now, in: db)["site-dust"]
    }
  }
}
