import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

/// Documents written by programs in the name of a person.
struct DocumentWriteTests {
  private actor Box<Value: Sendable> {
    private(set) var value: Value

    init(_ value: Value) { self.value = value }

    func set(_ value: Value) { self.value = value }
  }

  private struct Answer: Decodable {
    struct Document: Decodable {
      let id: Int64
      let state: String
      let version: Int
      let number: String?
      let servedOn: String?
    }
    let document: Document
  }

  private func send(
    _ path: String, _ body: String, _ browser: Browser, method: HTTPRequest.Method = .post,
    headers: HTTPFields = [:]
  ) async throws -> TestResponse {
    var headers = headers
    headers[.contentType] = "application/json"
    return try await browser.send(path, method, headers: headers, body: ByteBuffer(string: body))
  }

  private func document(_ answer: TestResponse) throws -> Answer.Document {
    try JSONDecoder().decode(Answer.self, from: Data(answer.text.utf8)).document
  }

  private static let values = """
    {"addressee": {"zh": "百官街道"}, "subject": {"zh": "治污设施停运", "en": "Treatment off"},
     "facts": {"zh": "事实"}, "awaited": {"zh": "处置"}, "due": {"zh": "2026年6月1日"},
     "late": {"zh": "3天"}, "person": {"zh": "主任"}, "interview-on": {"zh": "2026-06-05"},
     "interview-at": {"zh": "9时30分"}, "room": {"zh": "402"}, "chaired-by": {"zh": "副区长"},
     "bring": {"zh": "整改措施"}, "contact": {"zh": "赵刚"}}
    """

  @Test func `a document is drafted, filled in, signed by its person and served`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    let draft = Box<Answer.Document?>(nil)
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let body = #"{"request": "draft-0001", "form": "interview-notice"}"#
      let made = try await send("/api/cases/\(file.id)/documents", body, browser)
      #expect(made.status == .created)
      let first = try document(made)
      #expect(
        try document(try await send("/api/cases/\(file.id)/documents", body, browser)).id
          == first.id)
      let filled = try await send(
        "/api/documents/\(first.id)/values",
        #"{"request": "fill-00001", "version": 1, "values": \#(Self.values)}"#, browser,
        method: .put)
      #expect(filled.status == .ok)
      let refused = try await send(
        "/api/documents/\(first.id)/signature",
        #"{"request": "sign-00001", "version": 2}"#, browser)
      #expect(refused.status == .forbidden && refused.text.contains("not-your-signature"))
      await draft.set(try document(filled))
    }
    let filled = try #require(await draft.value)
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let body = #"{"request": "sign-00002", "version": \#(filled.version)}"#
      let byKey = try await send(
        "/api/documents/\(filled.id)/signature", body, browser,
        headers: [.authorization: "Bearer whatever"])
      #expect(byKey.status == .forbidden && byKey.text.contains("key-is-nobody"))
      let signed = try document(
        try await send("/api/documents/\(filled.id)/signature", body, browser))
      #expect(signed.state == "issued" && signed.number != nil)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let body =
        #"{"request": "serve-0001", "version": \#(filled.version + 1), "way": "direct", "on": "2026-06-01", "receiver": "王五"}"#
      let served = try document(
        try await send("/api/documents/\(filled.id)/service", body, browser))
      #expect(served.state == "served" && served.servedOn == "2026-06-01")
      let unknown = try await send(
        "/api/documents/\(filled.id)/service",
        body.replacing("direct", with: "pigeon").replacing("serve-0001", with: "serve-0002"),
        browser)
      #expect(unknown.status == .unprocessableContent)
    }
  }

  @Test(arguments: [
    ("/api/documents/1/signature", "{}", 404), ("/api/documents/1/signature", "[", 400),
    ("/api/documents/x/signature", "{}", 400), ("/api/cases/99/documents", "{}", 404),
  ])
  func `what is malformed or not there is refused without a document`(
    path: String, body: String, status: Int
  ) async throws {
    let house = try await House()
    try await house.visit { browser in
      let guest = try await send(path, body, browser)
      #expect(guest.status == .unauthorized)
      _ = try await browser.signIn("duty")
      let whole =
        body == "{}" ? #"{"request": "request-1", "version": 1, "form": "interview-notice"}"# : body
      #expect(try await send(path, whole, browser).status.code == status)
      let form = try await browser.post(path, ["request": "request-2"])
      // Of a case that is not there nothing else is told.
      let unlike = path.contains("/cases/") ? 404 : path.contains("/x/") ? 400 : 415
      #expect(form.status.code == unlike)
    }
  }
}
