/// Ways in beside HJ 212 and the ways out: how they are, and what may be done to them. Handed in by
/// wiring.
public struct OtherWays: Sendable {
  /// In the plan's order.
  public var sources: @Sendable () async -> [SourceGlance]
  /// Stores a message that a platform sent; returns once it is on disk.
  public var take:
    @Sendable (_ source: String, _ bytes: [UInt8], _ peer: String) async throws ->
      TakenMessage
  /// Greatest message, in bytes.
  public var messageLimit: Int
  /// In the plan's order.
  public var destinations: @Sendable () async -> [DestinationGlance]
  /// Stops forwarding or lets it go on. False where nothing is forwarded there.
  public var setPaused: @Sendable (_ destination: String, _ isPaused: Bool) async throws -> Bool

  /// Sends again what a destination had never acknowledged; how many frames. Nil where nothing is
  /// forwarded there.
  public var retry: @Sendable (_ destination: String) async throws -> Int?

  public init(
    sources: @escaping @Sendable () async -> [SourceGlance],
    take: @escaping @Sendable (String, [UInt8], String) async throws -> TakenMessage,
    messageLimit: Int, destinations: @escaping @Sendable () async -> [DestinationGlance],
    setPaused: @escaping @Sendable (String, Bool) async throws -> Bool,
    retry: @escaping @Sendable (String) async throws -> Int?
  ) {
    self.sources = sources
    self.take = take
    self.messageLimit = messageLimit
    self.destinations = destinations
    self.setPaused = setPaused
    self.retry = retry
  }

  /// Nothing goes in or out.
  public static let none = OtherWays(
    sources: { [] }, take: { _, _, _ in throw TakeRefusal.notStored("nothing is taken here") },
    messageLimit: 0, destinations: { [] }, setPaused: { _, _ in false }, retry: { _ in nil })
}

/// How a source is.
public struct SourceGlance: Sendable, Hashable {
  public let source: String
  /// False where it has to be reached and no setting says where.
  public var isConfigured = true
  /// Nil where nothing stays connected.
  public var isConnected: Bool?
  public var messages = 0
  public var repeats = 0
  public var failures = 0
  /// Epoch seconds.
  public var lastMessageAt: Int?
  public var lastSequence: Int64?
  public var lastFailureAt: Int?
  public var lastFailure: String?

  public init(source: String) {
    self.source = source
  }
}

/// How forwarding to a platform above is.
public struct DestinationGlance: Sendable, Hashable {
  public let destination: String
  /// False where no setting says where it is reached.
  public var isConfigured = true
  public var isConnected = false
  public var isPaused = false
  /// Frames of the inbox that it has not had, as far as is known without looking at each.
  public var waiting: Int64 = 0
  /// When the oldest of them arrived; epoch seconds.
  public var oldestAt: Int?
  public var acknowledged = 0
  /// Frames that it never acknowledged although it did later ones.
  public var setAside = 0
  public var lastAcknowledgedAt: Int?
  public var lastFailureAt: Int?
  public var lastFailure: String?

  public init(destination: String) {
    self.destination = destination
  }
}

/// A message that is safe on disk.
public struct TakenMessage: Sendable, Hashable {
  public let sequence: Int64
  /// The same bytes came before.
  public let isRepeat: Bool
  /// Values that become samples.
  public let values: Int
  /// What of it cannot be used and what to do; the first ones.
  public let complaints: [String]

  public init(sequence: Int64, isRepeat: Bool, values: Int, complaints: [String]) {
    self.sequence = sequence
    self.isRepeat = isRepeat
    self.values = values
    self.complaints = complaints
  }
}

/// Why a message was not taken.
public enum TakeRefusal: Error, Sendable, Equatable {
  case empty
  /// For now: it may be sent again.
  case notStored(String)
}
