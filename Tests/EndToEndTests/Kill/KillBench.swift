import Foundation
import Testing

/// A district under load whose server comes to harm, and what must be true of it afterwards: every frame
/// that was acknowledged is there, each once, each with its values and its cases.
struct KillBench: Sendable {
  let site: ServerProcess.Site
  private let timetable: KillTimetable

  /// - Parameters:
  ///   - seconds: how long devices have something to send.
  ///   - data: where the state folder lies; nil for beside everything else.
  init(seconds: Int, data: URL? = nil) async throws {
    // With a daily budget, episodes beyond it would share a case.
    let plan = try planCopy(
      of: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"),
      replacing: "daily-budget: 60", with: "daily-budget: 10000", in: "plan.yml")
    site = try await ServerProcess.Site.fresh(plan: plan, data: data)
    timetable = KillTimetable(seconds: seconds, now: Int(Date().timeIntervalSince1970))
  }

  func remove() {
    site.remove()
    try? FileManager.default.removeItem(at: site.plan)
  }

  /// Devices, points and the register of pairs, entered beside a running server.
  func furnish() async throws {
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

  /// Starts the senders, which go on sending until each frame is acknowledged.
  func send() throws -> Senders {
    Senders(
      processes: try timetable.lines.enumerated().map { number, lines in
        try SenderProcess.start(
          lines, number: number, gatewayPort: site.gatewayPort, folder: site.folder,
          patienceSeconds: 60)
      })
  }

  struct Senders: Sendable {
    fileprivate let processes: [SenderProcess]

    var areRunning: Bool { processes.contains { $0.isRunning } }

    func end() { for process in processes { process.end() } }

    /// Frames whose acknowledgement is on the senders' disk.
    func acknowledged() throws -> Set<String> {
      try processes.reduce(into: []) { $0.formUnion(try $1.acknowledged()) }
    }
  }

  /// Waits until everything is acknowledged and worked on, stops the server and looks.
  ///
  /// - Parameter lateSeconds: of sample time; how much later an episode may begin than what was sent, where
  ///   frames that were refused come after later ones.
  /// - Returns: what was found, for people.
  func judge(
    _ senders: Senders, _ server: ServerProcess, lateSeconds: Int = 0
  ) async throws -> String {
    for sender in senders.processes {
      let (status, summary) = try await sender.finish()
      #expect(status == 0, "a sender was left without answers: \(summary)")
    }
    let acknowledged = try senders.acknowledged()
    #expect(acknowledged == timetable.frames)
    let record = try await StateRecord(folder: site.data)
    #expect(try await record.settles(), "the inbox was not carried through")
    #expect(try await server.stop() == 0)
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
    #expect(incidents.count == timetable.incidents.count)
    for sent in timetable.incidents {
      #expect(
        incidents.contains {
          $0.pair == sent.pair && (sent.start...sent.start + lateSeconds).contains($0.start)
        }, "\(sent) has no case")
    }
    for arguments in [["audit", "verify"], ["store", "check"]] {
      let outcome = try await BuiltCommand.run(arguments + ["--data", site.data.path])
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    }
    return "\(frames.count) frames, \(values.count) values, \(incidents.count) cases, each once"
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
