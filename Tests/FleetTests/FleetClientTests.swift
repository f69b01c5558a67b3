import Foundation
import HJ212
import Logging
import NIOCore
import Testing

@testable import Fleet

/// - Parameter answerSeconds: long where nothing is to be sent again, however busy the machine is.
private func settings(
  _ port: Int, window: Int = 8, answerSeconds: Int = 1, fruitless: Int? = nil
) -> ClientSettings {
  ClientSettings(
    host: "127.0.0.1", port: port, window: window, answerSeconds: answerSeconds, resends: 1,
    firstBackoffMilliseconds: 10, longestBackoffMilliseconds: 50, fruitlessConnections: fruitless)
}

private let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a client against a gateway while `body` uses them.
private func with(
  _ behaviour: LoopbackGateway.Behaviour, window: Int = 8, answerSeconds: Int = 1,
  _ body: @escaping @Sendable (FleetClient, LoopbackGateway) async throws -> Void
) async throws {
  let gateway = try await LoopbackGateway(behaviour)
  let client = FleetClient(
    settings: settings(gateway.port, window: window, answerSeconds: answerSeconds), logger: quiet)
  try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask { try? await gateway.run() }
    tasks.addTask { try? await client.run() }
    try await body(client, gateway)
    tasks.cancelAll()
  }
}

@Suite(.timeLimit(.minutes(1))) struct FleetClientTests {
  @Test func `frames of many devices are delivered in order over one connection`() async throws {
    try await with(.answers, answerSeconds: 30) { client, gateway in
      for number in 0..<100 {
        try await client.send(try frame(number, mn: "M\(number % 7)"))
      }
      try await client.drain()
      let counts = await client.counts
      #expect(counts.sent == 100 && counts.acknowledged == 100 && counts.connections == 1)
      #expect(
        await gateway.journal.keys == (try (0..<100).map { try frame($0, mn: "M\($0 % 7)").key }))
    }
  }

  @Test func `a frame without an answer is sent again`() async throws {
    try await with(.answersRepeats) { client, gateway in
      try await client.send(try frame(1))
      try await client.drain()
      let counts = await client.counts
      #expect(counts.resent == 1 && counts.acknowledged == 1)
      #expect(await gateway.journal.keys.count == 2)
    }
  }

  @Test func `what a lost link left open goes over the next one`() async throws {
    try await with(.dropsFirstConnection(after: 5)) { client, gateway in
      for number in 0..<12 { try await client.send(try frame(number)) }
      try await client.drain()
      let counts = await client.counts
      #expect(counts.acknowledged == 12 && counts.connections == 2)
      #expect(Set(await gateway.journal.keys).count == 12)
    }
  }

  @Test func `no more than the window is under way`() async throws {
    try await with(.mute, window: 3) { client, gateway in
      for number in 0..<3 { try await client.send(try frame(number)) }
      let fourth = Task { try await client.send(try frame(3)) }
      await gateway.journal.waitFor(3)
      #expect(await client.outstanding == 3)
      fourth.cancel()
    }
  }

  @Test func `a client gives up where its settings bound the attempts`() async throws {
    let gateway = try await LoopbackGateway(.mute)
    let client = FleetClient(settings: settings(gateway.port, fruitless: 1), logger: quiet)
    let fault = await #expect(throws: ClientFault.self) {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try? await gateway.run() }
        tasks.addTask { try await client.send(try frame(1)) }
        defer { tasks.cancelAll() }
        try await client.run()
      }
    }
    guard case .noAnswers(_, _, 2, _)? = fault else {
      Issue.record("\(fault as Any)")
      return
    }
    await #expect(throws: CancellationError.self) { try await client.send(try frame(2)) }
  }

  @Test func `the wait before connecting again doubles up to its bound`() {
    let settings = ClientSettings(host: "h", port: 1)
    #expect(
      (1...9).map { settings.backoff(attempt: $0) } == [
        500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000,
      ])
    #expect(settings.backoff(attempt: 1000) == 60_000)
  }

  @Test func `a replay delivers every row with values, doubled ones too`() async throws {
    let gateway = try await LoopbackGateway(.answers)
    var text = "city,date,hour,station,PM2.5,PM10,SO2,NO2,CO,O3_1h,O3_8h\n"
    for hour in 0..<24 {
      for station in 0..<10 {
        text += "x,2020-03-27,\(hour),s\(station),\(hour + station),,,,,,\n"
        if station == 3 { text += "x,2020-03-27,\(hour),s3,\(hour),,,,,,\n" }
        if station == 4 { text += "x,2020-03-27,\(hour),s4,,,,,,,\n" }
      }
    }
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).csv")
    try Data(text.utf8).write(to: url)
    let archive = try ReplayArchive.read([url.path])
    #expect(archive.rowCount == 288 && archive.emptyCount == 24)
    let counts = try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try? await gateway.run() }
      defer { tasks.cancelAll() }
      let replay = Replay(
        archive,
        settings: .init(
          client: settings(gateway.port, window: 16, answerSeconds: 30), password: "123456",
          speed: nil,
          connections: 4), logger: quiet)
      return try await replay.run { _ in }
    }
    #expect(counts.acknowledged == 264)
    let keys = await gateway.journal.keys
    #expect(Set(keys).count == 264 && keys.count == 264)
    let one = keys.filter { $0.mn == archive.stations[3].mn }.map { $0.qn }
    #expect(one == one.sorted() && one.count == 48)
    #expect(await gateway.journal.connections == 4)
  }
}
