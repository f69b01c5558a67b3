import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

/// Reports on tasks and what becomes of them: an officer of the unit reports, the duty desk judges.
extension TestDistrict {
  func report(_ clause: String, _ unit: String, _ text: String) async throws {
    try await take(
      .report(item: nil, TaskWords(text), progress: nil, isCompletion: false), clause, unit,
      by: Self.officer(of: unit), "a report of \(unit) on \(clause) to be taken")
  }

  func accept(_ clause: String, _ unit: String) async throws {
    try await take(
      .accept(report: nil, note: ""), clause, unit, by: Self.desk,
      "the report of \(unit) on \(clause) to be accepted")
  }

  func giveBack(_ clause: String, _ unit: String, _ why: String) async throws {
    try await take(
      .giveBack(report: nil, why: why), clause, unit, by: Self.desk,
      "the report of \(unit) on \(clause) to be given back")
  }

  private func take(
    _ step: TaskStep, _ clause: String, _ unit: String, by account: Account, _ expected: String
  ) async throws {
    let (plan, at) = (plan, clock.now)
    requests += 1
    let request = "rehearsal-\(requests)"
    do {
      try await ledger.write { db in
        _ = try TaskBook.take(
          step, task: TaskID(clause: clause, unit: unit), by: account, requestID: request,
          plan: plan, at: at, in: db)
      }
    } catch let refusal as TaskRefusal {
      throw Refusal(expected, found: "it was refused", "\(refusal)")
    }
  }

  func checkTask(_ clause: String, _ unit: String, _ state: String) async throws {
    let (plan, today) = (plan, today)
    let standing = try await ledger.read { db in
      try TaskBook.standing(
        of: TaskID(clause: clause, unit: unit), plan: plan, on: today, in: db)
    }
    guard let standing else {
      throw Refusal("a task of \(unit) for \(clause)", found: "none in the plan")
    }
    guard standing.state.rawValue != state else { return }
    throw Refusal(
      "task \(clause) of \(unit) to be \(state)", found: standing.state.rawValue,
      standing.nearestLimit.map { "what is owed next ends on \($0)" })
  }

  private static func officer(of unit: String) -> Account {
    Account(
      id: 1, name: "officer", displayName: "officer", unit: unit, roles: [.officer],
      facility: nil)
  }

  private static let desk = Account(
    id: 2, name: "desk", displayName: "desk", unit: nil, roles: [.duty], facility: nil)
}
