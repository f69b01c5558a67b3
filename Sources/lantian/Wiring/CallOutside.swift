import AsyncHTTPClient
import Ledger
import NIOCore
import NIOHTTP1

/// Makes the calls of a sign-in to somebody else's service: within ten seconds and 256 KiB, and never
/// after a redirect, which would carry a secret elsewhere.
enum CallOutside {
  /// For the life of the process, as the library's own shared client is.
  private static let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  static func make(_ asked: OutsideCall) async throws -> OutsideCall.Answer {
    var request = HTTPClientRequest(url: asked.url)
    request.method = asked.method == .post ? .POST : .GET
    for (name, value) in asked.headers { request.headers.add(name: name, value: value) }
    if let body = asked.body { request.body = .bytes(ByteBuffer(bytes: body)) }
    let response = try await client.execute(
      request, timeout: .seconds(Int64(OutsideCall.seconds)))
    let body = try await response.body.collect(upTo: OutsideCall.longestAnswer)
    return OutsideCall.Answer(
      status: Int(response.status.code), body: Array(body.readableBytesView))
  }
}
