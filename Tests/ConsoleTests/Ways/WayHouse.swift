import ActionPlan
import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import Synchronization

@testable import Console

/// A house whose plan has a source and a destination, with a desk that takes messages.
final class WayHouse: Sendable {
  let house: House
  let token: String
  let taken = Mutex<[[UInt8]]>([])
  let sourceGlance = Mutex(SourceGlance(source: "fume"))
  let glance = Mutex(DestinationGlance(destination: "city"))
  /// What the desk says instead of taking.
  let refusal = Mutex<TakeRefusal?>(nil)

  static let source = DataSource(
    id: "fume", label: Label(zh: "油烟<平台>", en: "Fume <platform>"), kind: .push,
    points: .named(DocumentPath(column: "dev"), ["D1": "meter-1", "D2": "nowhere"]),
    time: DataSource.Time(at: [], form: .rfc3339, utcOffsetSeconds: 28_800),
    values: [
      DataSource.Value(at: DocumentPath(column: "v"), quantity: "power")
    ], expectSeconds: 600)

  init() async throws {
    house = try await House { plan in
      plan.replacing(
        sources: [
          Self.source,
          DataSource(
            id: "files", label: Label(zh: "文件", en: "Files"), kind: .drop,
            points: .one("meter-1"),
            time: DataSource.Time(at: [], form: .rfc3339, utcOffsetSeconds: 0), values: []),
        ],
        destinations: [Destination(id: "city", label: Label(zh: "市平台", en: "City"))])
    }
    token = try await house.ledger.write { db in
      try IntakeKeys.create(
        name: "vendor", for: .readings, source: "fume", by: .system("test"), at: 0, in: db
      ).token
    }
    _ = try await house.accounts.create(
      AccountDraft(name: "keeper", displayName: "管理员", roles: [.administrator]),
      password: House.password, mustChangePassword: false, by: .system("test"))
  }

  private var ways: OtherWays {
    OtherWays(
      sources: { [self] in [sourceGlance.withLock { $0 }] },
      take: { [self] _, bytes, _ in
        if let refusal = refusal.withLock({ $0 }) { throw refusal }
        if bytes.isEmpty { throw TakeRefusal.empty }
        let count = taken.withLock { taken in
          taken.append(bytes)
          return taken.count
        }
        return TakenMessage(
          sequence: Int64(count), isRepeat: false, values: 1, complaints: ["mend it"])
      }, messageLimit: 1_000, destinations: { [self] in [glance.withLock { $0 }] },
      setPaused: { [self] id, isPaused in
        glance.withLock { $0.isPaused = isPaused }
        return id == "city"
      }, retry: { _ in nil })
  }

  func visit(_ test: @escaping @Sendable (Browser) async throws -> Void) async throws {
    var subjects = house.subjects
    subjects.ways = ways
    let server = try await ConsoleServer(subjects: subjects, settings: ConsoleSettings(port: 0))
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      client in
      try await test(Browser(client: client))
    }
  }
}
