/// A row that a finding rests on.
public struct RowGround: Sendable, Hashable {
  /// Register id.
  public let register: String
  public let row: Int64
  /// The row's version when it became a ground.
  public let version: Int
  /// Whether it still fulfils the rule.
  public let holds: Bool
}

/// What became of a row that a finding rests on.
public struct RowGroundChange: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// It was corrected or removed and no longer fulfils the rule.
    case lost
    /// It fulfils the rule again.
    case back
    /// It came to the others within their time.
    case joined
  }
  public let kind: Kind
  /// Register id.
  public let register: String
  public let row: Int64
  /// Rows of the finding that fulfil the rule now, and how many it takes.
  public let holding: Int
  public let needed: Int
}
