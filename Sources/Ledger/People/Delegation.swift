/// Somebody is away, and perhaps somebody else stands in.
public struct Delegation: Sendable, Hashable, Identifiable {
  public enum Reason: String, Sendable, CaseIterable {
    case leave, sick, travel, training, other
  }
  public let id: Int64
  /// Account ids.
  public let absent: Int64
  /// nil: away, and nobody stands in.
  public let delegate: Int64?
  public let reason: Reason
  /// Epoch seconds, [from, until).
  public let from: Int
  public let until: Int
  /// When it was ended before its time; nil for none.
  public let endedAt: Int?

  public func isInForce(at instant: Int) -> Bool {
    endedAt == nil && (from..<until).contains(instant)
  }
}

/// Whom an account stands in for.
public struct StandIn: Sendable, Hashable {
  public let id: Int64
  public let displayName: String

  public init(id: Int64, displayName: String) {
    self.id = id
    self.displayName = displayName
  }
}

extension Account {
  /// The account as it stands in for another: what it sees and may is the absent one's, what it does is
  /// its own. What administrators and payers may is not handed on.
  func standing(inFor absent: Account) -> Account {
    var account = Account(
      id: id, name: name, displayName: displayName, unit: absent.unit,
      roles: absent.roles.subtracting(Role.notHandedOn), planRoles: absent.planRoles,
      facility: absent.facility, otherFacilities: absent.otherFacilities, isEnabled: isEnabled,
      mustChangePassword: mustChangePassword,
      createdAt: createdAt)
    account.standsInFor = StandIn(id: absent.id, displayName: absent.displayName)
    return account
  }
}

public enum DelegationRefusal: String, Error, Sendable, Equatable, CustomStringConvertible {
  case badSpan = "span"
  case toOneself = "oneself"
  case unknownDelegate = "delegate-unknown"
  /// The delegate is away too.
  case delegateAway = "delegate-away"
  case overlaps
  case notInForce = "not-in-force"
  case nothing

  public var description: String {
    switch self {
    case .badSpan:
      "the end lies before the beginning, in the past or more than a year ahead; correct the days"
    case .toOneself: "nobody stands in for oneself; choose another person"
    case .unknownDelegate: "there is no such person, or the account is disabled; choose another"
    case .delegateAway: "that person is away in these days; choose another"
    case .overlaps: "an absence in these days is there already; end it first"
    case .notInForce: "nobody has handed you this now; look at the days"
    case .nothing: "there is no such absence, or it has ended"
    }
  }
}
