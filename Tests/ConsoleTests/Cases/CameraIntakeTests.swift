import ActionPlan
import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

struct CameraIntakeTests {
  static let path = "/intake/cameras/alarms"

  /// A house with a camera and a platform's key.
  func furnished() async throws -> (house: House, key: String) {
    let house = try await House()
    let plan = house.plan
    let cameras = try #require(plan.register("cameras"))
    let token = try await house.ledger.write { db in
      try RegisterStore.migrate(plan.registers, at: 0, in: db)
      _ = try RegisterStore.insert(
        cameras,
        [
          "camera": .text("CAM-01"), "name": .text("Tower"), "place": .text("330604001"),
          "position": .position(.init(longitude: 120.89, latitude: 30.03)),
        ], plan: plan, by: .system("test"), at: 0, in: db)
      return try IntakeKeys.create(
        name: "towers", for: .cameras, by: .system("test"), at: 0, in: db
      ).token
    }
    return (house, token)
  }

  func alarm(_ changes: [String: Any?] = [:]) throws -> ByteBuffer {
    var fields: [String: Any] = [
      "camera": "CAM-01", "alarm": "a-1", "kind": "fire", "at": House.start,
      "picture": Data(onePixel).base64EncodedString(),
    ]
    for (name, value) in changes { fields[name] = value }
    return ByteBuffer(bytes: try JSONSerialization.data(withJSONObject: fields))
  }

  func send(
    _ browser: Browser, _ body: ByteBuffer, key: String?, type: String = "application/json"
  ) async throws -> TestResponse {
    var headers: HTTPFields = [.contentType: type]
    headers[.authorization] = key.map { "Bearer \($0)" }
    return try await browser.send(Self.path, .post, headers: headers, body: body)
  }

  @Test func `an alarm with its picture opens a case for the camera's town`() async throws {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      let first = try await send(platform, try alarm(), key: key)
      #expect(first.status == .created)
      #expect(first.text.contains("\"number\":\"SHANGYU-2026-000001\""))
      let again = try await send(platform, alarm(), key: key)
      #expect(again.status == .created)
      #expect(again.text == first.text)
      let reused = try await send(platform, alarm(["kind": "smoke"]), key: key)
      #expect(reused.status == .conflict)
      let town = Browser(client: platform.client)
      _ = try await town.signIn("town")
      let page = try await town.get("/cases/1").text
      #expect(page.contains("视频发现：明火（CAM-01）"))
      #expect(page.contains("视频平台（towers）"))
      #expect(page.contains("id=\"step-on-site\""))
      #expect(page.contains("data-position"))
    }
  }

  @Test func `a form with the picture as a file is as good, and RFC 3339 as epoch seconds`()
    async throws
  {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      var body = ByteBuffer()
      for (name, value) in [
        ("camera", "CAM-01"), ("alarm", "a-9"), ("kind", "smoke"),
        ("at", "2026-06-01T10:30:20.5+08:00"), ("longitude", "120.9"), ("latitude", "30.03"),
      ] {
        body.writeString(
          "--B\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n")
      }
      body.writeString(
        "--B\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\r\n\r\n")
      body.writeBytes(onePixel)
      body.writeString("\r\n--B--\r\n")
      let answer = try await send(
        platform, body, key: key, type: "multipart/form-data; boundary=B")
      #expect(answer.status == .created, "\(answer.text)")
    }
    let file = try await house.ledger.read { db in try CaseBook.find(1, in: db) }
    #expect(file?.occurredAt == House.start)
  }

  @Test(
    arguments: [
      ("camera", "CAM-99", 422, "unknown-camera"), ("kind", "flood", 422, "unknown-kind"),
      ("alarm", "", 422, "bad-alarm-id"), ("camera", nil, 422, "bad-field"),
      ("at", "yesterday", 422, "bad-field"), ("at", "4000000000", 422, "bad-field"),
      ("picture", "!", 422, "bad-field"), ("picture", "JVBERi0xLjc=", 415, "not-a-photo"),
      ("longitude", "120.9", 422, "bad-field"),
    ] as [(String, String?, Int, String)])
  func `a field that is wrong is named`(
    field: String, value: String?, status: Int, code: String
  ) async throws {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      let answer = try await send(
        platform, alarm([field: value ?? NSNull()]), key: key)
      #expect(answer.status.code == status, "\(answer.text)")
      let error = try JSONDecoder().decode(Answer.self, from: Data(answer.text.utf8)).error
      #expect(error.code == code, "\(answer.text)")
      #expect(!error.remedy.isEmpty)
    }
    let found = try await house.ledger.read { db in try CaseBook.find(1, in: db) }
    #expect(found == nil)
  }

  @Test(arguments: [Int.min, .max, 1 << 41, -(1 << 41)])
  func `a time that no clock shows is refused, never a trap`(at: Int) async throws {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      let answer = try await send(platform, alarm(["at": at]), key: key)
      #expect(answer.status == .unprocessableContent, "\(answer.text)")
    }
  }

  struct Answer: Decodable {
    struct Detail: Decodable {
      let code: String
      let message: String
      let remedy: String
    }
    let error: Detail
  }

  @Test func `without a valid key nothing is read, and guessing is slowed down`() async throws {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      let sample = try alarm()
      for wrong in [nil, "", "x", key + "x", String(key.dropLast())] {
        let answer = try await send(platform, sample, key: wrong)
        #expect(answer.status == .unauthorized)
        #expect(answer.headers[.wwwAuthenticate] == "Bearer")
      }
      for _ in 0..<CameraIntakeController.refusals.burst {
        _ = try await send(platform, sample, key: "x")
      }
      #expect(try await send(platform, sample, key: "x").status == .tooManyRequests)
      #expect(try await send(platform, sample, key: key).status == .created)
    }
    try await house.ledger.write { db in
      try IntakeKeys.revoke(name: "towers", by: .system("test"), at: house.now, in: db)
    }
    try await house.visit { platform in
      let sample = try alarm()
      #expect(try await send(platform, sample, key: key).status == .unauthorized)
    }
  }

  @Test func `a body that is too large or of another kind is refused`() async throws {
    let (house, key) = try await furnished()
    try await house.visit { platform in
      let sample = try alarm()
      let huge = ByteBuffer(repeating: 0x41, count: CameraIntakeController.bodyLimit + 1)
      #expect(try await send(platform, huge, key: key).status == .contentTooLarge)
      #expect(
        try await send(platform, sample, key: key, type: "text/xml").status
          == .unsupportedMediaType)
      #expect(
        try await send(platform, ByteBuffer(string: "{"), key: key).status == .badRequest)
      #expect(
        try await send(
          platform, ByteBuffer(string: "--x"), key: key, type: "multipart/form-data; boundary=B"
        ).status == .badRequest)
    }
  }
}
