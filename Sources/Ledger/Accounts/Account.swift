/// A person who signs in.
public struct Account: Sendable, Hashable, Identifiable {
  public let id: Int64
  /// What is typed at sign-in; unique whatever the case of its letters.
  public let name: String
  public let displayName: String
  /// Unit id of the plan.
  public let unit: String?
  /// What it may do.
  public let roles: Set<Role>
  /// Ids of the plan's roles from which that follows; empty where it has the product's own.
  public let planRoles: Set<String>
  /// Facility id; for a facility's contact.
  public let facility: String?
  /// Further facilities that the same contact answers for.
  public let otherFacilities: Set<String>
  public let isEnabled: Bool
  /// Nothing but changing the password is allowed until it was changed.
  public let mustChangePassword: Bool
  /// Epoch seconds.
  public let createdAt: Int
  /// Nothing but setting up a second factor is allowed until there is one; known of a session.
  public var mustSetUpSecondFactor = false
  /// Whose unit, roles and facility these are, where the account stands in for somebody; known of a
  /// session. Name and id are its own.
  public internal(set) var standsInFor: StandIn?

  public init(
    id: Int64, name: String, displayName: String, unit: String?, roles: Set<Role>,
    planRoles: Set<String> = [], facility: String?, otherFacilities: Set<String> = [],
    isEnabled: Bool = true, mustChangePassword: Bool = false, createdAt: Int = 0
  ) {
    self.id = id
    self.name = name
    self.displayName = displayName
    self.unit = unit
    self.roles = roles
    self.planRoles = planRoles
    self.facility = facility
    self.otherFacilities = otherFacilities
    self.isEnabled = isEnabled
    self.mustChangePassword = mustChangePassword
    self.createdAt = createdAt
  }

  /// Every facility it answers for.
  public var facilities: Set<String> {
    facility.map { otherFacilities.union([$0]) } ?? otherFacilities
  }
}

extension Account {
  /// Enabled, and nothing must be set up first.
  var isReady: Bool { isEnabled && !mustChangePassword && !mustSetUpSecondFactor }
}

/// What an administrator writes down to make or change an account.
public struct AccountDraft: Sendable, Hashable {
  public var name: String
  public var displayName: String
  public var unit: String?
  public var roles: Set<Role>
  /// Ids of the plan's roles from which `roles` follow.
  public var planRoles: Set<String>
  public var facility: String?
  /// Further facilities that the same contact answers for.
  public var otherFacilities: Set<String>
  public var isEnabled: Bool

  /// As the account is.
  public init(_ account: Account) {
    self.init(
      name: account.name, displayName: account.displayName, unit: account.unit,
      roles: account.roles, planRoles: account.planRoles, facility: account.facility,
      otherFacilities: account.otherFacilities, isEnabled: account.isEnabled)
  }

  public init(
    name: String, displayName: String, unit: String? = nil, roles: Set<Role>,
    planRoles: Set<String> = [], facility: String? = nil, otherFacilities: Set<String> = [],
    isEnabled: Bool = true
  ) {
    self.name = name
    self.displayName = displayName
    self.unit = unit
    self.roles = roles
    self.planRoles = planRoles
    self.facility = facility
    self.otherFacilities = otherFacilities.filter { $0 != facility }
    self.isEnabled = isEnabled
  }

  /// - Parameter units: the plan's unit ids; `nil` where no plan is at hand yet.
  func check(units: Set<String>?) throws(AccountError) {
    let allowed = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
        UInt8(ascii: "_"), UInt8(ascii: "@"):
        true
      default: false
      }
    }
    guard allowed, (2...64).contains(name.utf8.count) else { throw .badName(name) }
    let shown = displayName.trimmed
    guard (1...64).contains(shown.count), shown.unicodeScalars.allSatisfy(\.isPrintable) else {
      throw .badDisplayName(displayName)
    }
    if roles.intersection(Role.administrators).count > 1 { throw .administratorsJoined }
    if roles.contains(.officer), unit == nil { throw .officerWithoutUnit }
    if roles.contains(.enterprise), facility == nil { throw .contactWithoutFacility }
    if roles.contains(.enterprise), roles.count > 1 { throw .contactWithOtherRole }
    if let unit, let units, !units.contains(unit) { throw .unknownUnit(unit) }
  }
}

extension Unicode.Scalar {
  /// Not a control or format character.
  var isPrintable: Bool {
    if isPlain { return true }
    return switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
    default: true
    }
  }
}

/// Why an account was not made or changed.
public enum AccountError: Error, Equatable, CustomStringConvertible {
  case badName(String)
  case badDisplayName(String)
  case noRole
  case officerWithoutUnit
  case contactWithoutFacility
  case contactWithOtherRole
  case administratorsJoined
  case unknownUnit(String)
  case unknownFacility(String)
  case nameTaken(String)
  case unknownRole(String, known: [String])
  case roleOfOtherUnits(String, units: [String])
  case noSuchAccount(Int64)
  /// The role that nobody else has.
  case lastAdministrator(Role)
  case password(PasswordFault)

  public var description: String {
    switch self {
    case .badName(let name):
      "sign-in name \"\(name)\": write 2 to 64 letters a-z, digits, dots, hyphens, underscores or @"
    case .badDisplayName(let name):
      "display name \"\(name)\": write 1 to 64 printable characters"
    case .noRole:
      "no role: give at least one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))"
    case .officerWithoutUnit: "role officer without a unit: name the unit whose cases are worked"
    case .contactWithoutFacility: "role enterprise without a facility: name the facility"
    case .contactWithOtherRole: "role enterprise beside another role: make a second account for it"
    case .administratorsJoined:
      "roles administrator, security and auditor exclude each other; make an account for each"
    case .unknownUnit(let unit):
      "unit \"\(unit)\" is not in the plan; write the id of one of its units"
    case .unknownFacility(let facility):
      "facility \"\(facility)\" is not in the ledger; add it first or correct its id"
    case .nameTaken(let name): "sign-in name \"\(name)\" is in use; choose another"
    case .unknownRole(let role, let known):
      "role \"\(role)\" is not known; choose of \(known.joined(separator: ", "))"
    case .roleOfOtherUnits(let role, let units):
      "role \"\(role)\" is for people of \(units.joined(separator: ", ")); name one of these units, "
        + "or choose another role"
    case .noSuchAccount(let id): "there is no account \(id); look it up in the list"
    case .lastAdministrator(.administrator):
      "this is the last enabled administrator; make another one before changing it"
    case .lastAdministrator(let role):
      "this is the last enabled account with role \(role.rawValue); give it to another one before "
        + "changing this one"
    case .password(let fault): fault.description
    }
  }
}
