/// What a row of a list of facilities means.
public struct FacilityListRow: Sendable, Hashable, Codable {
  public enum Meaning: Sendable, Hashable, Codable {
    case new
    /// This facility.
    case known(String)
    /// Another spelling of the facility of an earlier row.
    case spelling(ofLine: Int)
    /// A person must say which.
    case doubtful
  }

  /// What the row may mean, or looks like.
  public struct Likeness: Sendable, Hashable, Codable {
    public enum Other: Sendable, Hashable, Codable {
      case facility(String)
      /// An earlier row of the same list.
      case row(Int)
    }
    public let other: Other
    public let why: FacilityCandidate.Why
  }

  /// One thing of a known facility that would change.
  public struct Difference: Sendable, Hashable, Codable {
    public enum What: String, Sendable, Codable, CaseIterable {
      case name, nameEn, kind, place, creditCode, position, alias
    }
    public let what: What
    /// As the ledger keeps it; empty for none.
    public let old: String
    public let new: String
  }

  public internal(set) var draft: FacilityDraft
  public internal(set) var meaning: Meaning
  /// The strongest first.
  public let likenesses: [Likeness]
  /// Of a known one.
  public internal(set) var differences: [Difference] = []
  /// The stand-in of this name that waits to be settled; it is settled with the row.
  let standIn: String?
}

/// What a person says of a doubtful row.
public enum FacilityListAnswer: Sendable, Hashable {
  case new
  case facility(String)
  /// The facility of an earlier row.
  case row(Int)
}
