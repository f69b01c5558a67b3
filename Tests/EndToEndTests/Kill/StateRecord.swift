import Foundation
import GRDB
import Telemetry

/// What the three files of a state folder say, read with plain SQL; of what is told in bytes of our own,
/// frames are found by their text, and values are read by the store as another process opens it.
struct StateRecord: Sendable {
  private let inbox: DatabaseQueue
  private let telemetry: DatabaseQueue
  private let ledger: DatabaseQueue

  init(folder: URL) async throws {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(10)
    func open(_ name: String) throws -> DatabaseQueue {
      try DatabaseQueue(path: folder.appending(path: name).path, configuration: configuration)
    }
    inbox = try open("inbox.sqlite")
    telemetry = try open("telemetry.sqlite")
    ledger = try open("ledger.sqlite")
  }

  /// Waits until store and detection have had everything the inbox holds.
  func settles(withinSeconds: Int = 60) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(withinSeconds)
    while true {
      let last = try await number(inbox, "SELECT coalesce(max(last), 0) FROM segment")
      let stored = try await number(telemetry, "SELECT applied_sequence FROM progress")
      let detected = try await number(
        ledger, "SELECT coalesce(max(sequence), 0) FROM detection_cursor")
      if stored == last, detected == last { return true }
      guard ContinuousClock.now < deadline else { return false }
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// `MN QN` of each frame of the inbox.
  func frames() async throws -> [String] {
    let archive = try await inbox.read { db in
      try Data.fetchAll(db, sql: "SELECT bytes FROM segment ORDER BY first")
    }
    let frame = /##\d{4}QN=(?<qn>\d{17});[^#]*?MN=(?<mn>[^;#]+);/
    return archive.flatMap { bytes in
      String(decoding: bytes, as: Unicode.ASCII.self).matches(of: frame)
        .map { "\($0.output.mn) \($0.output.qn)" }
    }
  }

  /// Every current value, with one decimal as it was sent.
  func values() async throws -> [KillTimetable.Value] {
    let store = try EmbeddedStore(reading: telemetry.path)
    defer { try? store.close() }
    var values: [KillTimetable.Value] = []
    for latest in try await store.latest(nil) {
      let samples = try await store.raw(
        latest.key, from: 0, until: .max, limit: EmbeddedStore.greatestLimit)
      values += samples.map { sample in
        KillTimetable.Value(
          point: latest.key.point, quantity: latest.key.quantity, start: sample.start,
          text: "\(sample.asSent)")
      }
    }
    return values
  }

  func revisions() async throws -> Int {
    try await number(telemetry, "SELECT count(*) FROM revision")
  }

  /// The incident of each case of the rule: the case's finding gives the pair and the start.
  func incidentsWithCases() async throws -> [KillTimetable.Incident] {
    try await ledger.read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT finding.subject, finding.start
          FROM case_file JOIN finding ON finding.id = case_file.source_id
          WHERE case_file.source_kind = 'finding'
            AND finding.rule = 'treatment-off-while-producing'
          """
      ).map { row in
        let subject: String = row["subject"]
        let number = subject.split(separator: "/").last.flatMap { Int($0) } ?? 0
        return KillTimetable.Incident(pair: number - 1, start: row["start"])
      }
    }
  }

  private func number(_ file: DatabaseQueue, _ sql: String) async throws -> Int {
    try await file.read { db in try Int.fetchOne(db, sql: sql) ?? 0 }
  }
}
