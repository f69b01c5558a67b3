import ActionPlan
import Casework
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import NIOCore
import Testing
import Wiring

@testable import Console

struct EvidencePageTests {
  private func visit(
    _ house: House, _ test: @escaping @Sendable (Browser) async throws -> Void
  ) async throws {
    var subjects = house.subjects
    let path = house.folder + "/audit.key"
    subjects.evidenceKey = { try AuditKey(readingOrMakingAt: path) }
    let server = try await ConsoleServer(subjects: subjects, settings: ConsoleSettings(port: 0))
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      client in
      try await test(Browser(client: client))
    }
  }

  /// A case that rests on a measured value.
  private func openMeasured(_ house: House) async throws -> CaseFile {
    let (plan, at) = (house.plan, house.now)
    try await house.sample("meter-1", "power", "12.5", at: at - 60)
    return try await house.ledger.write { db in
      try CaseBook.open(
        CaseOpening(
          procedure: "electricity-abnormal", severity: .serious, source: .finding(9),
          title: CaseTitle(.rule, ["rule": "treatment-off-while-producing", "subject": "x"]),
          occurredAt: at - 60, facility: "dye-works",
          grounds: [
            CaseGround(
              condition: 0, point: "meter-1", quantity: "power", statistic: "rtd",
              windowSeconds: 0, comparison: "below", limit: "5", upperLimit: nil, value: "12.5",
              since: at - 60, at: at - 60)
          ]), plan: plan, actor: .system("detection"), at: at, in: db)
    }
  }

  @Test func `the desk freezes telemetry and takes a package that holds, which is written down`()
    async throws
  {
    let house = try await House()
    let file = try await openMeasured(house)
    let freeze = FreezeTelemetry(
      ledger: house.ledger, store: house.store, frame: { _ in nil })
    try await visit(house) { duty in
      _ = try await duty.signIn("duty")
      #expect(try await duty.get("/cases/\(file.id)").text.contains("证据固化与导出"))
      let asked = try await duty.post("/cases/\(file.id)/freezes", [:])
      #expect(asked.status == .seeOther)
      #expect(try await duty.get("/cases/\(file.id)").text.contains("正在固化"))
      try await freeze.sweep(now: house.now)
      #expect(try await freeze.sweep(now: house.now) == 0)
      #expect(try await duty.get("/cases/\(file.id)").text.contains("已固化"))
      let package = try await duty.post("/cases/\(file.id)/package", [:])
      #expect(package.headers[.contentType] == "application/x-tar")
      let verdict = EvidenceVerdict(of: Array(package.body.readableBytesView))
      #expect(verdict.faults == [])
    }
    let actions = try await house.ledger.read { db in
      try AuditLog.entries(object: "case/\(file.id)", in: db).map(\.action)
    }
    #expect(actions.contains("evidence.export"))
    #expect(actions.contains("evidence.freeze"))
  }

  @Test(arguments: ["town", "firm"])
  func `who is not of the case's lead takes no evidence away`(name: String) async throws {
    let house = try await House()
    let file = try await openMeasured(house)
    try await visit(house) { browser in
      _ = try await browser.signIn(name)
      let package = try await browser.post("/cases/\(file.id)/package", [:])
      #expect([.forbidden, .notFound].contains(package.status))
      let frozen = try await browser.post("/cases/\(file.id)/freezes", [:])
      #expect([.forbidden, .notFound].contains(frozen.status))
    }
  }
}
