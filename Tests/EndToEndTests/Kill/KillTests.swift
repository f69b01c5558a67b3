import Foundation
import Testing

extension EndToEnd {
  /// `kill -9` at random moments under load. `LANTIAN_KILLS` sets how often, `LANTIAN_SEED` the
  /// moments; `script/prove kill` does it 200 times.
  @Suite struct `A server that is killed again and again` {
    static let kills = Int(ProcessInfo.processInfo.environment["LANTIAN_KILLS"] ?? "") ?? 20
    static let seed =
      UInt64(ProcessInfo.processInfo.environment["LANTIAN_SEED"] ?? "") ?? 20_210_607
    /// Sending goes on for so long for each kill, restart included.
    private static let secondsPerKill = 5

    @Test(.timeLimit(.minutes(60)))
    func `loses no acknowledged frame, stores none twice, opens no case twice`() async throws {
      let bench = try await KillBench(seconds: Self.kills * Self.secondsPerKill)
      try await bench.furnish()
      let senders = try bench.send()
      defer { senders.end() }
      try await killAgainAndAgain(bench.site)
      #expect(senders.areRunning, "the load ended before the last kill")
      let server = try await ServerProcess.start(bench.site)
      let found = try await bench.judge(senders, server)
      print("killed \(Self.kills) times (seed \(Self.seed)): \(found)")
      bench.remove()
    }

    /// Every fifth kill hits a server that is still starting.
    private func killAgainAndAgain(_ site: ServerProcess.Site) async throws {
      var moments = SeededMoments(seed: Self.seed)
      for kill in 1...Self.kills {
        let server = try ServerProcess.spawn(site)
        if kill % 5 == 0 {
          try await Task.sleep(for: .milliseconds(moments.next(in: 0...800)))
        } else {
          try await server.listens()
          try await Task.sleep(for: .milliseconds(moments.next(in: 20...2_000)))
        }
        #expect(server.isRunning, "the server ended by itself before kill \(kill)")
        server.kill()
      }
    }
  }
}
