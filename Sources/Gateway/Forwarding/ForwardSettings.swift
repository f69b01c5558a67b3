/// How a platform above is reached.
public struct ForwardSettings: Sendable, Equatable {
  public var host: String
  public var port: Int
  /// PW of frames that are written anew, and what its requests have to carry; nil keeps the devices' own.
  public var password: String?
  /// Most frames sent and not yet acknowledged.
  public var window = 16
  /// HJ 212-2017, table 1: 10 s over mobile networks, 5 s by wire; sent again 3 times.
  public var answerMilliseconds = 10_000
  public var resends = 3
  public var firstPauseMilliseconds = 1_000
  public var longestPauseMilliseconds = 60_000

  public init(host: String, port: Int, password: String? = nil) {
    self.host = host
    self.port = port
    self.password = password
  }

  var limits: ForwardQueue.Limits {
    ForwardQueue.Limits(
      window: window, answerMilliseconds: answerMilliseconds, resends: resends)
  }
}

/// How forwarding to one platform is.
public struct ForwardStatus: Sendable, Hashable {
  public var isConnected = false
  public var isPaused = false
  /// Frames of the inbox that have not been looked through, sent or acknowledged.
  public var waiting: Int64 = 0
  /// When the oldest frame arrived that it has not acknowledged; epoch seconds.
  public var oldestAt: Int?
  public var acknowledged = 0
  public var setAside = 0
  public var lastAcknowledgedAt: Int?
  public var lastFailureAt: Int?
  public var lastFailure: String?

  public init() {}
}

enum ForwardFault: Error, Equatable, CustomStringConvertible {
  case unanswered(seconds: Int, resends: Int)
  case closed
  case paused

  var description: String {
    switch self {
    case .unanswered(let seconds, let resends):
      "no answer within \(seconds) s after \(resends) resends; ask the platform whether it knows the "
        + "device numbers and the password"
    case .closed: "the platform closed the connection"
    case .paused: "paused"
    }
  }
}
