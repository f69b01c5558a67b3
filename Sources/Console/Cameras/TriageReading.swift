import ActionPlan
import Casework
import GRDB
import Ledger

/// What the page on which alarms are looked through shows, read in one go.
struct TriageReading: Sendable {
  /// The alarm that is looked at; nil where none waits.
  let alarm: TriagedAlarm?
  let file: CaseFile?
  /// Alarms of the same case, without this one.
  let togetherCount: Int
  let near: [NearbyAlarm]
  let nearCases: [NearbyCase]
  /// The account may send the case to one of the plan's units with its verdict.
  let mayDispatch: Bool
  let waitingCount: Int
  /// What waits besides, the most pressing first.
  let queue: [TriagedAlarm]
  let judged: [TriagedAlarm]
  /// The alarm whose verdict was just taken.
  let done: TriagedAlarm?
  let doneFile: CaseFile?
  /// Names of cameras by their ids, of people by theirs.
  let cameras: [String: String]
  let people: [Int64: String]

  static let queueLimit = 20
  static let judgedLimit = 8
  static let nearLimit = 4

  /// - Parameters:
  ///   - id: the alarm that is asked for; nil for the most pressing one.
  ///   - done: the alarm whose verdict was just taken.
  static func read(
    _ id: Int64?, done: Int64?, account: Account, plan: Plan, in db: Database
  ) throws -> TriageReading {
    let waiting = try AlarmDesk.waiting(limit: queueLimit + 1, in: db)
    let alarm = try id.map { try AlarmDesk.find($0, in: db) } ?? waiting.first
    let file = try alarm.flatMap { try CaseBook.find($0.caseID, in: db) }
    let judged = try AlarmDesk.judged(limit: judgedLimit, in: db)
    let finished = try done.flatMap { try AlarmDesk.find($0, in: db) }
    let nearCases = try alarm.flatMap { alarm in
      try alarm.position.map {
        try NearbyCases.find(
          near: $0, at: alarm.alarm.occurredAt, but: alarm.caseID, for: account, in: db)
      }
    }
    var people: [Int64: String] = [:]
    for id in Set((judged + [finished, alarm].compactMap(\.self)).compactMap(\.judgement?.by)) {
      people[id] = try Accounts.find(id, in: db)?.displayName
    }
    return TriageReading(
      alarm: alarm, file: file,
      togetherCount: try alarm.map { try AlarmDesk.alarms(of: $0.caseID, in: db).count - 1 } ?? 0,
      near: try alarm.map { try AlarmDesk.near($0, limit: nearLimit, in: db) } ?? [],
      nearCases: nearCases ?? [],
      mayDispatch: try file.map {
        try Policy.may(account, .judgeAlarm)
          && AlarmDesk.dispatch(of: $0, for: account, plan: plan, in: db) != nil
      } ?? false,
      waitingCount: try AlarmDesk.waitingCount(in: db),
      queue: Array(waiting.filter { $0.id != alarm?.id }.prefix(queueLimit)), judged: judged,
      done: finished, doneFile: try finished.flatMap { try CaseBook.find($0.caseID, in: db) },
      cameras: try CameraAlarms.cameraNames(plan: plan, in: db), people: people)
  }
}
