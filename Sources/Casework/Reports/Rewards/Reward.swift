import GRDB

/// What is paid, or not paid, for a report that turned out to be true. Who reported stands nowhere in
/// it. 举报奖励
public struct Reward: Sendable, Hashable, Identifiable {
  public enum State: String, Sendable, CaseIterable {
    /// By the plan's rule; waits for a leader.
    case proposed
    case approved, paid
    /// By a leader, with a reason.
    case refused
    /// By the rule: another report was first, or the person has been rewarded.
    case excluded
  }

  public let id: Int64
  public let report: Int64
  /// The case that the fact is known by.
  public let file: CaseFile.Other
  /// Id of the plan's kind of reward.
  public let kind: String
  public let yuan: Int
  public let state: State
  /// A leader's reason; of what the rule excludes `not-first` or `person-again`.
  public let reason: String?
  /// The calendar year whose budget it is of; nil before it is approved.
  public let year: Int?
  /// Epoch seconds, like the others.
  public let proposedAt: Int
  /// `Actor.auditName`s.
  public let decidedBy: String?
  public let decidedAt: Int?
  public let paidBy: String?
  public let paidAt: Int?
  /// What the payment is known by: the number of a receipt or transfer.
  public let receipt: String?
  /// Grows with each change.
  public let version: Int
  /// Where it stands in a register of the plan.
  let register: String?
  let registerRow: Int64?

  /// What it is called by.
  public struct Name: Sendable, Hashable {
    public let reward: Int64
    public let report: Int64
    /// Number of the case.
    public let file: String
  }
  public var name: Name { Name(reward: id, report: report, file: file.number) }

  init(row: Row) throws {
    id = row["id"]
    report = row["report_id"]
    file = CaseFile.Other(id: row["fact_id"], number: row["number"])
    kind = row["kind"]
    yuan = row["yuan"]
    let name: String = row["state"]
    guard let state = State(rawValue: name) else { throw RewardRecordError.unknownState(name) }
    self.state = state
    reason = row["reason"]
    year = row["year"]
    proposedAt = row["proposed_at"]
    decidedBy = row["decided_by"]
    decidedAt = row["decided_at"]
    paidBy = row["paid_by"]
    paidAt = row["paid_at"]
    receipt = row["receipt"]
    version = row["version"]
    register = row["register"]
    registerRow = row["register_row"]
  }

  static let columns = """
    report_reward.*, (SELECT number FROM case_file WHERE case_file.id = fact_id) AS number
    """
}

/// A row that casework did not write.
enum RewardRecordError: Error, Equatable {
  case unknownState(String)
  case unknownGround(String)
  case unknownVerdict(String)
}

/// A year's budget, in whole yuan.
public struct RewardBudget: Sendable, Hashable {
  public let year: Int
  public let budget: Int
  /// Approved and not paid yet; paid.
  public let approved: Int
  public let paid: Int
  /// Never below 0 but where a plan has cut the budget since.
  public var left: Int { budget - approved - paid }
}

/// Why a reward was not approved, refused, paid or opened.
public enum RewardRefusal: Error, Sendable, Hashable {
  case unknown
  case notYours
  /// Somebody was quicker.
  case moved(Reward.State)
  /// Whole yuan that are left.
  case overBudget(left: Int)
  /// Whoever approved it may not pay it.
  case samePerson
  /// Others that may be for the same fact, of which nobody has said that it is another one.
  case sameFact([Reward.Name])
  /// No such doubt waits for anybody.
  case noDoubt
  /// The register of rewards does not take its row.
  case rowRefused(register: String, field: String, found: String)
  /// The case is not closed as real any more.
  case notTrue
  /// The plan says nothing of rewards now.
  case noRules
  case noteMissing
  case noteTooLong
  case badRequestID
  case requestReused

  /// Permanent name of the kind of refusal.
  public var code: String {
    switch self {
    case .unknown: "unknown"
    case .notYours: "not-yours"
    case .moved: "moved"
    case .overBudget: "over-budget"
    case .samePerson: "same-person"
    case .sameFact: "same-fact"
    case .noDoubt: "no-doubt"
    case .rowRefused: "row-refused"
    case .notTrue: "not-true"
    case .noRules: "no-rules"
    case .noteMissing: "note-missing"
    case .noteTooLong: "note-too-long"
    case .badRequestID: "bad-request-id"
    case .requestReused: "request-reused"
    }
  }
}
