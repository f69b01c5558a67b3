import ActionPlan
import AirQuality
import Hummingbird
import Ledger
import Steering

/// Everything a task's page shows, read in one go.
struct TaskReading: Sendable {
  let detail: TaskDetail
  /// By id, for those who acted.
  let people: [Int64: Account]
  /// By id, of everything that was sent along.
  let files: [Int64: Attachment]
  /// The other leads' tasks of the same clause.
  let siblings: [TaskStanding]

  var standing: TaskStanding { detail.standing }

  /// - Throws: `PageError`: forbidden for who sees no tasks, not found for one that is not in the plan.
  static func read(
    _ subjects: ConsoleSubjects, _ context: SignedInContext
  ) async throws -> TaskReading {
    guard Policy.may(context.account, .viewTask) else { throw PageError.forbidden }
    let id = TaskID(
      clause: context.parameters.get("clause") ?? "", unit: context.parameters.get("unit") ?? "")
    let (plan, today) = (subjects.plan, subjects.today)
    let reading = try await subjects.ledger.read { db -> TaskReading? in
      guard let detail = try TaskBook.detail(of: id, plan: plan, on: today, in: db) else {
        return nil
      }
      let people = try Accounts.behind(detail.entries.map(\.event.actor), in: db)
      var files: [Int64: Attachment] = [:]
      for id in detail.entries.flatMap({ $0.evidence + $0.letters }) {
        files[id] = try Attachments.find(id, in: db)
      }
      let siblings = try detail.standing.task.clause.lead.filter { $0 != id.unit }.compactMap {
        try TaskBook.standing(
          of: TaskID(clause: id.clause, unit: $0), plan: plan, on: today, in: db)
      }
      return TaskReading(detail: detail, people: people, files: files, siblings: siblings)
    }
    guard let reading else { throw PageError.notFound }
    return reading
  }
}
