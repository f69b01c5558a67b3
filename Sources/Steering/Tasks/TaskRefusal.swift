/// Why nothing was done to a task. Pages tell it by `code` and `values` in both languages.
public enum TaskRefusal: Error, Sendable, Hashable {
  /// The plan has no such task.
  case unknownTask(TaskID)
  /// The account's part in the task does not allow it.
  case notYours
  /// Who reported does not judge the own report, nor does the own unit.
  case ownReport
  /// The final report was accepted; nothing more can be done.
  case completed
  case unknownItem(String)
  /// Nothing is owed, so that a report must say what it answers.
  case nothingOwed
  /// Its period has not begun.
  case notYet(item: String)
  /// The report on it was accepted.
  case alreadyAccepted(item: String)
  /// A report on it waits to be judged; it can be taken back first.
  case alreadyReported(item: String)
  /// No report of this number waits to be judged.
  case nothingWaiting
  /// Only who reported takes a report back.
  case notYourReport
  case textMissing
  case textTooLong(found: Int, limit: Int)
  /// A report given back says why.
  case groundMissing
  case progressOutOfRange(Int)
  /// The duty desk reports for a unit with the unit's letter.
  case letterMissing
  case tooManyFiles(found: Int, limit: Int)
  /// The clause names no such helper.
  case unknownHelper(String)
  /// The request id already stands for something else.
  case requestReused(String)
  /// A request id is 8 to 64 letters, digits and hyphens.
  case badRequestID

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknownTask: "unknown-task"
    case .notYours: "not-yours"
    case .ownReport: "own-report"
    case .completed: "completed"
    case .unknownItem: "unknown-item"
    case .nothingOwed: "nothing-owed"
    case .notYet: "not-yet"
    case .alreadyAccepted: "already-accepted"
    case .alreadyReported: "already-reported"
    case .nothingWaiting: "nothing-waiting"
    case .notYourReport: "not-your-report"
    case .textMissing: "text-missing"
    case .textTooLong: "text-too-long"
    case .groundMissing: "ground-missing"
    case .progressOutOfRange: "progress-out-of-range"
    case .letterMissing: "letter-missing"
    case .tooManyFiles: "too-many-files"
    case .unknownHelper: "unknown-helper"
    case .requestReused: "request-reused"
    case .badRequestID: "bad-request-id"
    }
  }

  /// What the text of the refusal names.
  public var values: [String: String] {
    switch self {
    case .unknownTask(let id): ["clause": id.clause, "unit": id.unit]
    case .unknownItem(let item), .notYet(let item), .alreadyAccepted(let item),
      .alreadyReported(let item):
      ["item": item]
    case .textTooLong(let found, let limit), .tooManyFiles(let found, let limit):
      ["found": "\(found)", "limit": "\(limit)"]
    case .progressOutOfRange(let progress): ["found": "\(progress)"]
    case .unknownHelper(let unit): ["unit": unit]
    case .requestReused(let id): ["request": id]
    case .notYours, .ownReport, .completed, .nothingOwed, .nothingWaiting, .notYourReport,
      .textMissing, .groundMissing, .letterMissing, .badRequestID:
      [:]
    }
  }
}
