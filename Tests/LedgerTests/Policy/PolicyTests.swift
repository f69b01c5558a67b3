import Ledger
import Testing

struct PolicyTests {
  /// One letter a role, in the order of the columns: duty, officer (of the assigned unit), officer
  /// (of the lead unit), officer (of an informed unit), officer (of another unit), leader, contact (of
  /// the facility), contact (of another), administrator, security administrator, auditor, payer, nobody.
  private static let columns: [Account?] = [
    account(.duty, unit: "desk"), account(.officer, unit: "assigned"),
    account(.officer, unit: "lead"), account(.officer, unit: "informed"),
    account(.officer, unit: "other"), account(.leader), account(.enterprise, facility: "firm"),
    account(.enterprise, facility: "other"), account(.administrator),
    account(.security), account(.auditor), account(.payer), nil,
  ]

  private static func account(
    _ role: Role, unit: String? = nil, facility: String? = nil
  ) -> Account {
    Account(
      id: 1, name: role.rawValue, displayName: role.rawValue, unit: unit, roles: [role],
      facility: facility)
  }

  private static let relation = CaseRelation(
    assignedUnit: "assigned", leadUnit: "lead", informedUnits: ["informed"], facility: "firm")

  /// Of the unit `assigned`; `lead` coordinates, `informed` helps.
  private static let task = TaskRelation(
    unit: "assigned", coordinator: "lead", helpers: ["informed"])

  @Test(arguments: [
    //                            D A L I O  l F o  a s u p -
    (Action.viewDesk, "house", "+ + + + + + . . + . + . ."),
    (.viewCase, "case", "+ + + + . + + . + . + . ."),
    (.noteCase, "case", "+ + + + . + + . . . . . ."),
    (.openCase, "house", "+ + + + + . . . . . . . ."),
    (.stepAsDuty, "case", "+ . . . . . . . . . . . ."),
    (.stepAsAssignee, "case", ". + . . . . . . . . . . ."),
    (.stepAsLead, "case", ". . + . . . . . . . . . ."),
    (.stepAsFacility, "case", ". . . . . . + . . . . . ."),
    (.viewDevice, "facility", "+ + + + + + + . + . + . ."),
    (.editDevice, "facility", ". . . . . . . . + . . . ."),
    (.settleMark, "house", "+ . . . . . . . + . . . ."),
    (.askDevice, "house", "+ . . . . . . . + . . . ."),
    (.viewFacility, "facility", "+ + + + + + + . + . + . ."),
    (.editFacility, "facility", ". . . . . . . . + . . . ."),
    (.viewRegister, "house", "+ + + + + + . . + . + . ."),
    (.editRegister, "house", "+ . . . . . . . + . . . ."),
    (.editRegister, "register", "+ + + . . . . . + . . . ."),
    (.settleFacility, "house", "+ . . . . . . . + . . . ."),
    (.closeMonth, "house", "+ . . . . + . . . . . . ."),
    (.signMonth, "house", ". . . . . + . . . . . . ."),
    (.viewTask, "house", "+ + + + + + . . + . + . ."),
    (.reportTask, "task", "+ + . + . . . . . . . . ."),
    (.judgeTask, "task", "+ . + . . + . . . . . . ."),
    (.declareStop, "facility", "+ . . . . . + . . . . . ."),
    (.keepLedger, "facility", ". . . . . . + . . . . . ."),
    (.acknowledge, "facility", ". . . . . . + . . . . . ."),
    (.runCheck, "house", "+ + + + + + . . + . + . ."),
    (.passGate, "house", "+ + + + + . + + . . . . ."),
    (.drawOffset, "units", "+ + + . . . . . . . . . ."),
    (.makeDraw, "units", "+ + + . . . . . . . . . ."),
    (.changeOwnPassword, "house", "+ + + + + + + + + + + + ."),
    (.keepOwnAccount, "house", "+ + + + + + + + + + + + ."),
    (.viewAccounts, "house", ". . . . . . . . + + + . ."),
    (.makeAccount, "account", ". . . . . . . . + . . . ."),
    (.makeAccount, "own", ". . . . . . . . . . . . ."),
    (.grantRoles, "account", ". . . . . . . . . + . . ."),
    (.grantRoles, "unseparated", ". . . . . . . . + + . . ."),
    (.grantRoles, "own", ". . . . . . . . . . . . ."),
    (.restoreAccess, "account", ". . . . . . . . . + . . ."),
    (.restoreAccess, "unseparated", ". . . . . . . . + + . . ."),
    (.restoreAccess, "own", ". . . . . . . . . . . . ."),
    (.endSessions, "account", ". . . . . . . . + + . . ."),
    (.viewAudit, "house", ". . . . . . . . . . + . ."),
    (.judgeSigns, "house", ". . . . . . . . . . + . ."),
    (.freezeEvidence, "case", "+ + + + . + . . . . . . ."),
    (.exportEvidence, "case", "+ + + . . + . . . . + . ."),
    (.judgePhotos, "case", "+ . + . . + . . . . + . ."),
    (.viewOutbox, "house", "+ . . . . . . . + . + . ."),
    (.manageOutbox, "house", ". . . . . . . . + . . . ."),
    (.viewPeople, "house", "+ + + + + + . . + . + . ."),
    (.delegate, "own", "+ + + + + + + + . . . . ."),
    (.delegate, "account", ". . . . . . . . . + . . ."),
    (.viewRota, "house", "+ + + + + + . . + . + . ."),
    (.editRota, "house", "+ . . . . + . . . . . . ."),
    (.writeShiftLog, "house", "+ . . . . . . . . . . . ."),
    (.workInField, "house", "+ + + + + . . . . . . . ."),
    (.importReports, "house", "+ . . . . . . . . . . . ."),
    (.viewRewards, "house", ". . . . . + . . . . + + ."),
    (.approveReward, "house", ". . . . . + . . . . . . ."),
    (.payReward, "house", ". . . . . . . . . . . + ."),
    (.viewPublic, "house", "+ + + + + + + + + + + + +"),
    (.submitReport, "house", "+ + + + + + + + + + + + +"),
  ])
  func `each role may what the table says, and nothing else`(
    action: Action, kind: String, row: String
  ) {
    let objects: [String: PolicyObject] = [
      "house": .house, "units": .units(["assigned", "lead"]), "case": .caseFile(Self.relation),
      "facility": .facility("firm"),
      "task": .task(Self.task),
      "register": .register(keepers: ["assigned", "lead"]),
      "account": .account(AccountRelation(isOwn: false, isSeparated: true)),
      "unseparated": .account(AccountRelation(isOwn: false, isSeparated: false)),
      "own": .account(AccountRelation(isOwn: true, isSeparated: false)),
    ]
    let may = Self.columns.map { Policy.may($0, action, objects[kind] ?? .house) ? "+" : "." }
    #expect(may.joined(separator: " ") == row)
  }

  @Test(arguments: [Role.duty, .officer, .leader])
  func `who works cases pays no rewards, and so never learns who reported`(role: Role) {
    let account = Account(
      id: 1, name: "x", displayName: "x", unit: "lead", roles: [.payer, role],
      facility: nil)
    #expect(!Policy.may(account, .payReward))
  }

  @Test func `the list's filter and the single case agree for everyone`() {
    for account in Self.columns {
      #expect(
        Policy.caseFilter(account).includes(Self.relation)
          == Policy.may(account, .viewCase, .caseFile(Self.relation)))
    }
  }

  @Test(arguments: Action.allCases)
  func `a disabled account may what the public may`(action: Action) {
    let account = Account(
      id: 1, name: "x", displayName: "x", unit: "assigned", roles: Set(Role.allCases),
      facility: "firm", isEnabled: false)
    for object in [
      PolicyObject.house, .caseFile(Self.relation), .facility("firm"), .task(Self.task),
      .register(keepers: ["assigned"]),
    ] {
      #expect(Policy.may(account, action, object) == Policy.may(nil, action, object))
    }
    #expect(Policy.caseFilter(account) == .none)
  }

  @Test(arguments: Action.allCases)
  func `who must change the password may only that`(action: Action) {
    let account = Account(
      id: 1, name: "x", displayName: "x", unit: "assigned", roles: Set(Role.allCases),
      facility: "firm", mustChangePassword: true)
    let allowed: Set<Action> = [.changeOwnPassword, .viewPublic, .submitReport]
    #expect(Policy.may(account, action, .caseFile(Self.relation)) == allowed.contains(action))
    #expect(Policy.caseFilter(account) == .none)
  }

  @Test(arguments: Action.allCases)
  func `who must set up a second factor may only that and what comes before it`(action: Action) {
    var account = Account(
      id: 1, name: "x", displayName: "x", unit: "assigned", roles: Set(Role.allCases),
      facility: "firm")
    account.mustSetUpSecondFactor = true
    let allowed: Set<Action> = [.changeOwnPassword, .keepOwnAccount, .viewPublic, .submitReport]
    #expect(Policy.may(account, action, .caseFile(Self.relation)) == allowed.contains(action))
    #expect(Policy.caseFilter(account) == .none)
  }

  @Test func `a missing unit or facility matches nothing`() {
    let nowhere = CaseRelation(
      assignedUnit: nil, leadUnit: nil, informedUnits: [], facility: nil)
    let officer = Self.account(.officer)
    let contact = Self.account(.enterprise)
    #expect(!Policy.may(officer, .stepAsAssignee, .caseFile(nowhere)))
    #expect(!Policy.may(officer, .viewCase, .caseFile(nowhere)))
    #expect(!Policy.may(contact, .stepAsFacility, .caseFile(nowhere)))
    #expect(!Policy.may(contact, .viewDevice, .facility(nil)))
    #expect(!Policy.may(officer, .editRegister, .register(keepers: [])))
    #expect(Policy.stepActors(officer, nowhere) == [])
  }

  @Test(arguments: [
    (0, [TaskPart.desk, .judge]), (1, [.lead]), (2, [.judge]), (3, [.helper]), (4, []),
    (5, [.judge]), (6, []), (8, []), (9, []), (10, []),
  ])
  func `each role has its part in a task`(column: Int, parts: [TaskPart]) throws {
    let account = try #require(Self.columns[column])
    #expect(Policy.taskParts(account, Self.task) == Set(parts))
  }

  @Test func `the coordinating unit does not judge its own task`() {
    let own = TaskRelation(unit: "lead", coordinator: "lead", helpers: [])
    let officer = Self.account(.officer, unit: "lead")
    #expect(Policy.taskParts(officer, own) == [.lead])
    #expect(Policy.taskParts(Self.account(.leader), own) == [.judge])
  }
}
