/// What a plan says of reports from the public. 群众举报
public struct ReportRules: Sendable, Hashable {
  /// Who is told when a report is late.
  public struct Late: Sendable, Hashable {
    public let afterSeconds: Int
    public let tell: [Step.Actor]
    public init(afterSeconds: Int, tell: [Step.Actor]) {
      self.afterSeconds = afterSeconds
      self.tell = tell
    }
  }

  /// Which reports are rows of the register of complaints.
  public struct Complaints: Sendable, Hashable {
    /// Ids of categories.
    public let categories: [String]
    /// A complaint about the same within so many seconds of another is a repeated one.
    public let repeatedSeconds: Int
    public init(categories: [String], repeatedSeconds: Int) {
      self.categories = categories
      self.repeatedSeconds = repeatedSeconds
    }
  }

  /// Until when somebody has to take a report up; nil for no limit.
  public let acceptWithin: TimeLimit?
  /// Until when the reporter has an answer; nil for no limit.
  public let answerWithin: TimeLimit?
  /// Ascending by `afterSeconds`.
  public let late: [Late]
  public let complaints: Complaints?
  public let rewards: RewardRules?
  /// Ids of the systems whose sheets of reports are taken in: a report's number there is its case's.
  public let hotlines: [String]

  public init(
    acceptWithin: TimeLimit? = nil, answerWithin: TimeLimit? = nil, late: [Late] = [],
    complaints: Complaints? = nil, rewards: RewardRules? = nil, hotlines: [String] = []
  ) {
    self.acceptWithin = acceptWithin
    self.answerWithin = answerWithin
    self.late = late
    self.complaints = complaints
    self.rewards = rewards
    self.hotlines = hotlines
  }
}
