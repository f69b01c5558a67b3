import ActionPlan
import Casework
import FoundationEssentials
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import Synchronization
import Testing

@testable import Console

/// A firm's page that follows what happens to the firm, and to nobody else.
struct FirmLiveTests {
  private func ear(_ house: House, of name: String) async throws -> FirmEar {
    let account = try await house.ledger.read { db in try Accounts.find(name: name, in: db) }
    let subjects = house.subjects
    return try await FirmEar(try #require(account)) { firm in
      try await FirmPulse.read(firm, subjects)
    }
  }

  /// Everything that may happen to the dye works, one after another.
  private func happenings(
    _ house: House
  ) -> [(name: String, work: @Sendable () async throws -> Void)] {
    [
      ("a case", { _ = try await house.openCase() }),
      (
        "a step",
        {
          try await house.visit { browser in
            _ = try await browser.signIn("duty")
            _ = try await browser.step("dispatched", of: 1, ["unit": "baiguan"])
          }
        }
      ),
      (
        "a notice",
        {
          try await house.ledger.write { db in
            _ = try Notifications.tell(
              .facility("dye-works"), code: "finding-told", object: "finding/9",
              values: ["rule": "treatment-off-while-producing"], at: house.now, in: db)
          }
        }
      ),
      (
        "a stop",
        {
          _ = try await house.addRow(
            "declared-stops",
            [
              "facility": .text("dye-works"), "kind": .text("stop"), "from": .instant(house.now),
              "until": .instant(house.now + 3_600), "reason": .text("检修"),
            ])
        }
      ),
      ("a value", { try await house.sample("meter-1", "power", "12.5", at: house.now) }),
      (
        "a device",
        {
          house.links.withLock { links in
            links = [
              DeviceLink(
                mn: House.meterMN, isConnected: true, connectedSince: house.now,
                lastFrameAt: house.now, peer: nil, frames: 1, faults: 0)
            ]
          }
        }
      ),
    ]
  }

  @Test func `a contact hears of the own firm alone, whatever happens to another`() async throws {
    let house = try await House.withFirms()
    var own = try await ear(house, of: "firm")
    var other = try await ear(house, of: "rival")
    var both = try await ear(house, of: "both")
    for (name, work) in happenings(house) {
      try await work()
      let heard = try await own.hear()
      #expect(heard == (["a value", "a device"].contains(name) ? [.air] : [.case]), "\(name)")
      #expect(try await other.hear() == [], "\(name)")
      #expect(try await both.hear() == heard, "\(name)")
      #expect(try await own.hear() == [], "\(name), again")
    }
  }

  @Test func `a draft of a document is not heard of before it is issued`() async throws {
    let house = try await House.withFirms()
    let file = try await house.openCase()
    var own = try await ear(house, of: "firm")
    try await house.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO document_form (plan_digest, form, definition) VALUES ('d', 'order', '{}');
          """)
      try db.execute(
        sql: """
          INSERT INTO case_document (case_id, plan_digest, form, state, version, signers, "values",
            case_state, drafted_by, drafted_at, edited_by)
          VALUES (?, 'd', 'order', 'draft', 1, '[]', '{}', 'opened', 'system:test', 1, 'system:test')
          """, arguments: [file.id])
      try db.execute(
        sql: """
          INSERT INTO case_event (case_id, sequence, at, actor, kind, "values")
          SELECT case_id, max(sequence) + 1, 1, 'system:test', 'noted',
            '{"document":"1","document-change":"draft","document-form":"order"}'
          FROM case_event WHERE case_id = ?
          """, arguments: [file.id])
    }
    #expect(try await own.hear() == [])
  }

  @Test func `the parts of the page that change are fetched by its contact and by nobody else's`()
    async throws
  {
    let house = try await House.withFirms()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let page = try await browser.get("/firm/dye-works").text
      #expect(page.contains("data-live=\"/firm/dye-works/live\""))
      let parts = try await browser.get("/firm/dye-works/live").text
      #expect(parts.contains(file.number) && !parts.contains("<html"))
      for part in ["figures", "asks", "monitors", "findings", "stops", "ledgers", "documents"] {
        #expect(parts.contains("data-part=\"\(part)\""), "\(part)")
        #expect(page.contains("data-part=\"\(part)\""), "\(part)")
      }
      _ = try await browser.post("/sign-out", [:])
      _ = try await browser.signIn("rival")
      let answer = try await browser.get("/firm/dye-works/live")
      #expect(answer.status == .forbidden && !answer.text.contains(file.number))
    }
  }

  @Test func `a contact acknowledges on the case's own page, once for what is new`() async throws {
    let house = try await House.withFirms()
    let file = try await house.openCase()
    let path = "/cases/\(file.id)"
    try await house.visit { browser in
      _ = try await browser.signIn("firm")
      let page = try await browser.get(path).text
      let rest = try #require(
        page.components(separatedBy: "action=\"\(path)/acknowledgements\"").dropFirst().first)
      let fields = ["request": rest.hidden("request")]
      let sent = try await browser.post("\(path)/acknowledgements", fields)
      #expect(sent.status == .seeOther && sent.headers[.location] == path)
      #expect(try await browser.post("\(path)/acknowledgements", fields).status == .seeOther)
      let after = try await browser.get(path).text
      #expect(!after.contains("/acknowledgements") && after.contains("已确认"))
      #expect(try await browser.get("\(path)/live").text.contains("data-part=\"acknowledge\""))
      _ = try await browser.post("/sign-out", [:])
      // Nobody else says it for the firm.
      for (name, status) in [("rival", HTTPResponse.Status.notFound), ("duty", .forbidden)] {
        _ = try await browser.signIn(name)
        let refused = try await browser.post(
          "\(path)/acknowledgements", ["request": "acknowledge-1"])
        #expect(refused.status == status, "\(name)")
        #expect(!(try await browser.get(path).text).contains("/acknowledgements"), "\(name)")
        _ = try await browser.post("/sign-out", [:])
      }
    }
    let events = try await house.ledger.read { db in try CaseBook.events(of: file.id, in: db) }
    #expect(events.map(\.kind) == [.opened, .acknowledged])
  }
}
