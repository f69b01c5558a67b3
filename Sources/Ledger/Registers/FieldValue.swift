public import ActionPlan
public import AirQuality

/// What a field of a register's row holds.
public enum FieldValue: Sendable, Hashable {
  /// Text; the id of a choice, facility, point, place or unit; a date as `2021-03-01`.
  case text(String)
  case integer(Int64)
  case decimal(ExactDecimal)
  case flag(Bool)
  /// Epoch seconds.
  case instant(Int)
  case position(Coordinate)
  case null

  public var text: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  public var instant: Int? {
    if case .instant(let at) = self { return at }
    return nil
  }

  /// Of a decimal or an integer.
  public var number: ExactDecimal? {
    switch self {
    case .decimal(let value): value
    case .integer(let value): ExactDecimal(value)
    default: nil
    }
  }
}

extension FieldValue: Codable {
  private enum CodingKeys: String, CodingKey {
    case text, integer, decimal, flag, instant, position
  }

  /// `null`, or an object with one key that names the kind.
  public func encode(to encoder: any Encoder) throws {
    if case .null = self {
      var container = encoder.singleValueContainer()
      return try container.encodeNil()
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .text(let value): try container.encode(value, forKey: .text)
    case .integer(let value): try container.encode(value, forKey: .integer)
    case .decimal(let value): try container.encode(value, forKey: .decimal)
    case .flag(let value): try container.encode(value, forKey: .flag)
    case .instant(let value): try container.encode(value, forKey: .instant)
    case .position(let value): try container.encode(value, forKey: .position)
    case .null: break
    }
  }

  public init(from decoder: any Decoder) throws {
    if try decoder.singleValueContainer().decodeNil() {
      self = .null
      return
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let key = container.allKeys.first else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a field's value names no kind"))
    }
    switch key {
    case .text: self = .text(try container.decode(String.self, forKey: key))
    case .integer: self = .integer(try container.decode(Int64.self, forKey: key))
    case .decimal: self = .decimal(try container.decode(ExactDecimal.self, forKey: key))
    case .flag: self = .flag(try container.decode(Bool.self, forKey: key))
    case .instant: self = .instant(try container.decode(Int.self, forKey: key))
    case .position: self = .position(try container.decode(Coordinate.self, forKey: key))
    }
  }
}

/// One row of a register, as it is now.
public struct RegisterRow: Sendable, Hashable, Identifiable {
  /// Permanent; never used again after the row was removed.
  public let id: Int64
  /// Counts up with every change; a change names the version it saw.
  public let version: Int
  /// By field id; a field that was never written is `.null`.
  public let values: [String: FieldValue]
  /// Epoch seconds.
  public let createdAt: Int
  public let changedAt: Int

  public subscript(field: String) -> FieldValue { values[field] ?? .null }

  public init(
    id: Int64, version: Int, values: [String: FieldValue], createdAt: Int, changedAt: Int
  ) {
    self.id = id
    self.version = version
    self.values = values
    self.createdAt = createdAt
    self.changedAt = changedAt
  }
}

/// One entry of a row's history.
public struct RowChange: Sendable, Hashable {
  public enum Kind: String, Sendable {
    case insert, update, remove
  }
  public let kind: Kind
  /// The version the change made; of a removal, the version removed.
  public let version: Int
  /// Epoch seconds.
  public let at: Int
  /// An `Actor.auditName`.
  public let actor: String
  public let why: String
  /// Empty for an insertion.
  public let old: [String: FieldValue]
  /// Empty for a removal.
  public let new: [String: FieldValue]
}
