/// A call to somebody else's service, and what it said. Who makes the call is handed in: the Ledger
/// speaks no HTTP.
public struct OutsideCall: Sendable, Hashable {
  public enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  public let method: Method
  public let url: String
  public let headers: [String: String]
  public let body: [UInt8]?

  public init(
    _ method: Method = .get, _ url: String, headers: [String: String] = [:], body: [UInt8]? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }

  /// Bytes of an answer that are read at most; a longer one is a fault.
  public static let longestAnswer = 256 * 1024
  /// Seconds a call may take.
  public static let seconds = 10

  public struct Answer: Sendable {
    /// HTTP status.
    public let status: Int
    public let body: [UInt8]

    public init(status: Int, body: [UInt8]) {
      self.status = status
      self.body = body
    }
  }

  /// Makes the call within `seconds` and `longestAnswer`, without following redirects.
  public typealias Maker = @Sendable (OutsideCall) async throws -> Answer
}

/// Why somebody else's word for a person was not taken. No message carries a secret.
public enum OutsideRefusal: Error, Sendable, Equatable, CustomStringConvertible {
  /// The service did not answer as its documentation says: which call.
  case service(String)
  /// The answer belongs to no sign-in that this browser began, or to one that took too long.
  case notBegun
  /// The token does not prove who it is: which claim or part.
  case token(String)
  /// Nobody here has that identity.
  case unknownPerson
  /// The identity belongs to another account, or the account to another identity.
  case boundElsewhere
  case disabled

  public var description: String {
    switch self {
    case .service(let call): "\(call) did not answer as expected; look at the service"
    case .notBegun: "no sign-in waits for this answer; begin again"
    case .token(let part): "the provider's token was refused (\(part)); look at its settings"
    case .unknownPerson:
      "no account belongs to this identity; sign in with the password and connect it"
    case .boundElsewhere:
      "this identity or this account is connected otherwise; ask the administrator"
    case .disabled: "the account is disabled"
    }
  }
}
