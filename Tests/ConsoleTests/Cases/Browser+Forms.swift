import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore

@testable import Console

/// The smallest photo: a PNG of one pixel.
let onePixel = [UInt8](
  Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
  )!)

extension Browser {
  /// Posts a form with files, as a browser does.
  func upload(
    _ path: String, _ fields: [String: String], photos: [[UInt8]] = [], as field: String = "photo",
    token sent: String? = nil
  ) async throws -> TestResponse {
    let boundary = "----lantian-test"
    var body = ByteBuffer()
    func part(_ head: String, _ bytes: some Sequence<UInt8>) {
      body.writeString("--\(boundary)\r\nContent-Disposition: form-data; \(head)\r\n\r\n")
      body.writeBytes(bytes)
      body.writeString("\r\n")
    }
    for (name, value) in fields.merging(
      [ReadForm.tokenField: sent ?? token], uniquingKeysWith: { $1 })
    {
      part("name=\"\(name)\"", value.utf8)
    }
    for photo in photos {
      part("name=\"\(field)\"; filename=\"p.jpg\"\r\nContent-Type: image/jpeg", photo)
    }
    body.writeString("--\(boundary)--\r\n")
    return try await send(
      path, .post, headers: [.contentType: "multipart/form-data; boundary=\(boundary)"], body: body)
  }

  /// Opens a case's page and fills in the form of one step.
  func step(
    _ step: String, of id: Int64, _ fields: [String: String] = [:], photos: [[UInt8]] = []
  ) async throws -> TestResponse {
    let page = try await get("/cases/\(id)").text
    let form = try page.form(ofStep: step)
    return try await upload(
      "/cases/\(id)/steps", form.merging(fields) { _, new in new }, photos: photos)
  }
}

struct FormMissing: Error {
  let step: String
}

extension String {
  /// The hidden fields of a step's form on a case's page.
  func form(ofStep step: String) throws -> [String: String] {
    guard let start = firstRange(of: "id=\"step-\(step)\"") else { throw FormMissing(step: step) }
    let rest = self[start.upperBound...]
    let form = rest.prefix(upTo: rest.firstRange(of: "</details>")?.lowerBound ?? rest.endIndex)
    return [
      "step": step, "version": form.hidden("version"), "request": form.hidden("request"),
    ]
  }
}

extension StringProtocol where SubSequence == Substring {
  func hidden(_ name: String) -> String {
    guard let mark = firstRange(of: "name=\"\(name)\" value=\"") else { return "" }
    return String(self[mark.upperBound...].prefix { $0 != "\"" })
  }
}
