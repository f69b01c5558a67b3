import AsyncHTTPClient
import Foundation
import GRDB
import NIOCore
import NIOHTTP1
import Testing

/// Readings that come by other ways, and frames that go on to a platform above: two real districts.
@Suite struct WaysStoryTests {
  private static let mn = StoryDevices.production

  /// The shipped plan with sources and a destination.
  private static func plan(in folder: URL) throws -> URL {
    let plan = folder.appending(path: "plan")
    try FileManager.default.copyItem(at: OperationsTests.plan, to: plan)
    try """
    - source: fume-platform
      label: {zh: "油烟平台", en: "Fume platform"}
      kind: push
      readings: data[*]
      sender: dev
      points: {D1: kitchen-1}
      time: {at: time, format: "yyyy-MM-dd HH:mm:ss", labels: end}
      values: [{at: value, quantity: power, statistic: avg, window: 1 h}]
    - source: meter-files
      label: {zh: "电表文件", en: "Meter files"}
      kind: drop
      format: table
      sender: "表"
      points: {M1: kitchen-1}
      time: {at: "时间", format: "yyyy-MM-dd HH:mm"}
      values: [{at: "功率", quantity: power}]
    """.write(to: plan.appending(path: "sources.yml"), atomically: true, encoding: .utf8)
    try "- {destination: city, label: {zh: \"市平台\", en: \"City\"}}\n".write(
      to: plan.appending(path: "destinations.yml"), atomically: true, encoding: .utf8)
    return plan
  }

  private static let point =
    ",,,,,,,330604001,120.8820,30.0280,kitchen-1,一号厨房|Kitchen 1,other,,,,,,\n"

  @Test func `documents become values once, and a file is taken once`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let drop = site.folder.appending(path: "drop")
    try FileManager.default.createDirectory(at: drop, withIntermediateDirectories: true)
    let (own, config) = try Self.configured(
      site, "sources:\n  meter-files: {folder: \(drop.path)}\n")
    let server = try await ServerProcess.start(own, arguments: ["--config", config])
    let district = TestDistrict(server: server)
    try await district.importDevices(StoryDevices.list + Self.point)
    let key = try #require(
      try await district.run([
        "intake", "create-key", "vendor", "--for", "readings", "--source", "fume-platform",
      ]).firstMatch(of: /key: (\S+)/)?.1)
    let document =
      #"{"data": [{"dev": "D1", "time": "2021-06-07 10:00:00", "value": 12.50}]}"#
    for isRepeat in [false, true] {
      let answer = try await Self.send(document, to: district, key: String(key))
      #expect(answer.contains("\"repeat\":\(isRepeat)"), "\(answer)")
      #expect(answer.contains("\"values\":1"))
    }
    try Data("表,时间,功率\nM1,2021-06-07 10:20,7.5\n".utf8).write(
      to: drop.appending(path: "a.csv"))
    let done = drop.appending(path: "done/a.csv").path
    try await Self.wait("the file was not taken") { FileManager.default.fileExists(atPath: done) }
    try await Self.wait("the values were not stored") {
      let sent = try await district.run(["source", "show", "fume-platform"])
      let laid = try await district.run(["source", "show", "meter-files"])
      return sent.contains("kitchen-1/power/avg/3600: 12.50  2021-06-07T09:00:00+08:00")
        && laid.contains("kitchen-1/power/rtd/0: 7.5  2021-06-07T10:20:00+08:00")
    }
    let list = try await district.run(["source", "list", "--format", "csv"])
    #expect(list.contains("fume-platform,push,fine,1,1,0,"), "\(list)")
    #expect(list.contains("meter-files,drop,fine,1,0,0,"), "\(list)")
    let shown = try await district.run(["source", "show", "meter-files"])
    #expect(shown.contains("points: kitchen-1"))
    #expect(try await server.stop() == 0)
  }

  @Test func `whoever is killed on the way, the platform above has every frame once`() async throws
  {
    let above = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { above.remove() }
    let below = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { below.remove() }
    let (own, config) = try Self.configured(
      below, "destinations:\n  city: {host: 127.0.0.1, port: \(above.gatewayPort)}\n")
    var upper = try await ServerProcess.start(above)
    try await TestDistrict(server: upper).importDevices(StoryDevices.list)
    var lower = try await ServerProcess.start(own, arguments: ["--config", config])
    try await TestDistrict(server: lower).importDevices(StoryDevices.list)
    let start = 1_623_032_400
    var sent = 0
    func send(_ count: Int) async throws {
      let first = sent
      try await MonitorLine.during(port: own.gatewayPort) { line in
        for number in first..<(first + count) {
          try await line.upload(
            mn: Self.mn, st: "31", at: start + number, values: [("p01-Rtd", "\(number)")])
        }
      }
      sent += count
    }
    for round in 0..<3 {
      try await send(40)
      upper.kill()
      try await send(20)
      if round == 1 {
        lower.kill()
        lower = try await ServerProcess.start(own, arguments: ["--config", config])
      }
      upper = try await ServerProcess.start(above)
    }
    let district = TestDistrict(server: lower)
    try await district.run(["forward", "pause", "city"])
    try await send(10)
    #expect(try await district.run(["forward", "list"]).contains("paused"))
    try await district.run(["forward", "resume", "city"])
    try await Self.wait("the platform has \(try Self.qns(above).count) of \(sent)", seconds: 90) {
      Set(try Self.qns(above)).count == sent
    }
    let kept = try Self.qns(above)
    #expect(kept.count == sent)
    try await Self.wait("the last acknowledgement is not told") {
      try await district.run(["forward", "list", "--format", "csv"]).contains("city,connected,0,")
    }
    #expect(try await lower.stop() == 0)
    #expect(try await upper.stop() == 0)
  }

  // MARK: What the stories need

  /// The site with a plan of its own, and its configuration file.
  private static func configured(
    _ site: ServerProcess.Site, _ connections: String
  ) throws -> (site: ServerProcess.Site, config: String) {
    let file = site.folder.appending(path: "connections.yml")
    try connections.write(to: file, atomically: true, encoding: .utf8)
    let config = site.folder.appending(path: "lantian.yml")
    try "gateway: {connections: \(file.path)}\n".write(
      to: config, atomically: true, encoding: .utf8)
    let own = ServerProcess.Site(
      plan: try plan(in: site.folder), folder: site.folder, data: site.data,
      gatewayPort: site.gatewayPort, consolePort: site.consolePort, log: site.log)
    return (own, config.path)
  }

  private static func send(
    _ document: String, to district: TestDistrict, key: String
  ) async throws -> String {
    var request = HTTPClientRequest(url: district.console + "/intake/sources/fume-platform")
    request.method = .POST
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    request.body = .bytes(ByteBuffer(string: document))
    let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
    return String(buffer: try await answer.body.collect(upTo: 1 << 20))
  }

  private static func wait(
    _ complaint: @autoclosure () throws -> String, seconds: Int = 30,
    until condition: () async throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while try await !condition() {
      guard ContinuousClock.now < deadline else {
        throw HarnessFailure(description: try complaint())
      }
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  private static func qns(_ site: ServerProcess.Site) throws -> [String] {
    try read(site.data.appending(path: "inbox.sqlite")) { db in
      try Data.fetchAll(db, sql: "SELECT bytes FROM segment ORDER BY first")
    }.flatMap { bytes in
      String(decoding: bytes, as: Unicode.ASCII.self).matches(of: /##\d{4}QN=(\d{17});/)
        .map { String($0.output.1) }
    }
  }

  private static func read<Value>(
    _ file: URL, _ body: (Database) throws -> Value
  ) throws -> Value {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: file.path, configuration: configuration).read(body)
  }
}
