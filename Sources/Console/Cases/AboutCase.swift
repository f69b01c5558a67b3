import Casework
import Ledger

extension ConsoleSubjects {
  /// Does what a program asks about a case. Who may not see the case is told that alone, whatever else
  /// is wrong with what was sent.
  ///
  /// - Throws: `CaseRefusal.unknownCase` instead of the work's own fault or refusal.
  func aboutCase<Answer>(
    _ id: Int64, for account: Account, _ work: () async throws -> Answer
  ) async throws -> Answer {
    do {
      return try await work()
    } catch let fault where fault is IntakeFault || fault is CaseRefusal {
      let isSeen = try await ledger.read { db in
        try CaseBook.find(id, for: account, in: db) != nil
      }
      guard isSeen else { throw CaseRefusal.unknownCase(id) }
      throw fault
    }
  }
}
