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
      // With a daily budget, episodes beyond it would share a case.
      let plan = try planCopy(
        of: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"),
        replacing: "daily-budget: 60", with: "daily-budget: 10000", in: "plan.yml")
      defer { try? FileManager.default.removeItem(at: plan) }
      let site = try await ServerProcess.Site.fresh(plan: plan)
      var succeeded = false
      defer { if succeeded { site.remove() } }
      try await furnish(site)

      let timetable = KillTimetable(
        seconds: Self.kills * Self.secondsPerKill, now: Int(Date().timeIntervalSince1970))
      let senders = try timetable.lines.enumerated().map { number, lines in
        try SenderProcess.start(
          lines, number: number, gatewayPort: site.gatewayPort, folder: site.folder,
          patienceSeconds: 60)
      }
      defer { for sender in senders { sender.end() } }
      try await killAgainAndAgain(site)
      #expect(senders.contains { $0.isRunning }, "the load ended before the last kill")

      let server = try await ServerProcess.start(site)
      var acknowledged: Set<String> = []
      for sender in senders {
        let (status, summary) = try await sender.finish()
        #expect(status == 0, "a sender was left without answers: \(summary)")
        acknowledged.formUnion(try sender.acknowledged())
      }
      #expect(acknowledged == timetable.frames)
      let record = try await StateRecord(folder: site.data)
      #expect(try await record.settles(), "the inbox was not carried through")
      #expect(try await server.stop() == 0)
      try await judge(record, timetable, acknowledged)
      try await audit(site)
      succeeded = true
    }

    /// Devices, points and the register of pairs, entered beside the running server.
    private func furnish(_ site: ServerProcess.Site) async throws {
      let server = try await ServerProcess.start(site)
      let devices = site.folder.appending(path: "devices.csv")
      let pairs = site.folder.appending(path: "pairs.csv")
      try Data(KillTimetable.deviceList.utf8).write(to: devices)
      try Data(KillTimetable.pairList.utf8).write(to: pairs)
      for arguments in [
        ["device", "import", devices.path], ["register", "import", "equipment-pairs", pairs.path],
      ] {
        let outcome = try await BuiltCommand.run(arguments + ["--data", site.data.path])
        try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
      }
      #expect(try await server.stop() == 0)
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

    private func judge(
      _ record: StateRecord, _ timetable: KillTimetable, _ acknowledged: Set<String>
    ) async throws {
      let frames = try await record.frames()
      #expect(acknowledged.subtracting(frames).isEmpty, "acknowledged frames are missing")
      #expect(frames.count == Set(frames).count, "frames are stored twice")
      #expect(Set(frames) == timetable.frames)
      let values = try await record.values()
      #expect(values.count == Set(values).count)
      #expect(Set(values) == timetable.values, "values differ from what was sent")
      #expect(try await record.revisions() == 0)
      let incidents = try await record.incidentsWithCases()
      #expect(incidents.count == Set(incidents).count, "an episode opened two cases")
      #expect(Set(incidents) == timetable.incidents)
      print(
        "killed \(Self.kills) times (seed \(Self.seed)): \(frames.count) frames, "
          + "\(values.count) values, \(incidents.count) cases, each once")
    }

    private func audit(_ site: ServerProcess.Site) async throws {
      let outcome = try await BuiltCommand.run(["audit", "verify", "--data", site.data.path])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
  }
}

/// The same moments for the same seed (SplitMix64).
struct SeededMoments {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next(in range: ClosedRange<Int>) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return range.lowerBound + Int(mixed % UInt64(range.count))
  }
}
