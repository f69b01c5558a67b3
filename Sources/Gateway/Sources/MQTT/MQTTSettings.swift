/// Where a source's broker is and what is read there.
public struct MQTTSettings: Sendable, Equatable {
  public var host: String
  public var port: Int
  public var isSecure: Bool
  /// PEM file of who signed the broker's certificate; nil for the system's.
  public var authority: String?
  /// Names the session that the broker keeps; no two clients of a broker may have the same.
  public var client: String
  public var user: String?
  public var password: String?
  public var topics: [String]
  public var keepAliveSeconds = 60
  public var firstPauseMilliseconds = 1_000
  public var longestPauseMilliseconds = 60_000

  public init(
    host: String, port: Int, isSecure: Bool = false, authority: String? = nil, client: String,
    user: String? = nil, password: String? = nil, topics: [String]
  ) {
    self.host = host
    self.port = port
    self.isSecure = isSecure
    self.authority = authority
    self.client = client
    self.user = user
    self.password = password
    self.topics = topics
  }
}
