import ActionPlan
import AirQuality
import Foundation
import Ledger
import Testing
import Wiring

extension EndToEnd {
  /// Officers who work cases at once, right and wrong, while the server is killed and its clock set.
  /// `LANTIAN_HISTORIES` sets how many cases live from their opening to their end, `LANTIAN_SEED` what is
  /// done and when; `script/prove cases` lets it be 10,000.
  @Suite struct `Eight officers at work while the server is killed and its clock is set` {
    static let histories =
      Int(ProcessInfo.processInfo.environment["LANTIAN_HISTORIES"] ?? "") ?? 40
    static let seed =
      UInt64(ProcessInfo.processInfo.environment["LANTIAN_SEED"] ?? "") ?? 20_260_607

    @Test(.timeLimit(.minutes(300)))
    func
      `lose no update, do nothing twice, reach no illegal state, and are told of each deadline once`()
      async throws
    {
      let district = try await HistoryDistrict.make(seed: Self.seed)
      var succeeded = false
      defer { if succeeded { district.site.remove() } }
      let officers = Task { await district.work() }
      var run = try HistoryRun(district: district, histories: Self.histories, seed: Self.seed)
      do {
        try await run.liveThrough()
      } catch {
        await district.board.end()
        await officers.value
        throw error
      }
      await officers.value
      let outcome = try await run.settle()
      let breaches = await run.breaches + district.board.breaches + outcome.breaches
      for breach in breaches { print("BREACH \(breach)") }
      let refused = await district.board.refusals.sorted { $0.key < $1.key }
        .map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      print(
        "seed \(Self.seed): \(outcome.cases) histories of \(outcome.entries) entries, "
          + "\(await district.board.sent.count) requests, killed \(run.kills) times, "
          + "clock set \(run.steps) times, \(await district.board.duels) closings by two at once, "
          + "\(outcome.told) reminders and escalations; refused: \(refused); "
          + "\(breaches.count) breaches")
      #expect(breaches == [])
      #expect(outcome.cases >= Self.histories)
      succeeded = breaches.isEmpty
    }
  }
}
