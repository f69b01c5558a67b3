import ActionPlan
import AirRecords

/// A change to a state folder asked for on the command line.
///
/// Beside a running server it goes through the server's owner-only socket; without one the command
/// takes the folder's lock and does it itself.
enum FolderCommand: Codable, Sendable {
  case createAccount(NewAccount)
  case listAccounts
  case changeAccount(name: String, AccountChange)
  case enableAccount(name: String)
  case disableAccount(name: String)
  case resetPassword(account: String)
  case unlockAccount(name: String)
  case removeSecondFactor(account: String)
  case devices(DeviceCommand)
  /// An absolute path; who holds the folder reads it.
  case importDevices(path: String, sheet: String?, language: Language)
  case importRegister(RegisterFile, token: String)
  case exportRegister(RegisterFile, isTemplate: Bool)
  case facility(FacilityCommand)
  case document(DocumentCommand)
  case cases(CaseCommand)
  case importAir(AirImport)
  case showObjectives(ObjectiveQuestion)
  case brief(Language)
  case listTasks(TaskQuestion)
  case listIndicators(IndicatorQuestion)
  case showIndicator(IndicatorQuestion)
  case checkVeto(firm: String, format: String)
  case listChecks
  case askCheck(CheckQuestion)
  case createIntakeKey(name: String, purpose: String, account: String?, source: String?)
  case listIntakeKeys
  case revokeIntakeKey(name: String)
  case outbox(OutboxCommand)
  case ways(WaysCommand)
  case exportEvidence(EvidenceWish)
  case eraseAuditDetail(entry: Int64, why: String)
  case previewPlan(PlanChange)
  case applyPlan(PlanChange)

  struct NewAccount: Codable, Sendable {
    var name: String
    var displayName: String
    var roles: [String]
    var unit: String?
    var facility: String?
    var otherFacilities: [String]
    /// nil: a password is made and told once.
    var password: String?
    var mustChangePassword: Bool
  }

  struct AirImport: Codable, Sendable {
    /// Absolute path; who holds the folder reads it.
    var path: String
    /// Of an `AirStatus`.
    var status: String
    var options: AirFileOptions
    /// The period that a bulletin's table speaks of, see `AssessmentPeriod.init(bulletin:)`; nil for
    /// a table of hours or days.
    var bulletin: String?
  }

  struct RegisterFile: Codable, Sendable {
    /// Register id.
    var register: String
    /// Absolute path; who holds the folder reads or writes it.
    var path: String
    /// Of a workbook; nil for the first one that shows.
    var sheet: String?
    /// Whether rows that are there already are a fault.
    var addOnly: Bool
    /// Only what would change is told.
    var isTrial: Bool
    /// Kind of a facility as which names are registered that no facility has; nil where they are faults.
    var newNames: String?
    /// Of what is told.
    var language: Language
  }

  struct ObjectiveQuestion: Codable, Sendable {
    /// nil for the district's own.
    var place: String?
    /// First day that is not known; nil for today.
    var on: String?
    /// Only what was taken in by then.
    var asThen: Bool
    /// Of a `Grid.Format`.
    var format: String
  }

  struct IndicatorQuestion: Codable, Sendable {
    /// Its id; nil for a list.
    var indicator: String?
    var clause: String?
    /// Id of a unit that leads the clause.
    var unit: String?
    /// Of an `IndicatorLamp`.
    var lamp: String?
    /// The day of asking; nil for today.
    var on: String?
    /// Only what was known by its end.
    var asThen: Bool
    /// Of a `Grid.Format`.
    var format: String
  }

  struct TaskQuestion: Codable, Sendable {
    /// Unit id; nil for all.
    var unit: String?
    var isLate: Bool
    /// Of a `Grid.Format`.
    var format: String
  }

  /// What is nil stays as it is.
  struct AccountChange: Codable, Sendable {
    var displayName: String?
    var roles: [String]?
    var unit: Choice?
    var facility: Choice?
    /// In place of all there were; nil where they stay.
    var otherFacilities: [String]?

    enum Choice: Codable, Sendable {
      case nothing
      case of(String)
    }
  }

  /// Whether it has work to do in a folder that nobody made yet.
  var beginsFolder: Bool {
    switch self {
    case .createAccount, .importDevices, .importRegister, .importAir, .createIntakeKey,
      .exportRegister:
      true
    case .devices, .document, .cases, .facility, .showObjectives, .brief, .listTasks,
      .listIndicators,
      .showIndicator,
      .checkVeto,
      .listChecks, .askCheck,
      .listAccounts, .changeAccount, .enableAccount,
      .disableAccount,
      .resetPassword, .unlockAccount, .removeSecondFactor,
      .listIntakeKeys, .revokeIntakeKey, .outbox, .ways, .exportEvidence, .eraseAuditDetail,
      .previewPlan,
      .applyPlan:
      false
    }
  }
}

/// What became of it, as lines a person reads.
struct FolderAnswer: Codable, Sendable {
  var isDone: Bool
  var lines: [String]
}
