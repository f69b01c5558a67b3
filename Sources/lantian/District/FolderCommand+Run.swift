import ActionPlan
import Foundation
import GRDB
import Ledger

extension FolderCommand {
  /// Does what is asked in an opened district; the words are for the person at the terminal.
  ///
  /// Every change names `system:command` in the audit chain: whoever may read the state folder may
  /// run commands, and the folder's owner is who that is.
  func run(in district: OpenDistrict) async -> FolderAnswer {
    do {
      return FolderAnswer(isDone: true, lines: try await perform(in: district))
    } catch {
      return FolderAnswer(isDone: false, lines: "\(error)".split(separator: "\n").map(String.init))
    }
  }

  static let actor = Actor.system("command")

  private func perform(in district: OpenDistrict) async throws -> [String] {
    switch self {
    case .createAccount(let wanted): try await Self.create(wanted, in: district)
    case .listAccounts: try await Self.listAccounts(in: district)
    case .changeAccount(let name, let change):
      try await Self.change(name, change, in: district)
    case .enableAccount(let name): try await Self.setEnabled(true, name, in: district)
    case .disableAccount(let name): try await Self.setEnabled(false, name, in: district)
    case .resetPassword(let name): try await Self.resetPassword(of: name, in: district)
    case .unlockAccount(let name): try await Self.unlock(name, in: district)
    case .removeSecondFactor(let name):
      try await Self.removeSecondFactor(of: name, in: district)
    case .devices(let command): try await Self.devices(command, in: district)
    case .importDevices(let path, let sheet, let language):
      try await Self.importDevices(path, sheet: sheet, language, in: district)
    case .importRegister(let file, let token):
      try await Self.importRegister(file, token: token, in: district)
    case .exportRegister(let file, let isTemplate):
      try await Self.exportRegister(file, isTemplate: isTemplate, in: district)
    case .facility(let command): try await Self.facility(command, in: district)
    case .document(let command): try await Self.document(command, in: district)
    case .cases(let command): try await Self.cases(command, in: district)
    case .importAir(let wanted): try await Self.importAir(wanted, in: district)
    case .showObjectives(let question): try await Self.showObjectives(question, in: district)
    case .brief(let language): try await Self.brief(language, in: district)
    case .listTasks(let question): try await Self.listTasks(question, in: district)
    case .listIndicators(let question): try await Self.listIndicators(question, in: district)
    case .showIndicator(let question): try await Self.showIndicator(question, in: district)
    case .checkVeto(let firm, let format):
      try await Self.checkVeto(firm: firm, format: format, in: district)
    case .listChecks: try Self.listChecks(in: district)
    case .askCheck(let question): try await Self.askCheck(question, in: district)
    case .createIntakeKey(let name, let purpose, let account, let source):
      try await Self.createIntakeKey(
        name, purpose: purpose, account: account, source: source, in: district)
    case .listIntakeKeys: try await Self.listIntakeKeys(in: district)
    case .revokeIntakeKey(let name): try await Self.revokeIntakeKey(name, in: district)
    case .outbox(let command): try await Self.outbox(command, in: district)
    case .ways(let command): try await Self.ways(command, in: district)
    case .exportEvidence(let wish): try await Self.exportEvidence(wish, in: district)
    case .eraseAuditDetail(let entry, let why):
      try await Self.eraseAuditDetail(of: entry, why: why, in: district)
    case .previewPlan(let change): try await Self.previewPlan(change, in: district)
    case .applyPlan(let change): try await Self.applyPlan(change, in: district)
    }
  }

  private static func eraseAuditDetail(
    of entry: Int64, why: String, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    try await district.ledger.write { db in
      try AuditLog.eraseDetail(of: entry, why: why, actor: actor, at: at, in: db)
    }
    return ["detail of entry \(entry) erased; the chain still holds"]
  }
}

/// Why a command was not carried out: what was found and what to do.
struct CommandRefusal: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) {
    self.description = description
  }
}
