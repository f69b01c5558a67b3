public import AirQuality

/// A figure computed from rows or samples that says how far a clause is. 指标
public struct Indicator: Sendable, Hashable {
  /// Rows of a register.
  public struct Rows: Sendable, Hashable {
    public let register: String
    /// nil for all.
    public let filter: RowFilter?
    /// The date field that says which period a row belongs to; nil where rows count whenever they
    /// are from.
    public let dated: String?

    public init(register: String, filter: RowFilter?, dated: String?) {
      self.register = register
      self.filter = filter
      self.dated = dated
    }
  }

  /// What is made of rows.
  public enum Fold: Sendable, Hashable {
    case count
    /// Of a number field.
    case sum(String)
    case mean(String)
    /// 0…100, of a number field, as HJ 663 interpolates.
    case percentile(ExactDecimal, String)
  }

  public struct Part: Sendable, Hashable {
    public let fold: Fold
    public let rows: Rows

    public init(fold: Fold, rows: Rows) {
      self.fold = fold
      self.rows = rows
    }
  }

  public enum SampleStatistic: String, Sendable, Hashable, CaseIterable {
    case mean
    case maximum
    case minimum
    /// Per cent of the hours so far that have a valid mean.
    case coverage
  }

  public enum Measure: Sendable, Hashable {
    case fold(Part)
    /// Per cent: rows that fulfil the filter, of rows of the same register that fulfil `among`.
    case share(Rows, among: RowFilter?)
    /// One part over another; per cent where the indicator's unit is `%`.
    case ratio(Part, to: Part)
    /// Per cent that the part of the period so far is above the same part of the year before.
    case growthOnYear(Part)
    /// Over the points that a register's field names.
    case samples(SampleStatistic, quantity: String, register: String, field: String)
    /// One number from a read-only query on the published views.
    case query(String)
  }

  /// What should be reached by when.
  public enum Pace: Sendable, Hashable {
    /// Evenly from the year's first day to the target's day.
    case even
    /// The target holds on every day: shares, ratios.
    case level
    /// By steps: on each day the last one passed.
    case steps([Step])
  }

  public struct Step: Sendable, Hashable {
    public let by: CalendarDay
    public let reach: ExactDecimal

    public init(by: CalendarDay, reach: ExactDecimal) {
      self.by = by
      self.reach = reach
    }
  }

  public struct Target: Sendable, Hashable {
    public let direction: Objective.Direction
    /// nil until the level above has set it: the lamp says so.
    public let number: ExactDecimal?
    /// The last day of the plan's year unless the plan says otherwise.
    public let by: CalendarDay
    public let pace: Pace
    /// Per cent of what should be reached by which it may be missed before yellow turns to red.
    public let tolerance: ExactDecimal

    public init(
      _ direction: Objective.Direction, _ number: ExactDecimal?, by: CalendarDay, pace: Pace,
      tolerance: ExactDecimal
    ) {
      self.direction = direction
      self.number = number
      self.by = by
      self.pace = pace
      self.tolerance = tolerance
    }
  }

  public let id: String
  public let clause: String
  public let label: Label
  /// As printed; empty for a bare count.
  public let unit: Label
  public let measure: Measure
  /// nil for a figure that is watched and judged by nobody.
  public let target: Target?
  /// A field of the rows' register by which the figure is broken down: kind place, unit or choice.
  public let by: String?
  /// Decimals that a figure is printed and judged with, 0…6, where it is divided for; nil for the usual.
  public let decimals: Int?

  public init(
    id: String, clause: String, label: Label, unit: Label, measure: Measure, target: Target?,
    by: String?, decimals: Int? = nil
  ) {
    self.id = id
    self.clause = clause
    self.label = label
    self.unit = unit
    self.measure = measure
    self.target = target
    self.by = by
    self.decimals = decimals
  }

  /// With a unit that is printed alike in both languages.
  public init(
    id: String, clause: String, label: Label, unit: String, measure: Measure, target: Target?,
    by: String?, decimals: Int? = nil
  ) {
    self.init(
      id: id, clause: clause, label: label, unit: .same(unit), measure: measure, target: target,
      by: by, decimals: decimals)
  }

  /// Registers it is computed from: a change in another one cannot move it. Empty for a query.
  public var registers: Set<String> { measure.registers }
}

extension Indicator.Measure {
  /// Registers whose rows it is made of.
  public var registers: Set<String> {
    switch self {
    case .fold(let part), .growthOnYear(let part): [part.rows.register]
    case .share(let rows, _): [rows.register]
    case .ratio(let part, let other): [part.rows.register, other.rows.register]
    case .samples(_, _, let register, _): [register]
    case .query: []
    }
  }
}

/// How an indicator stands against what should be reached by now. 指标灯
public enum IndicatorLamp: String, Sendable, Hashable, CaseIterable, Codable {
  case green, yellow, red
  /// Nothing to judge by; the reason says why.
  case grey
}
