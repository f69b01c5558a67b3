/// How a client behaves towards a gateway.
public struct ClientSettings: Sendable, Equatable {
  public var host: String
  public var port: Int
  /// Most frames sent and not yet acknowledged, at least 1.
  public var window: Int
  /// Seconds without an answer after which a frame is sent again; HJ 212-2017 table 1: 10 on mobile
  /// networks.
  public var answerSeconds: Int
  /// How often a frame is sent again before the link counts as lost; HJ 212-2017 table 1: 3.
  public var resends: Int
  /// Wait before connecting again: doubled from the first to the longest, with up to a quarter
  /// added at random so that a fleet does not return all at once.
  public var firstBackoffMilliseconds: Int
  public var longestBackoffMilliseconds: Int
  /// Connections in a row that bring no acknowledgement before the client gives up; `nil` never.
  public var fruitlessConnections: Int?

  public init(
    host: String, port: Int, window: Int = 16, answerSeconds: Int = 10, resends: Int = 3,
    firstBackoffMilliseconds: Int = 500, longestBackoffMilliseconds: Int = 60_000,
    fruitlessConnections: Int? = nil
  ) {
    precondition(window >= 1, "window \(window) is below 1")
    precondition(answerSeconds >= 1, "answerSeconds \(answerSeconds) is below 1")
    self.host = host
    self.port = port
    self.window = window
    self.answerSeconds = answerSeconds
    self.resends = resends
    self.firstBackoffMilliseconds = firstBackoffMilliseconds
    self.longestBackoffMilliseconds = longestBackoffMilliseconds
    self.fruitlessConnections = fruitlessConnections
  }

  /// Milliseconds before connection number `attempt` after the last fruitful one, from 1.
  func backoff(attempt: Int) -> Int {
    let doubled = firstBackoffMilliseconds << min(max(attempt - 1, 0), 16)
    return min(max(doubled, 1), longestBackoffMilliseconds)
  }
}

/// What a client has done so far.
public struct ClientCounts: Sendable, Equatable {
  public var sent = 0
  public var resent = 0
  public var acknowledged = 0
  public var connections = 0
  /// Times a link counted as lost because no answer came after the last resend.
  public var unanswered = 0

  public init() {}

  public static func + (a: ClientCounts, b: ClientCounts) -> ClientCounts {
    var sum = a
    sum.sent += b.sent
    sum.resent += b.resent
    sum.acknowledged += b.acknowledged
    sum.connections += b.connections
    sum.unanswered += b.unanswered
    return sum
  }
}
