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

  public init(
    acceptWithin: TimeLimit? = nil, answerWithin: TimeLimit? = nil, late: [Late] = [],
    complaints: Complaints? = nil, rewards: RewardRules? = nil
  ) {
    self.acceptWithin = acceptWithin
    self.answerWithin = answerWithin
    self.late = late
    self.complaints = complaints
    self.rewards = rewards
  }
}

/// What is paid for reports that turn out to be true. 有奖举报
public struct RewardRules: Sendable, Hashable {
  public struct Kind: Sendable, Hashable {
    public let id: String
    public let label: Label
    /// Ids of categories of report.
    public let categories: [String]
    /// The least severity of the case as it was closed.
    public let from: Severity
    /// The report has to come with a photo.
    public let needsPhoto: Bool
    /// Whole yuan.
    public let yuan: Int
    public init(
      id: String, label: Label, categories: [String], from: Severity = .minor,
      needsPhoto: Bool = false, yuan: Int
    ) {
      self.id = id
      self.label = label
      self.categories = categories
      self.from = from
      self.needsPhoto = needsPhoto
      self.yuan = yuan
    }
  }

  /// Whole yuan of a calendar year.
  public let budgetYuan: Int
  /// One person is not rewarded again for the same kind within so many seconds.
  public let againSeconds: Int
  /// The first that fits counts.
  public let kinds: [Kind]

  public init(budgetYuan: Int, againSeconds: Int, kinds: [Kind]) {
    self.budgetYuan = budgetYuan
    self.againSeconds = againSeconds
    self.kinds = kinds
  }
}
