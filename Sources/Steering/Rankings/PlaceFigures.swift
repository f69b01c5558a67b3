public import AirQuality
public import GRDB

/// What a place is judged by over a period.
public struct PlaceFigures: Sendable, Hashable {
  public enum Source: String, Sendable, Hashable {
    /// Of the days that are in the book.
    case days
    /// As a bulletin of the upper authority states them.
    case bulletin
  }

  /// A figure by which places are put in order.
  public enum Kind: Sendable, Hashable, CaseIterable {
    case composite
    case goodDays
    case pollutant(Pollutant)

    public static let allCases: [Kind] =
      [.composite, .goodDays] + Pollutant.allCases.map { .pollutant($0) }

    /// `composite`, `good-days`, `pm25`…: as commands, addresses and the database name it.
    public var id: String {
      switch self {
      case .composite: "composite"
      case .goodDays: "good-days"
      case .pollutant(let pollutant): pollutant.rawValue
      }
    }

    public init?(_ id: String) {
      guard let kind = Self.allCases.first(where: { $0.id == id }) else { return nil }
      self = kind
    }

    /// Whether less is better.
    public var isLessBetter: Bool { self != .goodDays }
  }

  /// Each as stated: µg/m³, CO in mg/m³; the good days in per cent.
  public let stated: [Kind: ExactDecimal]
  public let source: Source
  /// Days with a valid index; nil where the figures are not of days.
  public let validDays: Int?
  /// Whether every pollutant has as many valid days as the standard asks for; nil likewise.
  public let isComplete: Bool?

  /// Of a place's own days.
  public init(of daily: DailyRecord, in period: AssessmentPeriod) {
    let assessment = PeriodAssessment(of: daily.values, in: period)
    var stated: [Kind: ExactDecimal] = [:]
    for pollutant in Pollutant.allCases {
      stated[.pollutant(pollutant)] =
        assessment.item(pollutant, PeriodAssessment.headline(of: pollutant))?.stated
    }
    stated[.composite] = CompositeIndex(of: assessment)?.total
    let good = GoodDays(period.days.map { daily.index(on: $0)?.aqi })
    stated[.goodDays] = good.ratio
    self.stated = stated
    source = .days
    validDays = good.valid
    isComplete = assessment.isValid
  }

  private init(
    _ stated: [Kind: ExactDecimal], source: Source, validDays: Int? = nil, isComplete: Bool? = nil
  ) {
    self.stated = stated
    self.source = source
    self.validDays = validDays
    self.isComplete = isComplete
  }

  /// As a bulletin states them; nil where it states none of them.
  init?(bulletin figures: [String: ExactDecimal]) {
    var stated: [Kind: ExactDecimal] = [:]
    for (id, value) in figures { Kind(id).map { stated[$0] = value } }
    guard !stated.isEmpty else { return nil }
    self.init(Self.withComposite(stated), source: .bulletin)
  }

  /// The composite index of six figures, where it is not stated itself.
  private static func withComposite(_ stated: [Kind: ExactDecimal]) -> [Kind: ExactDecimal] {
    var stated = stated
    if stated[.composite] == nil {
      stated[.composite] =
        CompositeIndex(of: PollutantValues { stated[.pollutant($0)] })?.total
    }
    return stated
  }

  /// A bulletin's figures, and what it leaves out by those of days.
  func completed(by days: PlaceFigures) -> PlaceFigures {
    guard stated.count < Kind.allCases.count else { return self }
    var merged = stated
    for (kind, value) in days.stated where kind != .composite && merged[kind] == nil {
      merged[kind] = value
    }
    return PlaceFigures(
      Self.withComposite(merged), source: .bulletin, validDays: days.validDays,
      isComplete: stated[.composite] == nil ? days.isComplete : nil)
  }

  /// As they stood when a month was closed; nil without any.
  init?(frozen stated: [Kind: ExactDecimal], wasBulletin: Bool, wasIncomplete: Bool) {
    guard !stated.isEmpty else { return nil }
    self.init(
      stated, source: wasBulletin ? .bulletin : .days, isComplete: wasIncomplete ? false : nil)
  }

  public subscript(kind: Kind) -> ExactDecimal? { stated[kind] }

  /// Change on an earlier figure: per cent of it; of the good days in percentage points.
  public func change(of kind: Kind, on earlier: PlaceFigures?) -> ExactDecimal? {
    guard let now = stated[kind], let before = earlier?.stated[kind] else { return nil }
    return kind == .goodDays
      ? now.subtracting(before)
      : relativeChange(from: before, to: now)
  }
}

extension AirBook {
  /// A place's figures over a period: a bulletin's before those of its days.
  ///
  /// - Parameter daily: the place's record, for when no bulletin states them.
  public static func figures(
    of place: Int64, in period: AssessmentPeriod, daily: DailyRecord, asKnown: Int64? = nil,
    in db: Database
  ) throws -> PlaceFigures {
    let days = PlaceFigures(of: daily, in: period)
    return try bulletinFigures(of: place, in: period, asKnown: asKnown, in: db)
      .map { $0.completed(by: days) } ?? days
  }

  /// A period's figures as a bulletin states them; nil where none does.
  public static func bulletinFigures(
    of place: Int64, in period: AssessmentPeriod, asKnown: Int64? = nil, in db: Database
  ) throws -> PlaceFigures? {
    var figures: [String: String] = [:]
    let rows = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT figure, value FROM air_figure
          WHERE place = :place AND period = :period AND (:known IS NULL OR import <= :known)
          """),
      arguments: ["place": place, "period": period.named.description, "known": asKnown])
    while let row = try rows.next() { figures[row["figure"]] = row["value"] }
    if let asKnown {
      let later = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT figure, before FROM air_figure_revision
            WHERE place = ? AND period = ? AND import > ? ORDER BY id DESC
            """), arguments: [place, period.named.description, asKnown])
      for row in later where figures[row["figure"]] != nil {
        figures[row["figure"]] = row["before"]
      }
    }
    return PlaceFigures(bulletin: figures.compactMapValues { ExactDecimal($0) })
  }

  /// A period's figure as a bulletin states it, and which.
  public struct BulletinFigure: Sendable, Hashable {
    public let value: ExactDecimal
    public let file: String
    /// Epoch seconds of the import.
    public let at: Int
  }

  public static func bulletinFigure(
    _ kind: PlaceFigures.Kind, of place: Int64, in period: AssessmentPeriod, in db: Database
  ) throws -> BulletinFigure? {
    let row = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          SELECT value, file, at FROM air_figure AS f JOIN air_import ON air_import.id = coalesce(
            (SELECT max(r.import) FROM air_figure_revision AS r
              WHERE r.place = f.place AND r.period = f.period AND r.figure = f.figure), f.import)
          WHERE place = ? AND period = ? AND figure = ?
          """), arguments: [place, period.named.description, kind.id])
    return row.flatMap { row in
      ExactDecimal(row["value"] as String).map {
        BulletinFigure(value: $0, file: row["file"], at: row["at"])
      }
    }
  }
}

extension PlaceFigures.Kind {
  /// The kind of a figure and its period; nil for what no bulletin states.
  public init?(_ figure: Figure) {
    switch figure {
    case .composite: self = .composite
    case .goodDays: self = .goodDays
    case .statistic(let pollutant, let statistic, _)
    where statistic == PeriodAssessment.headline(of: pollutant):
      self = .pollutant(pollutant)
    case .statistic, .index: return nil
    }
  }
}
