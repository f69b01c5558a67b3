public import Ledger
public import Telemetry

/// What data quality says of a span of a series. 质量标记
public struct QualityMark: Sendable, Hashable, Identifiable {
  /// Why it was so, as a person found.
  public enum Cause: String, Sendable, Hashable, CaseIterable {
    case fault, maintenance, evasion, network
    /// The values were true.
    case real
    case other
  }

  public struct Settlement: Sendable, Hashable {
    public let cause: Cause
    /// Empty where nothing was written.
    public let note: String
    /// Epoch seconds.
    public let at: Int
    public let by: Actor?
  }

  public let id: Int64
  public let series: SeriesKey
  /// The check's word; a newer program may know others than `QualityCheck` names.
  public let check: String
  /// UTC epoch seconds.
  public let from: Int
  public let until: Int
  public let grounds: [Suspicion.Ground]
  /// Epoch seconds.
  public let firstSeen: Int
  public let lastSeen: Int
  /// Of the plan whose settings it was found with.
  public let planDigest: String
  /// nil while it is open.
  public let settlement: Settlement?

  public var isOpen: Bool { settlement == nil }
}

public enum QualityMarkError: Error, Equatable, CustomStringConvertible {
  case unknown(Int64)
  case isSettled(Int64)
  case noteTooLong

  public var description: String {
    switch self {
    case .unknown(let id): "there is no mark \(id); look at the list of marks"
    case .isSettled(let id): "mark \(id) is settled already; open it again first"
    case .noteTooLong: "the note is longer than \(QualityMarks.noteLimit) characters; shorten it"
    }
  }
}
