public import AirQuality

/// What is looked at on site, point by point. Its inspections are rows of a register of the same id,
/// which the plan does not declare: fields `subject` (facility, or a row of the register it inspects),
/// `on` (date), `inspector` (text), each item's answer under the item's id, `photo` (attachment), `place`
/// (place), `note` (text), and where and when it was filled in: `position` (position), `done-at`
/// (instant). 检查表
public struct Checklist: Sendable, Hashable {
  public struct Item: Sendable, Hashable {
    public let id: String
    public let label: Label
    /// How it is answered: judged by `answers` unless the plan says otherwise, else a text, number, flag,
    /// date or a choice of its own.
    public let kind: Field.Kind
    public let isRequired: Bool
    /// Of a number: as printed, and between what it lies.
    public let unit: Label?
    public let atLeast: ExactDecimal?
    public let atMost: ExactDecimal?

    public init(
      id: String, label: Label, kind: Field.Kind = .choice(Checklist.answers),
      isRequired: Bool = true, unit: Label? = nil, atLeast: ExactDecimal? = nil,
      atMost: ExactDecimal? = nil
    ) {
      self.id = id
      self.label = label
      self.kind = kind
      self.isRequired = isRequired
      self.unit = unit
      self.atLeast = atLeast
      self.atMost = atMost
    }

    /// Judged as `pass`, `fail` or `none`.
    public var isJudged: Bool { kind == .choice(Checklist.answers) }
  }

  public let id: String
  public let clause: String
  public let label: Label
  /// The register whose rows are inspected; nil for facilities.
  public let of: String?
  public let items: [Item]

  public init(id: String, clause: String, label: Label, of: String?, items: [Item]) {
    self.id = id
    self.clause = clause
    self.label = label
    self.of = of
    self.items = items
  }
}
