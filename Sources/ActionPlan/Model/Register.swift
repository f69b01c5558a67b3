public import AirQuality

/// A ledger of rows with a schema from the plan. 台账
public struct Register: Sendable, Hashable {
  public enum Role: String, Sendable, CaseIterable {
    /// Rows declare a stop, a maintenance or a bypass of a facility beforehand. Such a register has the
    /// fields `facility` (facility), `kind` (choice), `from` and `until` (instant), and may have `point`
    /// (point) and `factor` (choice of quantities), which narrow what a row explains, `reason` (text),
    /// `photo` (attachment) and `withdrawn` (instant).
    case declarations
    /// Rows are the cameras whose alarms are taken in. Such a register has the fields `camera` (text),
    /// `place` (place) and `position` (position), and may have `in-service` (flag).
    case cameras
    /// Rows are the people of units. Such a register has the fields `officer` (text) and `unit` (unit), and
    /// may have `phone`, `certificate` and `account` (text).
    case officers
    /// Rows are the days of the duty desk, written when it is handed over. Such a register has the fields
    /// `day` (date), `officer` and `log` (text), and may have `handed-over` (flag).
    case shifts
    /// Rows are portable instruments whose readings are evidence. Such a register has the fields
    /// `instrument` (text: what stands on it) and `valid-until` (date: the last day of its calibration).
    case instruments
    /// Rows are complaints, written from reports of the public. Such a register has the fields `about`
    /// (text), `received-on` (date) and `repeated` (flag), and may have `place` (place), `facility`
    /// (facility) and `answered-on` (date).
    case complaints
  }
  /// Who writes rows beside the units that keep the register.
  public enum Keeper: String, Sendable, CaseIterable {
    /// Each firm its own, on its own page: a ledger. 企业台账
    case facility
  }
  /// Lower-case letters, digits and hyphens.
  public let id: String
  public let label: Label
  public let clause: String?
  public let role: Role?
  public let fields: [Field]
  /// Fields whose values together name a row, unique among the rows: an import changes the row it
  /// finds by them. Empty where every imported row is a new one.
  public let key: [String]
  /// The field by which a row is called elsewhere; the first of kind text or facility where the plan
  /// names none.
  public let title: String?
  /// The field of kind date that says which period a row belongs to.
  public let dated: String?
  /// Units whose officers keep the rows; those of its clause where the plan names none.
  public let keepers: [String]
  /// Who else keeps the rows; nil where nobody does.
  public let keptBy: Keeper?
  /// How long after its beginning a stop may still be declared, in seconds; 0 for beforehand only.
  public let backdateSeconds: Int
  /// The checklist whose inspections its rows are.
  public let checklist: String?

  public init(
    id: String, label: Label, clause: String?, role: Role?, fields: [Field], key: [String] = [],
    title: String? = nil, dated: String? = nil, keepers: [String] = [], keptBy: Keeper? = nil,
    backdateSeconds: Int = 0, checklist: String? = nil
  ) {
    self.id = id
    self.label = label
    self.clause = clause
    self.role = role
    self.fields = fields
    self.key = key
    self.title = title
    self.dated = dated
    self.keepers = keepers
    self.keptBy = keptBy
    self.backdateSeconds = backdateSeconds
    self.checklist = checklist
  }

  public func field(_ id: String) -> Field? { fields.first { $0.id == id } }

  /// The field that says whose a row is, of a register that each firm keeps for itself.
  public var ownerField: Field? {
    keptBy == .facility ? fields.first { $0.kind == .facility } : nil
  }

  /// The field a row is called by.
  public var titleField: Field? {
    if let title { return field(title) }
    return fields.first { $0.kind == .text } ?? fields.first { $0.kind == .facility }
      ?? fields.first
  }
}

public struct Field: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case text
    case integer
    case decimal
    case flag
    case date
    /// An instant, kept as epoch seconds.
    case instant
    case choice([Choice])
    /// A WGS-84 position.
    case position
    /// An id of the Ledger: a facility, a monitoring point; of the plan: a place, a unit.
    case facility, point, place, unit
    /// A row of a register, by its id.
    case row(of: String)
    /// A unified social credit code. 统一社会信用代码
    case creditCode
    /// The plate of a vehicle. 号牌
    case plate
    /// A file kept with the row, by the id of its attachment.
    case attachment

    /// The word of the language for it. Permanent: the ledger remembers fields by it.
    public var code: String {
      switch self {
      case .text: "text"
      case .integer: "integer"
      case .decimal: "decimal"
      case .flag: "flag"
      case .date: "date"
      case .instant: "instant"
      case .choice: "choice"
      case .position: "position"
      case .facility: "facility"
      case .point: "point"
      case .place: "place"
      case .unit: "unit"
      case .row: "row"
      case .creditCode: "credit-code"
      case .plate: "plate"
      case .attachment: "attachment"
      }
    }
  }
  public struct Choice: Sendable, Hashable {
    public let id: String
    public let label: Label
    public init(id: String, label: Label) {
      self.id = id
      self.label = label
    }
  }
  public let id: String
  public let label: Label
  public let kind: Kind
  public let isRequired: Bool
  /// Required in rows that fulfil this.
  public let requiredWhen: RowFilter?
  /// As printed; for numbers.
  public let unit: Label?
  public let atLeast: ExactDecimal?
  public let atMost: ExactDecimal?
  public init(
    id: String, label: Label, kind: Kind, isRequired: Bool, unit: Label?, atLeast: ExactDecimal?,
    atMost: ExactDecimal?, requiredWhen: RowFilter? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.isRequired = isRequired
    self.unit = unit
    self.atLeast = atLeast
    self.atMost = atMost
    self.requiredWhen = requiredWhen
  }
}
