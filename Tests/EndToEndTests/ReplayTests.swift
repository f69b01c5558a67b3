import Foundation
import Testing

extension EndToEnd {
  /// The national hourly archive of eight days in spring 2020, through sockets, inbox and store.
  @Suite struct `A real archive replayed` {
    private static let archive = BuiltCommand.shared.appending(
      path: "data/cn-station-hourly-2020/hourly_2020-03-26_2020-04-02.csv.gz")

    private struct Report: Decodable {
      let counts: [String: Int]
      let deadFeeds: [String]
      enum CodingKeys: String, CodingKey {
        case counts
        case deadFeeds = "dead_feeds"
      }
    }

    /// Of the 632 doubled station-hours 8 have one row without values, which is not sent.
    @Test(
      .enabled(
        if: FileManager.default.fileExists(atPath: archive.path),
        "the archive is not beside this checkout (../shared/data/cn-station-hourly-2020)"),
      .timeLimit(.minutes(15)))
    func `is stored value by value as it was sent, with its doubled hours and its dead feeds`()
      async throws
    {
      let site = try await ServerProcess.Site.fresh(
        plan: BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"))
      var succeeded = false
      defer { if succeeded { site.remove() } }
      let server = try await ServerProcess.start(site)
      let devices = site.folder.appending(path: "devices.csv").path
      let stations = site.folder.appending(path: "stations.csv").path
      try await run(["replay", Self.archive.path, "--list", devices, "--stations", stations])
      try await run(["device", "import", devices, "--data", site.data.path])
      try await run(["register", "import", "air-stations", stations, "--data", site.data.path])

      let began = ContinuousClock.now
      let sent = try await run([
        "replay", Self.archive.path, "--port", "\(site.gatewayPort)", "--window", "250",
      ])
      let record = try await StateRecord(folder: site.data)
      #expect(try await record.settles(withinSeconds: 420), "the inbox was not carried through")
      print("the archive was replayed and stored in \(ContinuousClock.now - began)")
      #expect(try await server.stop() == 0)

      for line in [
        "rows 148062", "sent 130898", "without values 17164", "acknowledged 130898",
        "stations 1800",
      ] {
        #expect(sent.contains(line), "\(line) is not in:\n\(sent)")
      }
      let export = site.folder.appending(path: "samples.csv").path
      try await run(["store", "export", "--revisions", "--data", site.data.path, "--to", export])
      let report = try await check(site, devices: devices, export: export)
      #expect(
        report.counts == [
          "rows": 148_062, "rows_with_values": 130_898, "rows_without_values": 17_164,
          "doubled_station_hours": 632, "frames": 130_898, "values": 887_535, "stored": 887_535,
          "missing": 0, "unexpected": 0, "different": 0, "revised_values": 3_827,
          "revised_station_hours": 624,
        ])
      #expect(report.deadFeeds.contains("dead-feed-pm10 绍兴 市环保站"))
      #expect(report.deadFeeds.contains("dead-feed-pm25 绍兴 市环保站"))
      succeeded = true
    }

    /// Runs the command to its end; blanks in what it printed are made one.
    @discardableResult
    private func run(_ arguments: [String]) async throws -> String {
      let outcome = try await BuiltCommand.run(arguments)
      try #require(outcome.status == 0, "\(arguments): \(outcome.errors)")
      return outcome.output.split(separator: "\n").map { line in
        line.split(separator: " ").joined(separator: " ")
      }.joined(separator: "\n")
    }

    private func check(_ site: ServerProcess.Site, devices: String, export: String) async throws
      -> Report
    {
      let script = BuiltCommand.packageRoot
        .appending(path: "Tests/EndToEndTests/Senders/replay_check.py")
      let output = site.folder.appending(path: "report.json")
      try Data().write(to: output)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [
        "python3", script.path, Self.archive.path, devices, site.data.path, export,
      ]
      process.standardOutput = try FileHandle(forWritingTo: output)
      try process.run()
      while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
      try #require(process.terminationStatus == 0)
      return try JSONDecoder().decode(Report.self, from: Data(contentsOf: output))
    }
  }
}
