import HTTPTypes
public import Hummingbird
public import Ledger
import Logging
import NIOCore

/// A request whose page knows its visitor.
public protocol PageContext: RequestContext {
  var visit: Visit { get }
}

extension PageContext {
  /// The request's number, as the log and an error's page name it.
  var requestNumber: String {
    logger[metadataKey: "hb.request.id"].map { "\($0)" } ?? "—"
  }
}

/// Any request; the visitor may be a guest.
public struct ConsoleContext: PageContext {
  public var coreContext: CoreRequestContextStorage
  public var visit = Visit()
  /// Address of the other end of the connection.
  let peer: String
  let isPeerLoopback: Bool

  public init(source: Source) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? "local"
    isPeerLoopback = peer == "local" || peer == "::1" || peer.hasPrefix("127.")
  }

  var sourceAddress: String { visit.sourceAddress == "unknown" ? peer : visit.sourceAddress }
}

/// A request of somebody who is signed in and need neither change the password nor set up a second
/// factor first.
public struct SignedInContext: PageContext, ChildRequestContext {
  public var coreContext: CoreRequestContextStorage
  public let visit: Visit
  public let account: Account

  public init(context: ConsoleContext) throws {
    guard let account = context.visit.account else { throw PageError.signInFirst }
    guard !account.mustChangePassword else { throw PasswordChangeDue() }
    guard !account.mustSetUpSecondFactor else { throw SecondFactorDue() }
    coreContext = context.coreContext
    visit = context.visit
    self.account = account
  }
}

/// The account must choose a password before anything else.
struct PasswordChangeDue: Error {}

/// The account must set up a second factor before anything else.
struct SecondFactorDue: Error {}
