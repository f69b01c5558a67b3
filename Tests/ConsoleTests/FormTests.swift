import Casework
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct FormTests {
  @Test(arguments: ["", "wrong", String(repeating: "x", count: 43)])
  func `a form without the visitor's token is refused`(token: String) async throws {
    try await House().visit { browser in
      _ = try await browser.get("/sign-in")
      let refused = try await browser.post(
        "/sign-in", ["name": "duty", "password": House.password], token: token)
      #expect(refused.status == .forbidden)
      #expect(refused.text.contains("表单已失效"))
    }
  }

  @Test func `a token of before signing in does not serve afterwards`() async throws {
    try await House().visit { browser in
      _ = try await browser.get("/sign-in")
      let guest = await browser.token
      _ = try await browser.signIn("duty")
      let refused = try await browser.post("/sign-out", [:], token: guest)
      #expect(refused.status == .forbidden)
    }
  }

  @Test func `a guest's token is of this server alone, not worked out from the cookie`()
    async throws
  {
    let house = try await House()
    let guest = "\(SiteCookies.guest)=" + String(repeating: "g", count: 43)
    var tokens: Set<String> = []
    for _ in 1...2 {
      let server = try await house.server()
      let seen = try await Application(responder: server.responder, logger: house.subjects.logger)
        .test(.router) { client in
          var seen: [String] = []
          for _ in 1...2 {
            let page = try await client.execute(
              uri: "/sign-in", method: .get, headers: [.cookie: guest])
            seen.append(page.text.hidden("form-token"))
          }
          return seen
        }
      tokens.formUnion(seen)
    }
    #expect(tokens.count == 2)
    #expect(!tokens.contains(""))
  }

  @Test func `a form holds one photo more than a step takes, so that the step says so`() {
    #expect(SubmittedForm.Limit.files == StepEvidence.photoLimit + 1)
  }

  @Test func `what is no form is refused`() async throws {
    try await House().visit { browser in
      let response = try await browser.send(
        "/preferences", .post, headers: [.contentType: "text/plain"], body: ByteBuffer(string: "x"))
      #expect(response.status == .unsupportedMediaType)
    }
  }

  @Test func `an upload beyond the limit is told so on a page`() async throws {
    try await House().visit { browser in
      let body = ByteBuffer(repeating: 65, count: 11 * 1024 * 1024)
      let response = try await browser.send(
        "/preferences", .post, headers: [.contentType: "multipart/form-data; boundary=b"],
        body: body)
      #expect(response.status == .contentTooLarge)
      #expect(response.text.contains("10 MB"))
    }
  }

  @Test func `a text form beyond its own limit is refused`() async throws {
    try await House().visit { browser in
      let response = try await browser.post(
        "/preferences", ["back": String(repeating: "a", count: 70_000)])
      #expect(response.status == .contentTooLarge)
    }
  }

  @Test(arguments: [
    ("a=1&b=2", ["a": ["1"], "b": ["2"]]), ("a=%E4%B8%AD+x", ["a": ["中 x"]]),
    ("a=1&a=2", ["a": ["1", "2"]]), ("a", ["a": [""]]), ("a=b=c", ["a": ["b=c"]]), ("", [:]),
    ("&&a=1&", ["a": ["1"]]),
  ])
  func `an encoded form is read as browsers write it`(text: String, fields: [String: [String]])
    throws
  {
    #expect(try SubmittedForm.urlEncoded(Array(text.utf8)).fields == fields)
  }

  @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%ff", "a=%00"])
  func `a broken encoded form is refused`(text: String) {
    #expect(throws: SubmittedForm.Fault.self) {
      try SubmittedForm.urlEncoded(Array(text.utf8))
    }
  }

  static let multipart =
    "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\n你好\r\n"
    + "--b\r\nContent-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n"
    + "Content-Type: image/jpeg\r\n\r\n\r\n--x\r\n--b--\r\n"

  @Test func `a form with a file is read, dashes inside the file too`() throws {
    let form = try SubmittedForm.multipart(ByteBuffer(string: Self.multipart), boundary: "b")
    #expect(form.text("note") == "你好")
    #expect(form.file("photo").map { String(buffer: $0.bytes) } == "\r\n--x")
  }

  @Test func `a form with a file that was cut anywhere is refused, never half read`() throws {
    let whole = Array(Self.multipart.utf8)
    for length in 0..<(whole.count - 4) {
      #expect(throws: SubmittedForm.Fault.self, "cut at \(length)") {
        try SubmittedForm.multipart(ByteBuffer(bytes: whole.prefix(length)), boundary: "b")
      }
    }
  }
}
