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
    case .resetPassword(let name): try await Self.resetPassword(of: name, in: district)
    case .importDevices(let file, let text):
      try await Self.importDevices(file: file, text: text, in: district)
    case .importRegister(let register, let file, let text):
      try await Self.importRegister(register, file: file, text: text, in: district)
    case .createIntakeKey(let name): try await Self.createIntakeKey(name, in: district)
    }
  }

  private static func create(
    _ wanted: NewAccount, in district: OpenDistrict
  ) async throws -> [String] {
    var roles: Set<Role> = []
    for text in wanted.roles {
      guard let role = Role(rawValue: text) else {
        let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
        throw CommandRefusal("role \"\(text)\" is not known; choose of \(known)")
      }
      roles.insert(role)
    }
    let password = wanted.password ?? GeneratedPassword.make()
    let account = try await district.accounts.create(
      AccountDraft(
        name: wanted.name, displayName: wanted.displayName, unit: wanted.unit, roles: roles,
        facility: wanted.facility),
      password: password, units: district.plan.map { Set($0.units.map(\.id)) },
      mustChangePassword: wanted.mustChangePassword, by: actor)
    return ["account \(account.name) created"]
      + (wanted.password == nil ? ["password: \(password)"] : [])
  }

  private static func resetPassword(
    of name: String, in district: OpenDistrict
  ) async throws -> [String] {
    let found = try await district.ledger.read { db in try Accounts.find(name: name, in: db) }
    guard let account = found else { throw CommandRefusal("no account is named \"\(name)\"") }
    let password = GeneratedPassword.make()
    try await district.accounts.resetPassword(of: account.id, to: password, by: actor)
    return ["password of \(account.name) reset; its sessions are closed", "password: \(password)"]
  }

  private static func createIntakeKey(
    _ name: String, in district: OpenDistrict
  ) async throws -> [String] {
    let at = district.now()
    let issued = try await district.ledger.write { db in
      try IntakeKeys.create(name: name, by: actor, at: at, in: db)
    }
    return ["intake key \(name) created; it is shown this once", "key: \(issued.token)"]
  }
}

/// Why a command was not carried out: what was found and what to do.
struct CommandRefusal: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) {
    self.description = description
  }
}

/// A password to be told once: five groups of four, easy to read aloud.
enum GeneratedPassword {
  private static let letters = Array("abcdefghjkmnpqrstuvwxyz")
  private static let digits = Array("23456789")

  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<5).map { _ in
      String((0..<3).map { _ in letters.randomElement(using: &generator) ?? "x" })
        + String(digits.randomElement(using: &generator) ?? "7")
    }.joined(separator: "-")
  }
}
