/// How soon a case is worked beside others, whatever its severity. 优先级
public enum CasePriority: String, Sendable, CaseIterable, Comparable {
  case low, normal, high, urgent

  /// 0 for low … 3 for urgent, as it is kept and sorted.
  public var rank: Int {
    switch self {
    case .low: 0
    case .normal: 1
    case .high: 2
    case .urgent: 3
    }
  }

  public static func < (a: CasePriority, b: CasePriority) -> Bool { a.rank < b.rank }
}

/// A deadline that stands still.
public struct CaseSuspension: Sendable, Hashable {
  /// Epoch seconds.
  public let since: Int
  /// When the case resumes by itself.
  public let until: Int
  /// Seconds that were left of the deadline, in the time it is counted in; below 0 of a late one. Nil
  /// for a case without a deadline.
  public let leftSeconds: Int?
  /// That deadline was counted in the plan's working time.
  public let isWorking: Bool

  public init(since: Int, until: Int, leftSeconds: Int?, isWorking: Bool) {
    self.since = since
    self.until = until
    self.leftSeconds = leftSeconds
    self.isWorking = isWorking
  }
}

/// A case offered to another unit.
public struct CaseTransfer: Sendable, Hashable {
  public enum Stage: String, Sendable {
    /// The other unit has not answered.
    case offered
    /// The other unit refused; somebody has to decide.
    case refused
  }
  /// The unit it is offered to.
  public let to: String
  public let stage: Stage

  public init(to: String, stage: Stage) {
    self.to = to
    self.stage = stage
  }
}
