public import ActionPlan

/// All checks of one series' hours that its quantity's rule switches on.
public struct Examiner: Sendable {
  /// What stands beside a series.
  public struct Surroundings: Sendable {
    /// The point's other series of the same hours, by quantity.
    public var others: [String: Track] = [:]
    /// The same quantity at other points, of the same hours, by point.
    public var neighbours: [(point: String, track: Track)] = []
    /// Finer values of the same quantity at the same point, of the same hours.
    public var finer: Track?
    /// Whether the plant ran, by hour; nil where nothing tells.
    public var isRunning: (@Sendable (QualityRule.Running, Int) -> Bool?)?

    public init() {}
  }

  let rule: QualityRule
  /// What the series is held to: its own limit, or else the rule's.
  let limit: Double?

  public init(_ rule: QualityRule, limit: Double? = nil) {
    self.rule = rule
    self.limit = limit ?? rule.limit
  }

  /// Everything at once.
  ///
  /// - Parameters:
  ///   - track: about 30 days; the longer, the better the checks know what is usual.
  ///   - since: hour of the track; what ended before it has been said.
  public func suspicions(
    in track: Track, since: Int = 0, _ surroundings: Surroundings = Surroundings()
  ) -> [Suspicion] {
    faults(in: track, since: since, surroundings)
      + evasion(in: track, since: since, neighbours: surroundings.neighbours)
  }

  /// What hours show at once.
  public func faults(
    in track: Track, since: Int = 0, _ surroundings: Surroundings = Surroundings()
  ) -> [Suspicion] {
    func running(_ running: QualityRule.Running?) -> ((Int) -> Bool)? {
      guard let running, let isRunning = surroundings.isRunning else { return nil }
      return { isRunning(running, $0) ?? true }
    }
    let resolution = rule.resolution
    var found: [Suspicion] = []
    if let rule = rule.constant {
      found += ConstantCheck(rule, resolution: resolution)
        .suspicions(in: track, isRunning: running(rule.running))
    }
    if let rule = rule.zero {
      found += ZeroCheck(rule).suspicions(in: track, isRunning: running(rule.running))
    }
    if let rule = rule.negative { found += NegativeCheck(rule).suspicions(in: track) }
    if let rule = rule.overRange { found += OverRangeCheck(rule).suspicions(in: track) }
    if let rule = rule.jump {
      found += JumpCheck(rule, resolution: resolution).suspicions(in: track)
    }
    for rule in rule.cross {
      found += CrossCheck(rule).suspicions(in: track, others: surroundings.others)
    }
    if let rule = rule.agreement, let finer = surroundings.finer {
      found += AgreementCheck(rule, resolution: resolution).suspicions(in: track, finer: finer)
    }
    if let rule = rule.unitSlip {
      found += UnitSlipCheck(rule, resolution: resolution).suspicions(in: track)
    }
    // A jump shows with the hour after it.
    let last = track.time(of: since)
    return found.filter { $0.until >= last }
  }

  /// What takes days to show.
  ///
  /// - Parameter neighbours: the same quantity at other points, of the same hours.
  public func evasion(
    in track: Track, since: Int = 0, neighbours: [(point: String, track: Track)] = []
  ) -> [Suspicion] {
    let resolution = rule.resolution
    var found: [Suspicion] = []
    if let rule = rule.frozen {
      found += FrozenCheck(rule, resolution: resolution).suspicions(in: track, since: since)
    }
    if let rule = rule.capped {
      found += CappedCheck(rule, resolution: resolution).suspicions(in: track, since: since)
    }
    if let rule = rule.held, let limit {
      found += HeldCheck(rule, limit: limit).suspicions(in: track, since: since)
    }
    if let rule = rule.copied {
      let check = CopiedCheck(rule, resolution: resolution)
      found += check.repeats(in: track, since: since)
      for neighbour in neighbours {
        found += check.copies(
          in: track, of: neighbour.track, named: neighbour.point, since: since)
      }
    }
    return found
  }
}
