/// The index of a day, opened to each pollutant's value, breakpoints and hours.
public struct IndexExplanation: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public let pollutant: Pollutant
    /// The daily value and what it rests on, or why it does not count.
    public let input: DayInput
    /// Nil where the pollutant has no individual index.
    public let judgement: IndividualJudgement?
    /// Breakpoints that the judged value lies between; nil above the table.
    public let segment: BreakpointTable.Segment?
    /// On the line between the breakpoints, not yet rounded up.
    public let exactIAQI: ExactFraction?
    /// The day's 24 hourly means, hour 0 first; empty where the value came as one.
    public let hours: [ExactDecimal?]
    /// Running 8 h means of O3 that belong to the day; empty of other pollutants.
    public let runningMeans: [RunningMean]
    /// Why it has no part in the index.
    public var leftOut: LeftOut? {
      if case .leftOut(let why) = input.content { return why }
      return judgement == nil ? .aboveTable : nil
    }
    /// The 8 h value is above its table, and the day's maximum 1 h mean stands in (2012).
    public var isByMaximum1h: Bool {
      pollutant == .o3 && judgement?.item.period == .oneHour
    }
    /// The first of the largest running means, which is the daily value of O3.
    public var largestRunningMean: RunningMean? {
      guard let largest = runningMeans.compactMap(\.mean).max() else { return nil }
      return runningMeans.first { $0.mean == largest }
    }
  }

  public struct RunningMean: Sendable, Hashable {
    /// 1…24, as reports label hours: the end of the last of the eight.
    public let endsAt: Int
    /// Of the eight.
    public let hours: Int
    /// Nil of fewer hours than the least.
    public let mean: ExactFraction?
  }

  public let day: CalendarDay
  /// Nil where no pollutant has an index.
  public let index: AirQualityIndex?
  public let edition: IndexEdition
  public let method: Clause
  public let validity: Clause
  /// All six pollutants.
  public let parts: [Part]

  init(on day: CalendarDay, from inputs: FigureInputs) {
    let edition = IndexEdition.inForce(on: day)
    let index = inputs.record.index(on: day)
    self.day = day
    self.index = index
    self.edition = edition
    method = .individualIndex(of: edition)
    validity = .validity(on: day)
    parts = Pollutant.allCases.map { pollutant in
      let judgement = index?.judgements[pollutant]
      let segment = judgement.flatMap { edition.tables[$0.item]?.segment(of: $0.judged) }
      let hours = inputs.hours(of: pollutant, on: day)
      return Part(
        pollutant: pollutant, input: inputs.input(of: pollutant, on: day), judgement: judgement,
        segment: segment,
        exactIAQI: judgement.flatMap { judgement in
          segment?.exactIndex(of: judgement.judged)
        },
        hours: hours.map { hours in (0..<24).map { hours.value(on: day, hour: $0) } } ?? [],
        runningMeans: pollutant == .o3 ? hours?.runningMeans(of: day) ?? [] : [])
    }
  }
}

extension HourlyValues {
  /// Running 8 h means that belong to a day under the rules of that day.
  fileprivate func runningMeans(of day: CalendarDay) -> [IndexExplanation.RunningMean] {
    let rules = AssessmentRules.inForce(on: day)
    return (rules.ozoneWindow == .withinDay ? 7..<24 : 0..<24).map { last in
      let values = (last - 7...last).compactMap { hour in
        value(on: day, hour: hour).map { ExactFraction($0) }
      }
      return IndexExplanation.RunningMean(
        endsAt: last + 1, hours: values.count,
        mean: values.count >= rules.minimum.hoursOf8h ? ExactFraction(meanOf: values) : nil)
    }
  }
}

extension BreakpointTable {
  /// Two neighbouring breakpoints.
  public struct Segment: Sendable, Hashable {
    public let concentrationLow: Int
    public let concentrationHigh: Int
    public let indexLow: Int
    public let indexHigh: Int

    /// (I_hi - I_lo) / (C_hi - C_lo) × (C - C_lo) + I_lo, not rounded up.
    public func exactIndex(of concentration: ExactDecimal) -> ExactFraction? {
      ExactFraction(concentration).subtracting(ExactFraction(Int128(concentrationLow)))?
        .multiplied(
          by: ExactFraction(
            Int128(indexHigh - indexLow), over: Int128(concentrationHigh - concentrationLow)))?
        .adding(ExactFraction(Int128(indexLow)))
    }
  }

  /// The segment that a concentration is judged by; nil above the table.
  ///
  /// - Parameter concentration: at least 0, in the table's unit.
  public func segment(of concentration: ExactDecimal) -> Segment? {
    let upper = concentrations.indices.dropFirst().first {
      concentration <= ExactDecimal(Int64(concentrations[$0]))
    }
    return upper.map {
      Segment(
        concentrationLow: concentrations[$0 - 1], concentrationHigh: concentrations[$0],
        indexLow: indices[$0 - 1], indexHigh: indices[$0])
    }
  }
}
