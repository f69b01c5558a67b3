/// Another way in for readings than HJ 212: a vendor's or a city's platform. What its documents say is
/// plan data; where it is reached is a setting. 数据源
public struct DataSource: Sendable, Hashable {
  /// How its documents come.
  public enum Kind: String, Sendable, CaseIterable {
    /// It sends them over HTTP.
    case push
    /// They are fetched over HTTP.
    case pull
    /// Files are laid into a folder.
    case drop
    /// It publishes them to an MQTT broker.
    case mqtt
  }

  public enum Format: String, Sendable, CaseIterable {
    case json
    /// CSV or an Excel workbook; paths are names of columns.
    case table
  }

  /// Which monitoring point a reading is of.
  public enum Points: Sendable, Hashable {
    /// All of them.
    case one(String)
    /// By what the document calls it.
    case named(DocumentPath, [String: String])
  }

  public struct Time: Sendable, Hashable {
    public enum Labels: String, Sendable, CaseIterable { case start, end }

    /// Where it stands; several are read with a blank between them.
    public let at: [DocumentPath]
    public let form: TimeForm
    /// Which end of a window it names.
    public let labels: Labels
    /// Local time of what says none itself.
    public let utcOffsetSeconds: Int

    public init(
      at: [DocumentPath], form: TimeForm, labels: Labels = .start, utcOffsetSeconds: Int
    ) {
      self.at = at
      self.form = form
      self.labels = labels
      self.utcOffsetSeconds = utcOffsetSeconds
    }
  }

  public struct Flag: Sendable, Hashable {
    public let at: DocumentPath
    /// HJ 212 flags by the document's words; empty where it has HJ 212's own.
    public let words: [String: String]

    public init(at: DocumentPath, words: [String: String] = [:]) {
      self.at = at
      self.words = words
    }
  }

  /// One value that a reading has, and the series it belongs to.
  public struct Value: Sendable, Hashable {
    public let at: DocumentPath
    /// What the reading calls what it measures; nil where it need not say.
    public let factor: String?
    public let quantity: String
    /// `rtd`, `avg`, `min`, `max`, `cou` or `rs`.
    public let statistic: String
    /// 0 for `rtd` and `rs`.
    public let windowSeconds: Int
    /// Power of ten from the sent unit to the quantity's.
    public let shift: Int
    /// Its own flag, in the words of the source's.
    public let flag: DocumentPath?

    public init(
      at: DocumentPath, factor: String? = nil, quantity: String, statistic: String = "rtd",
      windowSeconds: Int = 0, shift: Int = 0, flag: DocumentPath? = nil
    ) {
      self.at = at
      self.factor = factor
      self.quantity = quantity
      self.statistic = statistic
      self.windowSeconds = windowSeconds
      self.shift = shift
      self.flag = flag
    }
  }

  public let id: String
  public let label: Label
  public let kind: Kind
  public let format: Format
  /// Where the list of readings lies; nil where the whole document is one reading, or a list of them.
  public let readings: DocumentPath?
  public let points: Points
  /// Where a reading says what it measures.
  public let factor: DocumentPath?
  public let time: Time
  public let flag: Flag?
  public let values: [Value]
  /// Texts that stand for no value, besides an empty one.
  public let missing: Set<String>
  /// It is late when nothing came for so long; nil where it has no rhythm.
  public let expectSeconds: Int?

  public init(
    id: String, label: Label, kind: Kind, format: Format = .json, readings: DocumentPath? = nil,
    points: Points, factor: DocumentPath? = nil, time: Time, flag: Flag? = nil, values: [Value],
    missing: Set<String> = [], expectSeconds: Int? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.format = format
    self.readings = readings
    self.points = points
    self.factor = factor
    self.time = time
    self.flag = flag
    self.values = values
    self.missing = missing
    self.expectSeconds = expectSeconds
  }

  /// Ids of the points it feeds, sorted.
  public var pointIDs: [String] {
    switch points {
    case .one(let point): [point]
    case .named(_, let points): Set(points.values).sorted()
    }
  }
}
