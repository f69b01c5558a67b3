/// How a source is: what came by it so far. Counts may lack what came in the seconds before a kill.
public struct SourceState: Sendable, Hashable {
  public let source: String
  /// How far a fetched source was read, in the words of who fetches it; empty at the beginning.
  public var mark = ""
  /// Messages stored.
  public var messages = 0
  /// Messages that were there before.
  public var repeats = 0
  /// Messages or fetches that failed or were refused.
  public var failures = 0
  /// Epoch seconds.
  public var lastMessageAt: Int?
  /// Of the last message stored or met again.
  public var lastSequence: Int64?
  public var lastFailureAt: Int?
  public var lastFailure: String?

  public init(source: String) {
    self.source = source
  }
}

/// How far a platform above has had the inbox.
public struct DestinationState: Sendable, Hashable {
  public let destination: String
  /// Everything up to this sequence was acknowledged, set aside, or does not go there.
  public var through: Int64
  public var isPaused = false
  public var acknowledged = 0
  /// Frames that it never acknowledged although it acknowledged what was sent after them.
  public var setAside = 0
  /// Epoch seconds.
  public var lastAcknowledgedAt: Int?
  public var lastFailureAt: Int?
  public var lastFailure: String?

  public init(destination: String, through: Int64) {
    self.destination = destination
    self.through = through
  }
}
