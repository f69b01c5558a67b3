import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Ledger
import Telemetry

/// Samples, and what rules make of them.
extension TestDistrict {
  func send(
    _ value: ExactDecimal, _ quantity: String, of point: String, seconds: Int, every: Int
  ) async throws {
    guard every > 0, seconds >= 0, seconds / every < SampleFeed.limit else {
      throw Refusal(
        "at most \(SampleFeed.limit) samples in one step",
        found: "\(seconds) s, one each \(every) s")
    }
    let (plan, at) = (plan, clock.now)
    try await ledger.write { db in
      try TestCells.makePoint(point, facility: nil, plan: plan, at: at, in: db)
    }
    let feed = try await startedFeed()
    do {
      try await feed.send(value, quantity, of: point, seconds: seconds, every: every)
    } catch let error as CaseOpeningError {
      throw Refusal("a case of what the samples show", found: "none", error.description)
    }
  }

  private func startedFeed() async throws -> SampleFeed {
    if let feed {
      try await feed.reload()
      return feed
    }
    let feed = try await SampleFeed(plan, ledger: ledger, folder: folder, clock: clock)
    self.feed = feed
    return feed
  }

  func checkFindings(of rule: String, count: Int) async throws {
    guard plan.rule(rule) != nil else {
      throw Refusal("rule \(rule)", found: "none of that id in the plan")
    }
    let found = try await ledger.read { db in try Findings.list(rule: rule, in: db) }
    guard found.count != count else { return }
    throw Refusal(
      "\(count) finding(s) of \(rule)", found: "\(found.count)",
      found.isEmpty ? "no episode lasted long enough, or no row is watched" : nil)
  }

  func checkCases(of procedure: String, count: Int) async throws {
    guard plan.procedure(procedure) != nil else {
      throw Refusal("procedure \(procedure)", found: "none of that id in the plan")
    }
    let now = clock.now
    let found = try await ledger.read { db in
      try CaseOutlook.openCount(of: procedure, now: now, in: db)
    }
    guard found != count else { return }
    throw Refusal("\(count) open case(s) of \(procedure)", found: "\(found)")
  }
}
