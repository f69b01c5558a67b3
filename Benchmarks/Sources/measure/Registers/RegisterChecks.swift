import ActionPlan
import Checks
import GRDB
import Ledger

/// The gate by plate and by machine code, and the permission of another test.
struct RegisterChecks {
  let plan: Plan
  let ledger: LedgerDatabase
  let times: Int
  let rows: Int

  private static let now = 1_640_822_400

  func measure() async throws {
    func plate(_ number: Int) -> String { MeasuredRows.plate(number * 1_009 % rows) }
    func spaced(_ number: Int) -> String {
      let plate = plate(number)
      return plate.prefix(2) + " · " + plate.dropFirst(2).lowercased()
    }
    func code(_ number: Int) -> String { MeasuredRows.code(number * 1_009 % rows) }
    try await measure("gate", "by plate", ("subject", spaced), ("plate", plate))
    try await measure("gate", "by machine code", ("subject", code), ("code", code))
    try await measure("gate", "by a text that no row has", ("subject", { "UNKNOWN\($0)" }), nil)
    try await measure("retest", "by plate", ("plate", spaced), ("plate", plate))
  }

  private func measure(
    _ id: String, _ name: String, _ input: (key: String, text: (Int) -> String),
    _ plainly: (column: String, text: (Int) -> String)?
  ) async throws {
    guard let check = plan.check(id) else { throw Stopped("no check \(id)") }
    let clock = ContinuousClock()
    var (durations, plain) = (Durations(), Durations())
    for number in 0..<times {
      let asked = [input.key: input.text(number)]
      let begin = clock.now
      _ = try await ledger.read { [plan] db in
        try CheckRunner.answer(check: check, input: asked, plan: plan, now: Self.now, in: db)
      }
      durations.add(clock.now - begin)
      guard let (column, text) = plainly.map({ ($0.column, $0.text(number)) }) else { continue }
      let start = clock.now
      _ = try await ledger.read { db in
        try Row.fetchAll(
          db.cachedStatement(sql: "SELECT * FROM rows_of_machines WHERE \(column) = ?"),
          arguments: [text]
        ).count
      }
      plain.add(clock.now - start)
    }
    let ratio =
      plain.count == 0
      ? "" : "; plain SQL p50 \(plain.milliseconds(at: 0.5)), ratio \(durations.ratio(to: plain))"
    print("check \(id) \(name): \(durations.summary)\(ratio)")
  }
}
