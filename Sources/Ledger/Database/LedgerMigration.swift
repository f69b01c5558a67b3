public import GRDB

/// One step of the ledger's schema. A migration that has been released never changes; its id is
/// permanent.
public struct LedgerMigration: Sendable {
  /// Unique among all subjects, e.g. `ledger.accounts.1`.
  public let id: String
  public let apply: @Sendable (Database) throws -> Void

  public init(id: String, apply: @escaping @Sendable (Database) throws -> Void) {
    self.id = id
    self.apply = apply
  }
}

/// The Ledger's own migrations. Wiring puts them first in the one list, because later subjects'
/// tables refer to these.
public enum LedgerSchema {
  public static let migrations: [LedgerMigration] = [
    audit, plans, facilities, points, devices, accounts, sessions, registers, attachments,
    notifications, requests, intakeKeys, signInTries, registerStates, registerImports,
    facilityNames, documents, facilityDoubts, registerStretches, planRoles,
    registerUnits, uploads,
    intakePurposes,
    outbox,
    administrators, secondFactors, delegations, rota, outsideSignIns, payer,
    facilityImports,
    intakeAccounts,
    Outbox.directory,
    firmContacts, firmStops, firmNotices,
    rowPhotos,
    deviceManners, deviceCommands, devicePresence,
    intakeSources,
  ]
}
