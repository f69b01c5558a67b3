import ActionPlan
import AirQuality
import Foundation
import GRDB
import Ledger

@testable import Checks

/// A ledger in a folder of its own, under an invented plan of one district's checks.
final class FreshDistrict: Sendable {
  let folder: URL
  let ledger: LedgerDatabase
  let plan = InventedPlan.plan
  /// 2021-06-10 09:00:00 in the plan's time.
  static let now = 1_623_286_800

  init() async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "checks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    ledger = try LedgerDatabase(
      path: folder.appending(path: "ledger.sqlite").path,
      migrations: LedgerSchema.migrations + ChecksSchema.migrations)
    let registers = plan.registers
    try await ledger.write { db in try RegisterStore.migrate(registers, at: 0, in: db) }
  }

  deinit {
    // Nothing of a test hangs on what is left behind.
    try? FileManager.default.removeItem(at: folder)
  }

  @discardableResult
  func add(_ register: String, _ values: [String: FieldValue]) async throws -> Int64 {
    let plan = plan
    return try await ledger.write { db in
      try RegisterStore.insert(
        plan.register(register)!, values, plan: plan, by: .system("test"), at: Self.now - 86_400,
        in: db
      ).id
    }
  }

  func ask(
    _ check: String, _ input: [String: String], now: Int = FreshDistrict.now
  ) async throws -> CheckAnswer {
    let plan = plan
    return try await ledger.read { db in
      try CheckRunner.answer(
        check: plan.check(check)!, input: input, plan: plan, now: now, in: db)
    }
  }

  /// Codes of the reasons, those that decide first.
  func codes(_ check: String, _ input: [String: String]) async throws -> [String] {
    try await ask(check, input).reasons.map(\.code)
  }
}

extension FieldValue {
  static func day(_ text: String) -> FieldValue { .text(text) }
  static func tonnes(_ text: String) -> FieldValue { .decimal(ExactDecimal(text)!) }
}
