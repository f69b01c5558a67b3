public import AirQuality

/// Places in order of a figure of one period, with the same period of the year before.
public struct RankingTable: Sendable, Hashable {
  /// A place to be ranked.
  public struct Member: Sendable, Hashable {
    /// As it is listed.
    public let name: String
    /// Its id in the book; nil where nothing of it was ever taken in.
    public let place: Int64?
    public let figures: PlaceFigures?
    /// Of the period a year earlier.
    public let before: PlaceFigures?

    public init(name: String, place: Int64?, figures: PlaceFigures?, before: PlaceFigures?) {
      self.name = name
      self.place = place
      self.figures = figures
      self.before = before
    }
  }

  public struct Row: Sendable, Hashable {
    public let member: Member
    /// nil without a figure.
    public let rank: Int?
    public let rankBefore: Int?
    /// Of the figure, see `PlaceFigures.change`.
    public let change: ExactDecimal?
  }

  public let period: AssessmentPeriod
  public let kind: PlaceFigures.Kind
  /// Best first; those without a figure last, in the order given.
  public let rows: [Row]

  public init(
    of members: [Member], in period: AssessmentPeriod, by kind: PlaceFigures.Kind,
    ties: RankingTies
  ) {
    self.period = period
    self.kind = kind
    let order: RankingOrder = kind.isLessBetter ? .ascending : .descending
    let now = ranks(of: members.map { $0.figures?[kind] }, order: order, ties: ties)
    let before = ranks(of: members.map { $0.before?[kind] }, order: order, ties: ties)
    rows = members.indices
      .sorted { (now[$0] ?? .max, $0) < (now[$1] ?? .max, $1) }
      .map { place in
        Row(
          member: members[place], rank: now[place], rankBefore: before[place],
          change: members[place].figures?.change(of: kind, on: members[place].before))
      }
  }

  /// How many have a figure.
  public var rankedCount: Int { rows.count { $0.rank != nil } }

  public func row(of place: Int64) -> Row? { rows.first { $0.member.place == place } }
}
