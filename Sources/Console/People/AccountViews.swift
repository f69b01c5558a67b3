import ActionPlan
import Ledger

struct AccountListView: Sendable {
  struct Line: Sendable {
    let href: String
    let name: String
    let displayName: String
    let rolesText: String
    let unitText: String
    let isDisabled: Bool
    let isLocked: Bool
    let isWaiting: Bool
    let hasFactor: Bool
    let sessions: String
  }

  let lines: [Line]
  let isEmpty: Bool
  let search: String
  let roles: [AccountChoice]
  let isNarrowed: Bool
  let mayMake: Bool
  let hasFirst: Bool
  let hasNext: Bool
  let firstHref: String
  let nextHref: String

  /// - Parameter found: one more than a page shows where there is a next one.
  init(
    _ found: [AccountLine], search: String, role: Role?, isFirst: Bool, mayMake: Bool,
    wording: AccountWording
  ) {
    let texts = wording.texts
    let shown = found.prefix(AccountsController.pageLength)
    lines = shown.map { line in
      let account = line.account
      return Line(
        href: "/accounts/\(account.id)", name: account.name, displayName: account.displayName,
        rolesText: wording.roles(of: account),
        unitText: account.unit.map { wording.unit($0) } ?? account.facility ?? "",
        isDisabled: !account.isEnabled, isLocked: line.lockedUntil != nil,
        isWaiting: account.roles.isEmpty, hasFactor: line.hasSecondFactor,
        sessions: "\(line.openSessions)")
    }
    isEmpty = lines.isEmpty
    self.search = search
    roles = Role.allCases.map {
      AccountChoice(
        value: $0.rawValue, name: texts("role.\($0.rawValue)"), isChosen: $0 == role)
    }
    isNarrowed = !search.isEmpty || role != nil
    self.mayMake = mayMake
    let query = "?q=\(LocalPath.encode(search))&role=\(role?.rawValue ?? "")"
    hasFirst = !isFirst
    hasNext = found.count > shown.count
    firstHref = "/accounts" + query
    nextHref =
      "/accounts" + query + "&after=\(LocalPath.encode(shown.last?.account.name ?? ""))"
  }
}

struct AccountFormView: Sendable {
  let problem: String
  let hasProblem: Bool
  let name: String
  let displayName: String
  let units: [AccountChoice]
  let facility: String
  let otherFacilities: String

  init(_ entry: AccountEntry, problem: String, wording: AccountWording) {
    self.problem = problem
    hasProblem = !problem.isEmpty
    name = entry.name
    displayName = entry.displayName
    units = wording.unitChoices(entry.unit)
    facility = entry.facility
    otherFacilities = entry.otherFacilities
  }
}

struct AccountView: Sendable {
  let path: String
  let name: String
  let displayName: String
  let said: String
  let hasSaid: Bool
  let problem: String
  let hasProblem: Bool
  let password: String
  let hasPassword: Bool
  let isEnabled: Bool
  let isWaiting: Bool
  let mustChangePassword: Bool
  let rolesText: String
  let unitText: String
  let hasUnit: Bool
  let facilityText: String
  let hasFacility: Bool
  /// One a line.
  let otherFacilities: String
  let hasOtherFacilities: Bool
  let phone: String
  let factorText: String
  let hasFactor: Bool
  let lockText: String
  let isLocked: Bool
  let created: String
  let absence: AbsenceView
  let mayDelegate: Bool
  let mayMake: Bool
  let mayGrant: Bool
  let mayRestore: Bool
  let mayEndSessions: Bool
  let roles: [AccountChoice]
  let units: [AccountChoice]
  let sessions: [SessionLine]
  let hasSessions: Bool

  init(
    _ reading: AccountReading, said: String, problem: String, password: String, present: Int64?,
    wording: AccountWording, time: LocalTime, now: Int
  ) {
    let (texts, account) = (wording.texts, reading.line.account)
    path = "/accounts/\(account.id)"
    name = account.name
    displayName = account.displayName
    self.said = said
    hasSaid = !said.isEmpty
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.password = password
    hasPassword = !password.isEmpty
    isEnabled = account.isEnabled
    isWaiting = account.roles.isEmpty
    mustChangePassword = account.mustChangePassword
    rolesText = wording.roles(of: account)
    unitText = wording.unit(account.unit)
    hasUnit = account.unit != nil
    facilityText =
      reading.facility.map { ReferenceText.write(texts($0.name), id: $0.id) }
      ?? account.facility ?? ""
    hasFacility = account.facility != nil
    otherFacilities = reading.otherFacilities.map {
      ReferenceText.write(texts($0.name), id: $0.id)
    }.joined(separator: "\n")
    hasOtherFacilities = !reading.otherFacilities.isEmpty
    phone = reading.phone
    hasFactor = reading.factor.isSetUp
    factorText =
      reading.factor.isSetUp
      ? texts("factor.isOn")
      : reading.factor.dueAt.map { texts("accounts.factorDue", ["date": time.date($0)]) }
        ?? texts("accounts.factorOff")
    isLocked = reading.line.lockedUntil != nil
    lockText =
      reading.line.lockedUntil.map { texts("accounts.locked", ["time": time.minute($0)]) } ?? ""
    created = time.minute(account.createdAt)
    absence = AbsenceView(
      reading.absence, path: path + "/absences", mayMake: reading.mayDelegate, wording: wording,
      time: time, now: now)
    mayDelegate = reading.mayDelegate
    mayMake = reading.mayMake
    mayGrant = reading.mayGrant
    mayRestore = reading.mayRestore
    mayEndSessions = reading.mayEndSessions
    roles = wording.roleChoices(account)
    units = wording.unitChoices(account.unit)
    sessions = reading.sessions.map {
      SessionLine($0, present: present, texts: texts, time: time, now: now)
    }
    hasSessions = !sessions.isEmpty
  }
}
