import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A browser's cookies and form token over a server's pages.
final class PageClient: @unchecked Sendable {
  private let base: String
  private var cookies: [String: String] = [:]
  private var token = ""
  private let address: String

  /// As many connections as people.
  private static let http: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 2_000
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  /// - Parameters:
  ///   - base: `http://127.0.0.1:8080`.
  ///   - address: where the person sits, told as a reverse proxy tells it. Attempts to sign in are
  ///     limited by address.
  init(_ base: String, address: String) {
    self.base = base
    self.address = address
  }

  func signIn(_ name: String, password: String) async throws {
    _ = try await get("/sign-in")
    let answer = try await post("/sign-in", ["name": name, "password": password, "next": "/desk"])
    guard answer.status == .seeOther || answer.status == .found else {
      throw Stopped(
        "\(base) does not let \(name) in: \(answer.status.code); is it the measured one?")
    }
    _ = try await get("/desk")
  }

  /// - Returns: the page, which must be there.
  @discardableResult
  func get(_ path: String) async throws -> String {
    let answer = try await send(.GET, path, nil)
    guard answer.status == .ok else { throw Stopped("GET \(path): \(answer.status.code)") }
    if let begin = answer.text.range(of: "name=\"form-token\" value=\"") {
      token = String(answer.text[begin.upperBound...].prefix { $0 != "\"" })
    }
    return answer.text
  }

  /// Takes a page as it comes and looks at nothing of it: its reader has a machine of their own.
  func fetch(_ path: String) async throws {
    var request = HTTPClientRequest(url: base + path)
    addHeaders(to: &request)
    let response = try await Self.http.execute(request, timeout: .seconds(60))
    guard response.status == .ok else { throw Stopped("GET \(path): \(response.status.code)") }
    for try await _ in response.body {}
  }

  func post(
    _ path: String, _ form: [String: String]
  ) async throws -> (status: HTTPResponseStatus, text: String) {
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    let body = form.merging(["form-token": token]) { own, _ in own }.map { name, value in
      "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
    }.joined(separator: "&")
    return try await send(.POST, path, body)
  }

  /// Tells of each event of a stream, until the task is cancelled.
  func follow(_ path: String, _ heard: (String) async throws -> Void) async throws {
    var request = HTTPClientRequest(url: base + path)
    addHeaders(to: &request)
    let response = try await Self.http.execute(request, timeout: .hours(1))
    guard response.status == .ok else { throw Stopped("GET \(path): \(response.status.code)") }
    var rest = ""
    for try await piece in response.body {
      rest += String(buffer: piece)
      while let end = rest.range(of: "\n\n") {
        let message = rest[..<end.lowerBound]
        rest = String(rest[end.upperBound...])
        for line in message.split(separator: "\n") where line.hasPrefix("event:") {
          try await heard(line.dropFirst(6).trimmingCharacters(in: .whitespaces))
        }
      }
    }
  }

  private func addHeaders(to request: inout HTTPClientRequest) {
    let line = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
    request.headers.add(name: "Cookie", value: line)
    request.headers.add(name: "X-Forwarded-For", value: address)
  }

  private func send(
    _ method: HTTPMethod, _ path: String, _ body: String?
  ) async throws -> (status: HTTPResponseStatus, text: String) {
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    addHeaders(to: &request)
    if let body {
      request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
      request.headers.add(name: "Origin", value: base)
      request.body = .bytes(ByteBuffer(string: body))
    }
    let response = try await Self.http.execute(request, timeout: .seconds(60))
    for line in response.headers["Set-Cookie"] {
      let pair = line.split(separator: ";")[0].split(separator: "=", maxSplits: 1)
      if pair.count == 2 { cookies[String(pair[0])] = String(pair[1]) }
    }
    let bytes = try await response.body.collect(upTo: 1 << 24)
    return (response.status, String(buffer: bytes))
  }
}
