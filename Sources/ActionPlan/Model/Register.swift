public import AirQuality

/// A ledger of rows with a schema from the plan. 台账
public struct Register: Sendable, Hashable {
  public enum Role: String, Sendable, CaseIterable {
    /// Rows declare a stop, a maintenance or a bypass of a facility beforehand. Such a register has the
    /// fields `facility` (facility), `kind` (choice), `from` and `until` (instant).
    case declarations
    /// Rows are the cameras whose alarms are taken in. Such a register has the fields `camera` (text),
    /// `place` (place) and `position` (position), and may have `in-service` (flag).
    case cameras
  }
  /// Lower-case letters, digits and hyphens.
  public let id: String
  public let label: Label
  public let clause: String?
  public let role: Role?
  public let fields: [Field]
  public init(id: String, label: Label, clause: String?, role: Role?, fields: [Field]) {
    self.id = id
    self.label = label
    self.clause = clause
    self.role = role
    self.fields = fields
  }
  public func field(_ id: String) -> Field? { fields.first { $0.id == id } }
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
  /// As printed; for numbers.
  public let unit: String?
  public let atLeast: ExactDecimal?
  public let atMost: ExactDecimal?
  public init(
    id: String, label: Label, kind: Kind, isRequired: Bool, unit: String?, atLeast: ExactDecimal?,
    atMost: ExactDecimal?
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.isRequired = isRequired
    self.unit = unit
    self.atLeast = atLeast
    self.atMost = atMost
  }
}
