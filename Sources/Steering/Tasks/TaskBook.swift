public import ActionPlan
import AirQuality
public import GRDB
public import Ledger

/// The book of tasks: what units reported on them and what became of it. 任务
///
/// Functions take the caller's `Database`; call `take` inside one write (an IMMEDIATE transaction).
/// Each step appends to the task's history and to the audit log and tells whom it concerns, or, when
/// it is refused, leaves nothing behind.
public enum TaskBook {
  /// Takes a step for a person: a report, a helper's share, a judgement, a withdrawal.
  ///
  /// - Parameters:
  ///   - requestID: made by the client, unique per person. A repeat gets the first answer.
  ///   - plan: the plan in force; tasks follow from it.
  ///   - now: epoch seconds.
  /// - Returns: the task after the step; on a repeat, as it stands now.
  /// - Throws: `TaskRefusal`, or what SQLite said. Nothing has changed then, if the caller lets the
  ///   error end its transaction.
  @discardableResult
  public static func take(
    _ step: TaskStep, task id: TaskID, by account: Account, requestID: String, plan: Plan,
    at now: Int, in db: Database
  ) throws -> TaskStanding {
    let actor = Actor.account(account.id)
    let content = step.content(of: id)
    if try isRepeat(requestID, of: content, by: actor, in: db) {
      return try existing(id, of: plan, at: now, in: db)
    }
    let standing = try existing(id, of: plan, at: now, in: db)
    let move = try TaskMachine(standing).move(step, by: mover(account, in: standing.task))
    try perform(move, on: standing.task, plan: plan, actor: actor, at: now, in: db)
    try RequestLog.record(
      id.object, to: requestID, by: actor, body: content.utf8, at: now, in: db)
    return try existing(id, of: plan, at: now, in: db)
  }

  /// What an account is to a task.
  public static func mover(_ account: Account, in task: PlanTask) -> TaskMover {
    TaskMover(
      name: Actor.account(account.id).auditName, unit: account.unit,
      parts: Policy.taskParts(account, task.relation))
  }

  private static func perform(
    _ move: TaskMove, on task: PlanTask, plan: Plan, actor: Actor, at now: Int, in db: Database
  ) throws {
    func record(_ files: [StagedAttachment]) throws -> [Int64] {
      try files.map { try Attachments.record($0, takenBy: actor, at: now, in: db).id }
    }
    let letters = try record(move.words.letters)
    let evidence = try record(move.words.evidence)
    let sequence = try TaskHistory.append(
      move, to: task.id, plan: plan.id, evidence: evidence, letters: letters, actor: actor,
      at: now, in: db)
    var detail = ["event": "\(sequence)", "plan": plan.digest]
    if !move.words.text.isEmpty { detail["text"] = move.words.text }
    detail["item"] = move.item
    detail["report"] = move.report.map { "\($0)" }
    detail["helper"] = move.helper
    detail["progress"] = move.progress.map { "\($0)" }
    if move.isCompletion { detail["completion"] = "true" }
    if move.isOnBehalf { detail["on-behalf-of"] = move.helper ?? task.id.unit }
    for (name, files) in [("attachments", evidence), ("letters", letters)] where !files.isEmpty {
      detail[name] = files.map(String.init).joined(separator: ",")
    }
    try AuditLog.append(
      actor: actor, action: "task.\(move.kind.rawValue)", object: task.id.object, detail: detail,
      at: now, in: db)
    guard let tell = move.tell else { return }
    var values = ["clause": task.id.clause, "unit": task.id.unit]
    values["item"] = move.item
    values["helper"] = move.helper
    for recipient in move.told {
      try Notifications.tell(
        recipient, code: tell.rawValue, object: task.id.object, values: values, at: now, in: db)
    }
  }

  private static func isRepeat(
    _ requestID: String, of content: String, by actor: Actor, in db: Database
  ) throws -> Bool {
    do {
      return try RequestLog.answer(to: requestID, by: actor, body: content.utf8, in: db) != nil
    } catch let refusal as RequestRefusal {
      switch refusal {
      case .badID: throw TaskRefusal.badRequestID
      case .anotherBody(let id): throw TaskRefusal.requestReused(id)
      }
    }
  }

  private static func existing(
    _ id: TaskID, of plan: Plan, at now: Int, in db: Database
  ) throws -> TaskStanding {
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds)
    guard let standing = try standing(of: id, plan: plan, on: today, in: db) else {
      throw TaskRefusal.unknownTask(id)
    }
    return standing
  }
}

extension TaskStep {
  /// What was asked, for telling a repeat from another request. Files count by what they show.
  fileprivate func content(of id: TaskID) -> String {
    func lines(_ words: TaskWords) -> [String] {
      [words.text] + words.evidence.map(\.sha256) + ["letters"] + words.letters.map(\.sha256)
    }
    let parts: [String] =
      switch self {
      case .report(let item, let words, let progress, let isCompletion):
        ["report", item ?? "", progress.map { "\($0)" } ?? "", "\(isCompletion)"] + lines(words)
      case .contribute(let unit, let words): ["contribute", unit] + lines(words)
      case .ask(let unit, let text): ["ask", unit, text]
      case .accept(let report, let note): ["accept", report.map { "\($0)" } ?? "", note]
      case .giveBack(let report, let why): ["return", report.map { "\($0)" } ?? "", why]
      case .withdraw(let report): ["withdraw", "\(report)"]
      }
    return ([id.object] + parts.map { "\($0.count):\($0)" }).joined(separator: "\n")
  }
}
