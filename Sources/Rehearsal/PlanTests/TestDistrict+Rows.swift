import ActionPlan
import AirQuality
import GRDB
import Ledger

/// Rows as a person writes them, through the register's own checks and history.
extension TestDistrict {
  func add(_ rows: [[String: String]], times: Int, to id: String) async throws {
    let register = try register(id)
    let (plan, folder, at) = (plan, folder, clock.now)
    try await ledger.write { db in
      let cells = TestCells(register: register, plan: plan, folder: folder, at: at)
      for copy in 1...max(1, times) {
        for row in rows {
          let row = times > 1 ? RowCopy(row, of: register).numbered(copy) : row
          do {
            let values = try cells.values(of: row, in: db)
            _ = try RegisterStore.insert(
              register, values, plan: plan, by: Self.actor, at: at, in: db)
          } catch let error as RegisterError {
            throw Refusal(
              "\(id) to take \(Self.shown(row))", found: "it refused", error.description)
          }
        }
      }
    }
  }

  func change(
    _ id: String, where filter: RowFilter, to values: [String: String]
  ) async throws {
    let register = try register(id)
    let (plan, folder, at, today) = (plan, folder, clock.now, today)
    try await ledger.write { db in
      let cells = TestCells(register: register, plan: plan, folder: folder, at: at)
      for row in try Self.rows(register, where: filter, plan: plan, today: today, in: db) {
        do {
          _ = try RegisterStore.update(
            register, row: row.id, try cells.values(of: values, emptying: true, in: db),
            versionSeen: row.version, plan: plan, by: Self.actor, at: at, in: db)
        } catch let error as RegisterError {
          throw Refusal(
            "\(id) to take \(Self.shown(values))", found: "it refused", error.description)
        }
      }
    }
  }

  func remove(_ id: String, where filter: RowFilter) async throws {
    let register = try register(id)
    let (plan, at, today) = (plan, clock.now, today)
    try await ledger.write { db in
      for row in try Self.rows(register, where: filter, plan: plan, today: today, in: db) {
        try RegisterStore.remove(
          register, row: row.id, versionSeen: row.version, by: Self.actor, at: at, in: db)
      }
    }
  }

  /// Tries a row that must be refused for one of its fields, and takes it back.
  func checkRefusal(of row: [String: String], by id: String, for field: String) async throws {
    let register = try register(id)
    let (plan, folder, at) = (plan, folder, clock.now)
    try await ledger.write { db in
      try db.inSavepoint {
        let cells = TestCells(register: register, plan: plan, folder: folder, at: at)
        do {
          let values = try cells.values(of: row, in: db)
          _ = try RegisterStore.insert(
            register, values, plan: plan, by: Self.actor, at: at, in: db)
        } catch RegisterError.invalid(_, let faults) {
          guard faults.contains(where: { $0.field == field }) else {
            throw Refusal(
              "\(id) to refuse the row for \(field)", found: "it refused for others",
              faults.map(\.description).joined(separator: "; "))
          }
          return .rollback
        }
        throw Refusal("\(id) to refuse the row for \(field)", found: "it took the row")
      }
    }
  }

  /// Rows that fulfil the filter; there must be one, or the test does not do what it says.
  private static func rows(
    _ register: Register, where filter: RowFilter, plan: Plan, today: CalendarDay, in db: Database
  ) throws -> [RegisterRow] {
    let found = try RegisterStore.rows(register, in: db).filter {
      filter.holds($0.values, today: today, utcOffsetSeconds: plan.utcOffsetSeconds)
    }
    guard !found.isEmpty else {
      throw Refusal("rows of \(register.id) where \(filter.text)", found: "none")
    }
    return found
  }

  static func shown(_ row: [String: String]) -> String {
    "{" + row.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
      + "}"
  }
}

/// One of several copies of a row: `#` stands for its number.
struct RowCopy {
  private let row: [String: String]
  /// The key's text field that gets the number where no value says where it stands.
  private let numbered: String?

  init(_ row: [String: String], of register: Register) {
    self.row = row
    numbered =
      row.values.contains { $0.contains("#") }
      ? nil : register.key.first { register.field($0)?.kind == .text && row[$0] != nil }
  }

  /// - Parameter number: from 1.
  func numbered(_ number: Int) -> [String: String] {
    var copy = row.mapValues { $0.replacing("#", with: String(number)) }
    if let numbered { copy[numbered, default: ""] += String(number) }
    return copy
  }
}
