import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

@testable import Steering

func day(_ text: String) -> CalendarDay { CalendarDay(text)! }

func label(_ text: String) -> Label { Label(zh: text, en: text) }

/// 10:00 of a local day in the plan's time.
func epoch(_ text: String) -> Int { day(text).dayNumber * 86_400 + 10 * 3_600 - 28_800 }

/// Fuel checks by two leads with a helper, a campaign, something reported once.
let taskPlan = Plan(
  id: "district-2021", title: label("p"), digest: String(repeating: "a", count: 64),
  utcOffsetSeconds: 28_800, center: Coordinate(longitude: 0, latitude: 0), zoom: 1, boundary: nil,
  units: ["MSB", "TRB", "EEB"].map { Unit(id: $0, label: label($0), kind: .bureau) }, places: [],
  quantities: [], objectives: [],
  clauses: [
    ActionPlan.Clause(
      id: "3.3.a", label: label("fuel"), lead: ["MSB", "TRB"], with: ["EEB"],
      due: day("2021-12-31"), rhythm: .quarter,
      milestones: [
        ActionPlan.Clause.Milestone(
          id: "half", label: label("half"), by: day("2021-06-30"), units: ["MSB"])
      ]),
    ActionPlan.Clause(
      id: "8.1.a", label: label("ozone"), lead: ["EEB"], with: [], due: day("2021-09-30"),
      rhythm: .month),
    ActionPlan.Clause(id: "1.1.e", label: label("park"), lead: ["EEB"], with: [], rhythm: .once),
    ActionPlan.Clause(id: "O.1", label: label("pm"), lead: [], with: []),
  ], registers: [], rules: [], procedures: [], year: 2021,
  campaigns: [
    Campaign(
      id: "season", clause: "8.1.a", label: label("season"), from: day("2021-04-01"),
      until: day("2021-09-30"), units: ["EEB"],
      stages: [
        ActionPlan.Clause.Milestone(
          id: "list", label: label("list"), by: day("2021-04-15"), units: [])
      ])
  ])

let fuel = TaskID(clause: "3.3.a", unit: "MSB")
let fuelOfTransport = TaskID(clause: "3.3.a", unit: "TRB")

private func account(_ id: Int64, _ role: Role, unit: String?) -> Account {
  Account(
    id: id, name: "a\(id)", displayName: "a\(id)", unit: unit, roles: [role], facility: nil)
}

func officer(_ id: Int64, _ unit: String) -> Account { account(id, .officer, unit: unit) }

let market = officer(1, "MSB")
let transport = officer(2, "TRB")
let ecology = officer(3, "EEB")
let desk = account(4, .duty, unit: "BTF")
let otherDesk = account(5, .duty, unit: "BTF")
let leader = account(6, .leader, unit: nil)

/// A ledger in which tasks are moved.
struct TaskOffice {
  let house: FreshLedger

  init() throws { house = try FreshLedger() }

  @discardableResult
  func take(
    _ step: TaskStep, _ id: TaskID = fuel, by account: Account, on text: String,
    request: String? = nil
  ) async throws -> TaskStanding {
    let request = request ?? "request-\(UInt64.random(in: 0 ... .max))"
    return try await house.ledger.write { db in
      try TaskBook.take(
        step, task: id, by: account, requestID: request, plan: taskPlan, at: epoch(text), in: db)
    }
  }

  func standing(_ id: TaskID = fuel, on text: String) async throws -> TaskStanding {
    let found = try await house.ledger.read { db in
      try TaskBook.standing(of: id, plan: taskPlan, on: day(text), in: db)
    }
    guard let found else { throw TaskRefusal.unknownTask(id) }
    return found
  }

  /// The plan comes into force.
  func begin(on text: String) async throws {
    try await house.ledger.write { db in
      _ = try PlanArchive.store(
        digest: taskPlan.digest, planID: taskPlan.id, files: [], by: .system("test"),
        at: epoch(text), in: db)
    }
  }

  struct Told {
    let code: String
    let object: String
    let values: [String: String]
  }

  /// What a unit or a role was told, oldest first.
  func told(_ recipient: String) async throws -> [Told] {
    try await house.ledger.read { db in
      try Row.fetchAll(
        db,
        sql: "SELECT code, object, \"values\" FROM notification WHERE recipient = ? ORDER BY id",
        arguments: [recipient]
      ).map { row in
        let values: String = row["values"]
        return Told(
          code: row["code"], object: row["object"],
          values: try JSONDecoder().decode([String: String].self, from: Data(values.utf8)))
      }
    }
  }
}

extension TaskStep {
  static func report(
    _ text: String, on item: String? = nil, progress: Int? = nil, isCompletion: Bool = false
  ) -> TaskStep {
    .report(item: item, TaskWords(text), progress: progress, isCompletion: isCompletion)
  }
  static let accepted = TaskStep.accept(report: nil, note: "")
  static func back(_ why: String) -> TaskStep { .giveBack(report: nil, why: why) }
}
