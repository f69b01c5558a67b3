import ActionPlan
import GRDB
import Ledger

/// One field of many rows, changed at once with one ground: either all of them or none.
struct BulkChange: Sendable {
  /// Rows at most: one write, during which nobody else writes.
  static let limit = 1_000

  /// Which rows, as they were when they were chosen.
  struct Target: Sendable, Hashable {
    let id: Int64
    let version: Int
  }

  struct Fault: Sendable {
    let row: Int64
    let error: RegisterError
  }

  let register: Register
  let plan: Plan
  let field: Field
  let value: FieldValue
  let why: String
  let account: Int64

  /// Rows as a form carries them: `12:3 13:1`.
  static func write(_ targets: [Target]) -> String {
    targets.map { "\($0.id):\($0.version)" }.joined(separator: " ")
  }

  /// Reads what `write` wrote; nil for anything else, for none and for too many.
  static func read(_ text: String) -> [Target]? {
    var targets: [Target] = []
    for part in text.split(separator: " ") {
      let numbers = part.split(separator: ":")
      guard numbers.count == 2, let id = Int64(numbers[0]), let version = Int(numbers[1]),
        targets.count < limit
      else { return nil }
      targets.append(Target(id: id, version: version))
    }
    return targets.isEmpty || Set(targets.map(\.id)).count < targets.count ? nil : targets
  }

  /// What would stand against it; writes nothing.
  func faults(_ targets: [Target], at: Int, in db: Database) throws -> [Fault] {
    var faults: [Fault] = []
    try db.inSavepoint {
      faults = try write(targets, at: at, in: db)
      return .rollback
    }
    return faults
  }

  /// Changes all rows.
  ///
  /// - Returns: what stood against it; then nothing is changed.
  func apply(_ targets: [Target], at: Int, in db: Database) throws -> [Fault] {
    var faults: [Fault] = []
    try db.inSavepoint {
      faults = try write(targets, at: at, in: db)
      return faults.isEmpty ? .commit : .rollback
    }
    return faults
  }

  private func write(_ targets: [Target], at: Int, in db: Database) throws -> [Fault] {
    var faults: [Fault] = []
    for target in targets {
      do {
        _ = try RegisterStore.update(
          register, row: target.id, [field.id: value], versionSeen: target.version, plan: plan,
          by: .account(account), why: why, at: at, in: db)
      } catch let error as RegisterError {
        faults.append(Fault(row: target.id, error: error))
      }
    }
    return faults
  }
}
