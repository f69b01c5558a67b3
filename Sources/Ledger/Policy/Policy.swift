public import ActionPlan

/// Everything that may be asked for.
public enum Action: String, Sendable, CaseIterable {
  /// The desk, the live map, alarms and counts; air figures, rankings and objectives.
  case viewDesk = "view-desk"
  case viewCase = "view-case"
  /// Open a case by hand.
  case openCase = "open-case"
  /// Write a note into a case's timeline.
  case noteCase = "note-case"
  /// Give a case its numbers in other systems, take their sheets in.
  case numberCase = "number-case"
  /// Take a step that the procedure leaves to the duty desk, to the assigned unit, to the lead
  /// unit, to the facility's contact.
  case stepAsDuty = "step-as-duty"
  case stepAsAssignee = "step-as-assignee"
  case stepAsLead = "step-as-lead"
  case stepAsFacility = "step-as-facility"
  /// A device's state and series, never its password.
  case viewDevice = "view-device"
  case editDevice = "edit-device"
  /// Say why values were as a mark of data quality finds them.
  case settleMark = "settle-mark"
  /// Ask a device something, or for what is missing of it.
  case askDevice = "ask-device"
  case viewFacility = "view-facility"
  case editFacility = "edit-facility"
  /// Say whether two spellings mean one facility.
  case settleFacility = "settle-facility"
  case viewRegister = "view-register"
  /// Add, change and remove rows of a register.
  case editRegister = "edit-register"
  /// A row of the register whose rows declare stops beforehand.
  case declareStop = "declare-stop"
  /// Keep the rows of the own firm in the registers that firms keep.
  case keepLedger = "keep-ledger"
  /// Say for the own firm that an order or a notice was received.
  case acknowledge
  /// Close a month's figures; sign a closed month, or open it again.
  case closeMonth = "close-month"
  case signMonth = "sign-month"
  /// A task of the plan: who owes what, its reports and what became of them.
  case viewTask = "view-task"
  /// Report on a task for its lead unit, tell a helper's share, or report on behalf of a unit that
  /// sent a letter; `Policy.taskParts` says which.
  case reportTask = "report-task"
  /// Accept a report or give it back.
  case judgeTask = "judge-task"
  /// Ask a check of the plan; ask the gate's, and write the entry down.
  case runCheck = "run-check"
  case passGate = "pass-gate"
  /// Draw offsets for a project or give them back; publish a seed and draw by lot.
  case drawOffset = "draw-offset"
  case makeDraw = "make-draw"
  case changeOwnPassword = "change-own-password"
  /// Keep what is measured around a case now; take its evidence out of the house in one file.
  case freezeEvidence = "freeze-evidence"
  case exportEvidence = "export-evidence"
  /// See which photos look like earlier ones, and how they differ from what was claimed.
  case judgePhotos = "judge-photos"
  /// The outbox: what waits, failed and went out; send again, try a channel.
  case viewOutbox = "view-outbox"
  case manageOutbox = "manage-outbox"
  /// The own sessions and second factor.
  case keepOwnAccount = "keep-own-account"
  /// The list of accounts with what each may do.
  case viewAccounts = "view-accounts"
  /// Make accounts, rename, disable and enable them.
  case makeAccount = "make-account"
  /// Say what somebody may do: roles, unit, facility.
  case grantRoles = "grant-roles"
  /// Lift locks, reset a password, take a lost second factor away.
  case restoreAccess = "restore-access"
  /// End somebody's sessions.
  case endSessions = "end-sessions"
  case viewAudit = "view-audit"
  /// See signs of gaming in what people did with cases, and say what they come to.
  case judgeSigns = "judge-signs"
  /// Units with their officers, towns with their grid cells, and who is away.
  case viewPeople = "view-people"
  /// Say that somebody is away and who stands in.
  case delegate
  /// The rota and the shift log; change the rota; write the log, hand over and take over.
  case viewRota = "view-rota"
  case editRota = "edit-rota"
  case writeShiftLog = "write-shift-log"
  /// Keep the own cases on a phone, fill in checklists on site, list and walk patrol routes.
  case workInField = "work-in-field"
  /// Alarms of cameras with their pictures and figures; say what one is.
  case viewAlarms = "view-alarms"
  case judgeAlarm = "judge-alarm"
  /// Take a hotline's sheet of reports in, and back.
  case importReports = "import-reports"
  /// The ledger of rewards for reports; approve or refuse one; pay one, and see who is paid.
  case viewRewards = "view-rewards"
  case approveReward = "approve-reward"
  case payReward = "pay-reward"
  /// The public pages and the report form.
  case viewPublic = "view-public"
  case submitReport = "submit-report"
}

/// What an action is done to, as far as the policy asks.
public enum PolicyObject: Sendable, Hashable {
  /// The whole house: desk, lists, administration.
  case house
  case caseFile(CaseRelation)
  /// A facility, or what belongs to it (a device, a declaration); `nil` for what belongs to none.
  case facility(String?)
  case task(TaskRelation)
  /// What these units answer for.
  case units(Set<String>)
  /// A register, by the units whose officers keep its rows.
  case register(keepers: Set<String>)
  /// Somebody's account.
  case account(AccountRelation)

  /// A register of the plan: kept by the units it names, else by those of its clause.
  public static func register(_ register: Register, of plan: Plan) -> PolicyObject {
    .register(keepers: Set(plan.keepers(of: register)))
  }
}

extension Plan {
  /// Units whose officers keep a register's rows, as the plan orders them: those the register names,
  /// else the lead and cooperating units of its clause.
  public func keepers(of register: Register) -> [String] {
    guard register.keepers.isEmpty else { return register.keepers }
    guard let clause = register.clause.flatMap({ clause($0) }) else { return [] }
    return clause.lead + clause.with
  }
}

/// Whom a case concerns.
public struct CaseRelation: Sendable, Hashable {
  public let assignedUnit: String?
  /// The procedure's lead unit.
  public let leadUnit: String?
  public let informedUnits: Set<String>
  public let facility: String?

  public init(
    assignedUnit: String?, leadUnit: String?, informedUnits: Set<String>, facility: String?
  ) {
    self.assignedUnit = assignedUnit
    self.leadUnit = leadUnit
    self.informedUnits = informedUnits
    self.facility = facility
  }
}

/// Whom a task concerns.
public struct TaskRelation: Sendable, Hashable {
  /// The lead unit whose task it is.
  public let unit: String
  /// The clause's first lead.
  public let coordinator: String
  /// The units that cooperate.
  public let helpers: Set<String>

  public init(unit: String, coordinator: String, helpers: Set<String>) {
    self.unit = unit
    self.coordinator = coordinator
    self.helpers = helpers
  }
}

/// Whose account it is.
public struct AccountRelation: Sendable, Hashable {
  public let isOwn: Bool
  /// A security administrator is there, so that roles are no more the system administrator's business.
  public let isSeparated: Bool

  public init(isOwn: Bool, isSeparated: Bool) {
    self.isOwn = isOwn
    self.isSeparated = isSeparated
  }
}

/// What an account is to a task.
public enum TaskPart: String, Sendable, CaseIterable {
  /// Reports for the lead unit.
  case lead
  /// Tells a helper's share.
  case helper
  /// Reports for a unit that sent a letter.
  case desk
  /// Accepts reports and gives them back.
  case judge
}

/// The cases an account sees: the filter of every list. Cases of `unit` are those assigned to,
/// informed or led by it.
public enum CaseScope: Sendable, Hashable {
  case all
  case some(unit: String?, facilities: Set<String>)
  case none

  /// Says of one case what the filter of a list says of all.
  public func includes(_ relation: CaseRelation) -> Bool {
    switch self {
    case .all: return true
    case .none: return false
    case .some(let unit, let facilities):
      if let unit {
        if unit == relation.assignedUnit || unit == relation.leadUnit { return true }
        if relation.informedUnits.contains(unit) { return true }
      }
      return relation.facility.map(facilities.contains) ?? false
    }
  }
}

/// Who may do what: the one place that decides.
///
/// A disabled account may nothing. One that must change its password may change it and see what the
/// public sees, nothing else; one that must set up a second factor may do that besides.
public enum Policy {
  /// - Parameter account: `nil` for somebody who is not signed in.
  public static func may(
    _ account: Account?, _ action: Action, _ object: PolicyObject = .house
  ) -> Bool {
    if action == .viewPublic || action == .submitReport { return true }
    guard let account, account.isEnabled else { return false }
    if action == .changeOwnPassword { return true }
    guard !account.mustChangePassword else { return false }
    if action == .keepOwnAccount { return true }
    guard !account.mustSetUpSecondFactor else { return false }
    let roles = account.roles
    switch action {
    case .viewPublic, .submitReport, .changeOwnPassword, .keepOwnAccount:
      return true
    case .viewAccounts:
      return !roles.isDisjoint(with: Role.administrators)
    case .makeAccount:
      return roles.contains(.administrator) && !isOwn(object)
    case .grantRoles, .restoreAccess:
      return mayGrant(account, object)
    case .endSessions:
      return !roles.isDisjoint(with: [.administrator, .security])
    case .viewPeople, .viewRota:
      return seesAll(account) || roles.contains(.officer)
    case .delegate:
      return mayDelegate(account, object)
    case .editRota:
      return !roles.isDisjoint(with: [.duty, .leader])
    case .writeShiftLog, .importReports:
      return roles.contains(.duty)
    case .viewRewards:
      return !roles.isDisjoint(with: [.leader, .auditor]) || paysRewards(account)
    case .approveReward:
      return roles.contains(.leader)
    case .payReward:
      return paysRewards(account)
    case .viewAudit, .judgeSigns:
      return roles.contains(.auditor)
    case .runCheck:
      return seesAll(account) || roles.contains(.officer)
    case .passGate:
      return !roles.isDisjoint(with: [.duty, .officer, .enterprise])
    case .drawOffset, .makeDraw:
      guard case .units(let units) = object else { return false }
      if roles.contains(.duty) { return true }
      return roles.contains(.officer) && account.unit.map(units.contains) == true
    case .viewDesk:
      return !roles.isDisjoint(with: [.duty, .officer, .leader, .administrator, .auditor])
    case .viewCase:
      guard case .caseFile(let relation) = object else { return false }
      return caseFilter(account).includes(relation)
    case .noteCase:
      guard case .caseFile(let relation) = object else { return false }
      return !roles.isDisjoint(with: [.duty, .officer, .leader, .enterprise])
        && caseFilter(account).includes(relation)
    case .numberCase:
      guard case .caseFile(let relation) = object else { return false }
      return !roles.isDisjoint(with: [.duty, .officer])
        && caseFilter(account).includes(relation)
    case .openCase, .workInField:
      return !roles.isDisjoint(with: [.duty, .officer])
    case .stepAsDuty:
      guard case .caseFile = object else { return false }
      return roles.contains(.duty)
    case .stepAsAssignee:
      guard case .caseFile(let relation) = object, worksCases(account) else { return false }
      return account.unit != nil && account.unit == relation.assignedUnit
    case .stepAsLead:
      guard case .caseFile(let relation) = object, worksCases(account) else { return false }
      return account.unit != nil && account.unit == relation.leadUnit
    case .stepAsFacility:
      guard case .caseFile(let relation) = object, roles.contains(.enterprise) else { return false }
      return relation.facility.map(account.facilities.contains) ?? false
    case .viewDevice, .viewFacility:
      return seesAll(account) || roles.contains(.officer) || isContact(account, of: object)
    case .askDevice:
      return !roles.isDisjoint(with: [.administrator, .duty])
    case .editDevice, .editFacility:
      return roles.contains(.administrator)
    case .viewRegister:
      return seesAll(account) || roles.contains(.officer)
    case .editRegister:
      return !roles.isDisjoint(with: [.administrator, .duty]) || keeps(account, object)
    case .settleFacility, .settleMark:
      return !roles.isDisjoint(with: [.administrator, .duty])
    case .closeMonth:
      return !roles.isDisjoint(with: [.duty, .leader])
    case .signMonth:
      return roles.contains(.leader)
    case .viewTask:
      return !roles.isDisjoint(with: [.duty, .officer, .leader, .administrator, .auditor])
    case .reportTask:
      guard case .task(let relation) = object else { return false }
      if roles.contains(.duty) { return true }
      guard roles.contains(.officer), let unit = account.unit else { return false }
      return unit == relation.unit || relation.helpers.contains(unit)
    case .judgeTask:
      guard case .task(let relation) = object else { return false }
      if !roles.isDisjoint(with: [.duty, .leader]) { return true }
      return roles.contains(.officer) && account.unit == relation.coordinator
        && relation.coordinator != relation.unit
    case .freezeEvidence:
      guard case .caseFile(let relation) = object else { return false }
      return !roles.isDisjoint(with: [.duty, .officer, .leader])
        && caseFilter(account).includes(relation)
    case .exportEvidence:
      guard case .caseFile(let relation) = object else { return false }
      if !roles.isDisjoint(with: [.duty, .leader, .auditor]) { return true }
      guard roles.contains(.officer), let unit = account.unit else { return false }
      return unit == relation.assignedUnit || unit == relation.leadUnit
    case .judgePhotos:
      guard case .caseFile(let relation) = object else { return false }
      if !roles.isDisjoint(with: [.duty, .leader, .auditor]) { return true }
      return roles.contains(.officer) && account.unit != nil && account.unit == relation.leadUnit
    case .viewAlarms:
      return seesAll(account)
    case .judgeAlarm:
      return roles.contains(.duty)
    case .viewOutbox:
      return !roles.isDisjoint(with: [.administrator, .auditor, .duty])
    case .manageOutbox:
      return roles.contains(.administrator)
    case .declareStop:
      return roles.contains(.duty) || isContact(account, of: object)
    case .keepLedger, .acknowledge:
      return isContact(account, of: object)
    }
  }

  /// Which step actors of a procedure the account is for this case; empty for most.
  public static func stepActors(
    _ account: Account, _ relation: CaseRelation
  ) -> Set<Step.Actor> {
    var actors: Set<Step.Actor> = []
    if may(account, .stepAsDuty, .caseFile(relation)) { actors.insert(.duty) }
    if may(account, .stepAsAssignee, .caseFile(relation)) { actors.insert(.assignee) }
    if may(account, .stepAsLead, .caseFile(relation)) { actors.insert(.lead) }
    if may(account, .stepAsFacility, .caseFile(relation)) { actors.insert(.facility) }
    if account.roles.contains(.leader), may(account, .viewCase, .caseFile(relation)) {
      actors.insert(.leader)
    }
    return actors
  }

  /// The unit whose work in cases an account does: its share of a step that several units take, its
  /// answer to a case that is offered to it. Nil for who does none.
  public static func workingUnit(of account: Account) -> String? {
    may(account, .openCase) && worksCases(account) ? account.unit : nil
  }

  /// What the account is to a task; empty for most.
  public static func taskParts(_ account: Account, _ relation: TaskRelation) -> Set<TaskPart> {
    var parts: Set<TaskPart> = []
    if may(account, .reportTask, .task(relation)) {
      let ownUnit = account.roles.contains(.officer) ? account.unit : nil
      if ownUnit == relation.unit { parts.insert(.lead) }
      if let ownUnit, relation.helpers.contains(ownUnit) { parts.insert(.helper) }
      if account.roles.contains(.duty) { parts.insert(.desk) }
    }
    if may(account, .judgeTask, .task(relation)) { parts.insert(.judge) }
    return parts
  }

  /// The cases an account sees in lists and by address.
  public static func caseFilter(_ account: Account?) -> CaseScope {
    guard let account, account.isReady else { return .none }
    if seesAll(account) { return .all }
    let unit = account.roles.contains(.officer) ? account.unit : nil
    let facilities = account.roles.contains(.enterprise) ? account.facilities : []
    return unit == nil && facilities.isEmpty ? .none : .some(unit: unit, facilities: facilities)
  }

  private static func seesAll(_ account: Account) -> Bool {
    !account.roles.isDisjoint(with: [.duty, .leader, .administrator, .auditor])
  }

  /// Nobody says what oneself may do.
  private static func mayGrant(_ account: Account, _ object: PolicyObject) -> Bool {
    guard case .account(let relation) = object, !relation.isOwn else { return false }
    return account.roles.contains(.security)
      || (account.roles.contains(.administrator) && !relation.isSeparated)
  }

  /// The own absence, never in another's place; those who cannot do it are helped by who grants roles.
  private static func mayDelegate(_ account: Account, _ object: PolicyObject) -> Bool {
    guard account.standsInFor == nil, case .account(let relation) = object else { return false }
    if relation.isOwn { return !account.roles.subtracting(Role.notHandedOn).isEmpty }
    return mayGrant(account, object)
  }

  /// Who is paid is sealed from everybody who works cases.
  private static func paysRewards(_ account: Account) -> Bool {
    account.roles.contains(.payer)
      && account.roles.isDisjoint(with: [.duty, .officer, .leader, .enterprise])
  }

  private static func isOwn(_ object: PolicyObject) -> Bool {
    if case .account(let relation) = object { return relation.isOwn }
    return false
  }

  private static func worksCases(_ account: Account) -> Bool {
    !account.roles.isDisjoint(with: [.officer, .duty])
  }

  /// An officer of one of a register's units.
  private static func keeps(_ account: Account, _ object: PolicyObject) -> Bool {
    guard case .register(let keepers) = object, account.roles.contains(.officer) else {
      return false
    }
    return account.unit.map(keepers.contains) ?? false
  }

  private static func isContact(_ account: Account, of object: PolicyObject) -> Bool {
    guard case .facility(let facility) = object, account.roles.contains(.enterprise) else {
      return false
    }
    return facility.map(account.facilities.contains) ?? false
  }
}
