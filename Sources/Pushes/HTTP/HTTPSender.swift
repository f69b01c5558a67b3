import AsyncHTTPClient
import Ledger
import NIOCore
import NIOHTTP1

/// Sends requests to the hosts that the settings name and nowhere else: an answer that points to
/// another place is not followed.
final class HTTPSender: Sendable {
  static let timeout = TimeAmount.seconds(20)
  /// Of an answer; robots and SMS services say little.
  static let longestAnswer = 64 * 1_024

  private let client: HTTPClient

  init() {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(15))
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  func close() async throws {
    try await client.shutdown()
  }

  func send(_ prepared: PreparedRequest, by settings: ChannelSettings) async -> PushOutcome {
    var request = HTTPClientRequest(url: prepared.url)
    request.method = HTTPMethod(rawValue: prepared.method)
    for (name, value) in prepared.headers { request.headers.add(name: name, value: value) }
    if let body = prepared.body { request.body = .bytes(ByteBuffer(bytes: body)) }
    do {
      let response = try await client.execute(request, timeout: Self.timeout)
      let body = try await response.body.collect(upTo: Self.longestAnswer)
      return AnswerReading(settings: settings).outcome(
        status: Int(response.status.code),
        retryAfter: response.headers.first(name: "retry-after"),
        body: Array(body.readableBytesView))
    } catch {
      return .retry(settings.shown("connection: \(error)"), afterSeconds: nil)
    }
  }
}
