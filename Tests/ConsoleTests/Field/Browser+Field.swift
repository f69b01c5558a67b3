import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore

@testable import Console

/// What a phone is told, as JSON.
struct FieldAnswerSeen: Sendable {
  let status: HTTPResponse.Status
  private let text: String

  init(_ response: TestResponse) {
    status = response.status
    text = response.text
  }

  var json: [String: Any] {
    let value = try? JSONSerialization.jsonObject(with: Data(text.utf8))
    return value as? [String: Any] ?? [:]
  }

  var code: String? { (json["error"] as? [String: Any])?["code"] as? String }
  var receipt: [String: Any]? { json["receipt"] as? [String: Any] }
  var file: [String: Any]? { json["case"] as? [String: Any] }
}

extension Browser {
  func day() async throws -> FieldAnswerSeen {
    FieldAnswerSeen(try await get("/api/field/day", accept: "application/json"))
  }

  /// Sends an item as a phone does.
  func item(
    _ body: [String: any Sendable], person: String? = nil, type: String = "application/json"
  ) async throws -> FieldAnswerSeen {
    let body: [String: any Sendable] = ["doneAt": House.start, "sentAt": House.start]
      .merging(body) { $1 }
    var headers: HTTPFields = [.contentType: type, .accept: "application/json"]
    headers[.fieldPerson] = person
    return FieldAnswerSeen(
      try await send(
        "/api/field/items", .post, headers: headers,
        body: ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: body))))
  }

  /// - Returns: the photo's hash, as an item names it.
  @discardableResult
  func photo(_ bytes: [UInt8], claimed: String? = nil) async throws -> (FieldAnswerSeen, String) {
    let hash = SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined()
    let answer = try await send(
      "/api/field/photos/\(claimed ?? hash)", .put, headers: [.contentType: "image/png"],
      body: ByteBuffer(bytes: bytes))
    return (FieldAnswerSeen(answer), hash)
  }
}
