import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// What an officer asks of a case, as JSON.
struct CaseRequest: Encodable, Sendable {
  var request: String
  var version: Int?
  var note: String?
  var cause: String?
  var unit: String?
  var priority: String?
  var severity: String?
  var decision: String?
  var skip: Bool?
}

/// A case as one account is shown it.
struct SeenCase: Decodable, Sendable {
  struct Item: Decodable, Sendable {
    let id: Int64
    let version: Int
    let state: String
    let unit: String?
    let isSuspended: Bool
    let closedAt: Int?
  }
  struct Step: Decodable, Sendable {
    let step: String
    let isSkip: Bool
    let isReturn: Bool
    let needs: [String]
    let unit: String
    let barredBy: String?
  }
  let `case`: Item
  let steps: [Step]
  let acts: [String]
}

/// What the server said.
enum CaseReply: Sendable {
  case done(SeenCase.Item)
  case refused(code: String, isClear: Bool)
  /// No answer came.
  case silence
  /// An answer that must not be.
  case odd(String)
}

/// The API of cases over a real socket.
struct CaseClient: Sendable {
  let base: String

  private struct Changed: Decodable {
    let `case`: SeenCase.Item
  }
  private struct Refusal: Decodable {
    struct Detail: Decodable {
      let code: String
      let message: String
      let remedy: String
    }
    let error: Detail
  }

  /// The case as the key's account may see it; nil where it may not, or where no answer came.
  func see(_ id: Int64, key: String) async -> SeenCase? {
    var request = HTTPClientRequest(url: "\(base)/api/cases/\(id)")
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    do {
      let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
      let body = try await answer.body.collect(upTo: 1 << 20)
      guard answer.status == .ok else { return nil }
      return try JSONDecoder().decode(SeenCase.self, from: Data(body.readableBytesView))
    } catch {
      return nil
    }
  }

  /// - Parameter part: `steps/handled`, `acts/suspend`, `notes`.
  func send(_ wanted: CaseRequest, _ part: String, of id: Int64, key: String) async -> CaseReply {
    var request = HTTPClientRequest(url: "\(base)/api/cases/\(id)/\(part)")
    request.method = .POST
    request.headers.add(name: "Authorization", value: "Bearer \(key)")
    request.headers.add(name: "Content-Type", value: "application/json")
    guard let text = try? JSONEncoder().encode(wanted) else { return .odd("no JSON") }
    request.body = .bytes(text)
    let (status, body): (HTTPResponseStatus, Data)
    do {
      let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
      status = answer.status
      body = Data(try await answer.body.collect(upTo: 1 << 20).readableBytesView)
    } catch {
      return .silence
    }
    if status == .ok, let changed = try? JSONDecoder().decode(Changed.self, from: body) {
      return .done(changed.case)
    }
    guard (400..<500).contains(status.code),
      let refusal = try? JSONDecoder().decode(Refusal.self, from: body)
    else {
      return .odd("\(part): \(status.code) \(String(decoding: body.prefix(200), as: UTF8.self))")
    }
    let isClear = !refusal.error.message.isEmpty && !refusal.error.remedy.isEmpty
    return .refused(code: refusal.error.code, isClear: isClear)
  }
}
