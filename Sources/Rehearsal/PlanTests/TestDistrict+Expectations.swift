import ActionPlan
import AirQuality
import Checks
import GRDB
import Ledger
import Steering
import Telemetry

/// What an element of the plan says at the clock's time, against what it should.
extension TestDistrict {
  func check(_ expectation: PlanTest.Expectation) async throws {
    switch expectation {
    case .indicator(let id, let value, let lamp):
      try await checkIndicator(id, value: value, lamp: lamp)
    case .findings(let rule, let count):
      try await checkFindings(of: rule, count: count)
    case .cases(let procedure, let count):
      try await checkCases(of: procedure, count: count)
    case .task(let clause, let unit, let state):
      try await checkTask(clause, unit, state)
    case .credit(let scheme, let facility, let points, let isBlacklisted):
      try await checkCredit(scheme, of: facility, points: points, isBlacklisted: isBlacklisted)
    case .veto(let id, let facility, let isBarred):
      try await checkVeto(id, of: facility, isBarred: isBarred)
    case .check(let id, let input, let answer):
      try await checkAnswer(of: id, to: input, is: answer)
    case .refused(let register, let row, let field):
      try await checkRefusal(of: row, by: register, for: field)
    }
  }

  private func checkAnswer(
    of id: String, to input: [String: String], is expected: String
  ) async throws {
    guard let check = plan.check(id) else {
      throw Refusal("check \(id)", found: "none of that id in the plan")
    }
    let (plan, now) = (plan, clock.now)
    do {
      let answer = try await ledger.read { db in
        try CheckRunner.answer(check: check, input: input, plan: plan, now: now, in: db)
      }
      guard answer.code != expected else { return }
      throw Refusal("check \(id) to answer \(expected)", found: answer.code)
    } catch let error as CheckInputError {
      throw Refusal("check \(id) to answer \(expected)", found: "no answer", error.description)
    }
  }
}
