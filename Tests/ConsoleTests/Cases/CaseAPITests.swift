import ActionPlan
import Casework
import Foundation
import GRDB
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

extension Browser {
  /// Sends JSON, with a key instead of the session where one is given.
  func json(_ path: String, _ body: String, key: String? = nil) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: "application/json"]
    if let key { headers[.authorization] = "Bearer \(key)" }
    return try await send(path, .post, headers: headers, body: ByteBuffer(string: body))
  }
}

extension House {
  /// A key for cases in the name of an account.
  func caseKey(of account: String) async throws -> String {
    try await ledger.write { db in
      try IntakeKeys.create(
        name: "program-\(account)", for: .cases, as: Accounts.find(name: account, in: db)?.id,
        by: .system("test"), at: 0, in: db
      ).token
    }
  }

  func events(of id: Int64) async throws -> [CaseEvent] {
    try await ledger.read { db in try CaseBook.events(of: id, in: db) }
  }
}

struct CaseAPITests {
  private let photo = Data(onePixel).base64EncodedString()

  @Test func `a program takes a case through its steps with a key, and each request counts once`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    let (desk, town) = (try await house.caseKey(of: "duty"), try await house.caseKey(of: "town"))
    let path = "/api/cases/\(file.id)"
    try await house.visit { program in
      let seen = try await program.send(
        path, .get, headers: [.authorization: "Bearer \(desk)"])
      #expect(seen.text.contains(#""step":"dispatched","unit":"confirm""#))
      let body = #"{"request": "program-1", "version": 1, "unit": "baiguan"}"#
      for _ in 1...2 {
        let sent = try await program.json(path + "/steps/dispatched", body, key: desk)
        #expect(sent.status == .ok)
        #expect(sent.text.contains(#""state":"dispatched""#))
        #expect(sent.text.contains(#""version":2"#))
      }
      let note = #"{"request": "program-2", "note": "电话已通知"}"#
      #expect(try await program.json(path + "/notes", note, key: desk).status == .ok)
      let handled = try await program.json(
        path + "/steps/handled",
        #"""
        {"request": "program-3", "version": 2, "note": "done", "cause": "equipment-fault",
         "position": [30.03, 120.89], "photos": ["\#(photo)"]}
        """#, key: town)
      #expect(handled.text.contains(#""version":3"#))
      let ranked = try await program.json(
        path + "/acts/prioritise",
        #"{"request": "program-4", "version": 3, "priority": "urgent", "note": "群众反映"}"#, key: desk)
      #expect(ranked.text.contains(#""priority":"urgent""#))
    }
    let events = try await house.events(of: file.id)
    #expect(events.map(\.kind) == [.opened, .step, .noted, .step, .prioritised])
    #expect(events[3].position?.latitude == 30.03 && events[3].attachments.count == 1)
  }

  @Test func `a refusal has a code, what was found and what to do, and changes nothing`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    let (desk, town) = (try await house.caseKey(of: "duty"), try await house.caseKey(of: "town"))
    let path = "/api/cases/\(file.id)"
    let cases: [(String, String, String, Int, String)] = [
      (desk, "/steps/dispatched", #"{"request": "refused-1", "version": 9}"#, 409, "stale"),
      (desk, "/steps/closed", #"{"request": "refused-2", "version": 1}"#, 409, "not-from-here"),
      (desk, "/steps/dispatched", #"{"request": "refused-3"}"#, 422, "bad-field"),
      (
        desk, "/steps/dismissed", #"{"request": "refused-4", "version": 1}"#, 422,
        "missing-evidence"
      ),
      (desk, "/steps/dispatched", #"{"request": "!", "version": 1}"#, 422, "bad-request-id"),
      (desk, "/acts/burn", #"{"request": "refused-5", "version": 1}"#, 404, "no-such-act"),
      (desk, "/acts/decide", #"{"request": "refused-6", "version": 1}"#, 422, "bad-field"),
      (
        desk, "/steps/dismissed",
        #"{"request": "refused-7", "version": 1, "note": "x", "photos": ["%%"]}"#, 422, "bad-field"
      ),
      (desk, "/steps/dispatched", "[]", 400, "bad-body"),
      (town, "/steps/dispatched", #"{"request": "refused-8", "version": 1}"#, 404, "unknown-case"),
      ("none", "/steps/dispatched", #"{"request": "refused-9", "version": 1}"#, 401, "no-key"),
    ]
    try await house.visit { program in
      for (key, part, body, status, code) in cases {
        let answer = try await program.json(path + part, body, key: key)
        #expect(answer.status.code == status, "\(body): \(answer.text)")
        #expect(answer.text.contains("\"code\":\"\(code)\""), "\(answer.text)")
        #expect(answer.text.contains("\"remedy\":\""))
      }
      let stale = try await program.json(path + cases[0].1, cases[0].2, key: desk)
      #expect(stale.text.contains("the case is at version 1 in state opened, not at version 9"))
    }
    #expect(try await house.events(of: file.id).count == 1)
  }

  @Test func `a key for cases ends with its account and opens nothing else`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    let key = try await house.caseKey(of: "duty")
    try await house.visit { program in
      let bearer: HTTPFields = [.authorization: "Bearer \(key)"]
      #expect(try await program.send("/api/cases", .get, headers: bearer).status == .ok)
      #expect(try await program.send("/api/checks", .get, headers: bearer).status == .unauthorized)
      let page = try await program.send("/cases/\(file.id)", .get, headers: bearer)
      #expect(page.status == .seeOther)
      try await house.ledger.write { db in
        try db.execute(sql: "UPDATE account SET is_enabled = 0 WHERE name = 'duty'")
      }
      let after = try await program.send("/api/cases/\(file.id)", .get, headers: bearer)
      #expect(after.status == .unauthorized)
    }
  }
}
