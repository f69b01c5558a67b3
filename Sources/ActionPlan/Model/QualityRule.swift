/// How values of some quantities are looked at: which checks of data quality run, and how strictly. 数据质量
///
/// All amounts are in the quantities' unit. A check that is nil is off.
public struct QualityRule: Sendable, Hashable {
  public let id: String
  public let label: Label
  /// Ids of the quantities it is for; a quantity has at most one rule.
  public let quantities: [String]
  /// Smallest step that the instruments tell apart.
  public let resolution: Double
  /// What the values are held to, for the checks that look for evasion of it.
  public let limit: Double?
  public let constant: Constant?
  public let zero: Zero?
  public let negative: Negative?
  public let overRange: OverRange?
  public let jump: Jump?
  public let cross: [Cross]
  public let unitSlip: UnitSlip?
  public let clock: Clock?
  public let gap: Gap?
  public let duplicate: Bool
  public let agreement: Agreement?
  public let flagMisuse: FlagMisuse?
  public let held: Held?
  public let frozen: Frozen?
  public let capped: Capped?
  public let copied: Copied?
  /// Longest time from one calibration of an instrument to the next; nil where nobody says.
  public let calibrationSeconds: Int?

  public init(
    id: String, label: Label, quantities: [String], resolution: Double, limit: Double? = nil,
    constant: Constant? = nil, zero: Zero? = nil, negative: Negative? = nil,
    overRange: OverRange? = nil, jump: Jump? = nil, cross: [Cross] = [],
    unitSlip: UnitSlip? = nil, clock: Clock? = nil, gap: Gap? = nil, duplicate: Bool = false,
    agreement: Agreement? = nil, flagMisuse: FlagMisuse? = nil, held: Held? = nil,
    frozen: Frozen? = nil, capped: Capped? = nil, copied: Copied? = nil,
    calibrationSeconds: Int? = nil
  ) {
    self.id = id
    self.label = label
    self.quantities = quantities
    self.resolution = resolution
    self.limit = limit
    self.constant = constant
    self.zero = zero
    self.negative = negative
    self.overRange = overRange
    self.jump = jump
    self.cross = cross
    self.unitSlip = unitSlip
    self.clock = clock
    self.gap = gap
    self.duplicate = duplicate
    self.agreement = agreement
    self.flagMisuse = flagMisuse
    self.held = held
    self.frozen = frozen
    self.capped = capped
    self.copied = copied
    self.calibrationSeconds = calibrationSeconds
  }
}

extension QualityRule {
  /// The plant runs while this quantity at the same point, or else of the same facility, is above.
  public struct Running: Sendable, Hashable {
    public let quantity: String
    public let above: Double
    public init(quantity: String, above: Double) {
      self.quantity = quantity
      self.above = above
    }
  }

  /// The same value for longer than the series' own habit explains.
  public struct Constant: Sendable, Hashable {
    public let forSeconds: Int
    /// Values at this or below it are a stable zero, which says nothing.
    public let above: Double
    /// Judged only while it runs; nil always.
    public let running: Running?
    /// The run must be expected less often than this in the history that it is compared with.
    public let chance: Double
    public init(forSeconds: Int, above: Double, running: Running?, chance: Double) {
      self.forSeconds = forSeconds
      self.above = above
      self.running = running
      self.chance = chance
    }
  }

  /// Nothing but zeros while the plant runs, of an instrument that is seldom at zero.
  public struct Zero: Sendable, Hashable {
    public let forSeconds: Int
    public let running: Running?
    /// Zeros are usual for the series from this share of its hours on, 0…1, and no longer marked.
    public let usualShare: Double
    public init(forSeconds: Int, running: Running?, usualShare: Double) {
      self.forSeconds = forSeconds
      self.running = running
      self.usualShare = usualShare
    }
  }

  public struct Negative: Sendable, Hashable {
    public let below: Double
    public let forSeconds: Int
    public init(below: Double, forSeconds: Int) {
      self.below = below
      self.forSeconds = forSeconds
    }
  }

  /// At the upper end of the measuring range or above, by value or by flag T.
  public struct OverRange: Sendable, Hashable {
    public let at: Double
    public let forSeconds: Int
    public init(at: Double, forSeconds: Int) {
      self.at = at
      self.forSeconds = forSeconds
    }
  }

  /// One value far off, and back with the next.
  public struct Jump: Sendable, Hashable {
    /// How far, in robust standard deviations of the values and of the steps of 24 h.
    public let deviations: Double
    public init(deviations: Double) {
      self.deviations = deviations
    }
  }

  /// What two quantities at one point cannot both be.
  public enum Cross: Sendable, Hashable {
    /// Never above the other by more than the share and the margin, for so long.
    case notAbove(other: String, share: Double, margin: Double, forSeconds: Int)
    /// Equal to what the other gives by the oxygen formula, within a share.
    case converted(other: String, oxygen: String, reference: Double, share: Double, forSeconds: Int)
    /// A physical bound, such as 20.9 % of oxygen.
    case notAboveValue(Double, forSeconds: Int)
  }

  /// Values a power of ten off from one hour to the next, outside of what the series ever showed.
  public struct UnitSlip: Sendable, Hashable {
    /// 10, 1,000, 1,000,000: up or down.
    public let factors: [Double]
    public let forSeconds: Int
    public init(factors: [Double], forSeconds: Int) {
      self.factors = factors
      self.forSeconds = forSeconds
    }
  }

  /// Times of values that are as far off arrival for each frame as for the last.
  public struct Clock: Sendable, Hashable {
    public let offSeconds: Int
    public init(offSeconds: Int) {
      self.offSeconds = offSeconds
    }
  }

  public struct Gap: Sendable, Hashable {
    /// How many values in a row may be missing less one.
    public let intervals: Int
    public init(intervals: Int) {
      self.intervals = intervals
    }
  }

  /// The instrument's own means against means of its real-time values.
  public struct Agreement: Sendable, Hashable {
    public let share: Double
    public let forSeconds: Int
    public init(share: Double, forSeconds: Int) {
      self.share = share
      self.forSeconds = forSeconds
    }
  }

  /// Flags that exempt a value from being judged: too many of them, or just where it would be over
  /// the limit.
  public struct FlagMisuse: Sendable, Hashable {
    /// Of a month's values.
    public let share: Double
    /// Of the values over the limit; the same share of those under it must be small.
    public let matched: Double
    /// Exceedances needed to say so.
    public let least: Int
    public init(share: Double, matched: Double, least: Int) {
      self.share = share
      self.matched = matched
      self.least = least
    }
  }

  /// Values heaped just under the limit, with none or few above.
  public struct Held: Sendable, Hashable {
    public let overSeconds: Int
    /// Width of the bands on both sides, as a share of the limit.
    public let within: Double
    /// Hours just under the limit that are needed.
    public let least: Int
    /// So many times more under than over.
    public let ratio: Double
    public init(overSeconds: Int, within: Double, least: Int, ratio: Double) {
      self.overSeconds = overSeconds
      self.within = within
      self.least = least
      self.ratio = ratio
    }
  }

  /// Values that move far less than the series does at this level.
  public struct Frozen: Sendable, Hashable {
    public let forSeconds: Int
    /// Of the least spread that 19 of 20 windows of the history at the level had.
    public let share: Double
    public init(forSeconds: Int, share: Double) {
      self.forSeconds = forSeconds
      self.share = share
    }
  }

  /// A flat top: many values at the greatest, few near it.
  public struct Capped: Sendable, Hashable {
    public let overSeconds: Int
    /// Values at the top that are needed.
    public let least: Int
    /// So many times more at the top than the values below it let expect.
    public let ratio: Double
    public init(overSeconds: Int, least: Int, ratio: Double) {
      self.overSeconds = overSeconds
      self.least = least
      self.ratio = ratio
    }
  }

  /// The same course as a neighbour's, or as its own of earlier days.
  public struct Copied: Sendable, Hashable {
    public let forSeconds: Int
    /// Correlation of the steps from which on two courses are one.
    public let correlation: Double
    public init(forSeconds: Int, correlation: Double) {
      self.forSeconds = forSeconds
      self.correlation = correlation
    }
  }
}
