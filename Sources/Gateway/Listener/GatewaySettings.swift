/// Where the gateway listens and how much it puts up with.
public struct GatewaySettings: Sendable, Equatable {
  /// Address to listen on; `0.0.0.0` for every IPv4 interface, `::` for both families.
  public var host = "0.0.0.0"
  /// TCP port; 0 lets the system choose one (tests).
  public var port = 9212
  /// A second port with TLS; nil for none.
  public var tls: GatewayTLS?
  /// A connection without a byte for so long is closed. A unit that reports less often (HJ 212-2017
  /// allows real-time intervals up to 3,600 s) connects again for its next report.
  public var idleSeconds = 900
  /// A connection from which no frame has been accepted so long after it was opened is closed.
  public var firstFrameSeconds = 300
  /// A frame must be complete so long after its first byte; else the connection is closed.
  public var halfOpenSeconds = 30
  /// Longest data segment that is read at all, in bytes, 1…9,999; a device's own limit may be lower
  /// (HJ 212 allows 1,024; the four digits of the length field end at 9,999).
  public var maximumSegmentBytes = 9_999
  /// Open connections; one more is closed at once.
  public var maximumConnections = 18_000
  /// Open connections of one address from which no frame has been accepted yet; one more is closed
  /// at once, so that a single host cannot take every place. Wide, because a carrier's network may
  /// bring a whole district's units from one address.
  public var maximumUndeliveredPerHost = 4_000
  /// Frames of one connection that wait for the inbox; beyond it the connection is not read.
  public var maximumPendingFrames = 256
  /// Faults in a row that close a connection which has delivered good frames before.
  public var maximumFaultsInARow = 50
  /// Faults in a row that close a connection which has not delivered one good frame.
  public var maximumFaultsBeforeFirstFrame = 10
  /// Seconds that a device which has said that it will may be silent before its result.
  public var resultSeconds = 60
  /// The devices' clock: the plan's distance from UTC.
  public var utcOffsetSeconds = 28_800
  /// How an answer to CN=9021 (log-in or heartbeat of some makers, outside the standard) is written.
  public var loginAnswer = LoginAnswer.notice
  /// Frames that have been read are committed and answered for so long after a stop was asked for.
  public var stopSeconds = 5

  public enum LoginAnswer: String, Sendable {
    /// CN=9013
    case notice
    /// CN=9014
    case data
  }

  public init() {}
}
