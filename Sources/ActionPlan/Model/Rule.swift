public import AirQuality

/// What is looked for in the samples, or in the rows of a register. One unbroken stretch in which it
/// holds is one episode, and one episode is one finding. 规则
public struct Rule: Sendable, Hashable {
  public enum Watch: Sendable, Hashable {
    /// Each row of a register is a subject.
    case register(String)
    /// Each enabled device of the Ledger is a subject (rules of silence).
    case devices
  }
  public enum Trigger: Sendable, Hashable {
    /// All conditions hold at once, by sample time.
    case conditions([Condition])
    /// Nothing has arrived from the subject, by arrival time.
    case silent
    /// The value of a point's quantity has not changed although samples arrive, by sample time
    /// (a dead feed). Subjects are rows of the register; `field` names the point.
    case unchanged(field: String, quantity: String)
    /// Rows of the register are written that fulfil a condition. There are no samples: `stages` has one
    /// entry, which opens a case at once.
    case rows(RowTrigger)
  }
  public let id: String
  public let label: Label
  public let clause: String?
  public let watch: Watch
  public let trigger: Trigger
  public let except: Exceptions
  /// Ascending by `afterSeconds`; at most one opens a case.
  public let stages: [Stage]
  /// No sample of a condition for longer than this breaks the episode off: what was not seen is not
  /// claimed.
  public let gapSeconds: Int
  /// The row's field that names the facility told and charged; `facility` unless the plan says otherwise.
  public let facilityField: String?
  public init(
    id: String, label: Label, clause: String?, watch: Watch, trigger: Trigger,
    except: Exceptions, stages: [Stage], gapSeconds: Int, facilityField: String?
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.watch = watch
    self.trigger = trigger
    self.except = except
    self.stages = stages
    self.gapSeconds = gapSeconds
    self.facilityField = facilityField
  }
}

/// One comparison of a point's quantity with a limit.
public struct Condition: Sendable, Hashable {
  public enum Comparison: Sendable, Hashable {
    case above(Amount)
    case below(Amount)
    /// Under the first or over the second.
    case outside(Amount, Amount)
    case equals(ExactDecimal)
  }
  /// A fixed amount in the quantity's unit, or a share of a number field of the same row.
  public enum Amount: Sendable, Hashable {
    case fixed(ExactDecimal)
    case percent(ExactDecimal, ofField: String)
  }
  /// The register's field of kind `point`.
  public let field: String
  public let quantity: String
  /// HJ 212's statistic: `rtd`, `avg`, `min`, `max`, `cou`, `rs`.
  public let statistic: String
  /// Length of the statistic's window; 0 for real-time values and states.
  public let windowSeconds: Int
  public let comparison: Comparison
  /// Hysteresis: once it holds, it holds until the value is back past the limit by this amount.
  /// Same unit as the comparison's amounts (percent where they are percent).
  public let releaseMargin: ExactDecimal
  public init(
    field: String, quantity: String, statistic: String, windowSeconds: Int,
    comparison: Comparison, releaseMargin: ExactDecimal
  ) {
    self.field = field
    self.quantity = quantity
    self.statistic = statistic
    self.windowSeconds = windowSeconds
    self.comparison = comparison
    self.releaseMargin = releaseMargin
  }
}

public struct Exceptions: Sendable, Hashable {
  /// The rule does not hold for this long after the first condition began to hold (start-up exemption).
  public let afterStartSeconds: Int
  /// Choices of the declarations register's `kind` that explain the condition while they last.
  public let declared: [String]
  public init(afterStartSeconds: Int = 0, declared: [String] = []) {
    self.afterStartSeconds = afterStartSeconds
    self.declared = declared
  }
}

/// What happens when an episode has lasted so long.
public struct Stage: Sendable, Hashable {
  public enum Action: Sendable, Hashable {
    /// Tell the facility's contacts.
    case tellFacility
    case open(procedure: String, severity: Severity)

    public var opensCase: Bool {
      if case .open = self { true } else { false }
    }
  }
  public let afterSeconds: Int
  public let action: Action
  public init(afterSeconds: Int, action: Action) {
    self.afterSeconds = afterSeconds
    self.action = action
  }
}

public enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
  case minor, ordinary, serious, grave
  public static func < (a: Severity, b: Severity) -> Bool {
    allCases.firstIndex(of: a)! < allCases.firstIndex(of: b)!
  }
}
