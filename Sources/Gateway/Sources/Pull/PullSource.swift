import AsyncHTTPClient
import Crypto
import NIOCore
import NIOHTTP1

/// Fetches a source's documents. Each is committed as it came; then the span is marked as had, so that
/// what a failure or a kill interrupts is fetched again.
public actor PullSource {
  private let source: String
  private let settings: PullSettings
  private let desk: SourceDesk
  private let client: HTTPClient
  /// Epoch seconds.
  private let now: @Sendable () -> Int
  private var nextAt = 0
  private var failuresInARow = 0

  private static let timeout = TimeAmount.seconds(60)

  public init(
    source: String, settings: PullSettings, desk: SourceDesk, now: @escaping @Sendable () -> Int
  ) {
    self.source = source
    self.settings = settings
    self.desk = desk
    self.now = now
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(30))
    client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  public func close() async throws { try await client.shutdown() }

  /// Fetches, if it is time.
  public func turn() async {
    let at = now()
    guard at >= nextAt else { return }
    do throws(PullFault) {
      try await fetch(at: at)
      failuresInARow = 0
      nextAt = at + settings.everySeconds
    } catch {
      failuresInARow += 1
      // A commit that failed has been counted by the desk.
      if case .notStored = error {} else { desk.fail(source, "\(error)") }
      nextAt = at + min(settings.everySeconds, 30 << min(failuresInARow, 10))
    }
  }

  private func fetch(at: Int) async throws(PullFault) {
    var mark = PullMark(reading: desk.mark(of: source))
    let from = mark.until.map { $0 - settings.overlapSeconds } ?? at - settings.backSeconds
    var last: [UInt8]?
    for page in 0..<(settings.hasPages ? settings.pages : 1) {
      let url = settings.address(from: from, until: at, page: settings.firstPage + page)
      guard let body = try await document(url, &mark) else { break }
      let digest = Array(SHA256.hash(data: body))
      // Behind the last page some servers answer the last one again, others one without readings.
      if settings.hasPages, digest == last { break }
      last = digest
      if settings.hasPages, page > 0, desk.readings(in: body, of: source) == 0 { break }
      do throws(SourceFault) {
        _ = try await desk.take(body, of: source, from: Self.shown(url))
      } catch {
        throw .notStored(error)
      }
      if settings.hasPages, desk.readings(in: body, of: source) ?? 0 == 0 { break }
      if settings.hasPages, page + 1 == settings.pages { throw .tooManyPages(settings.pages) }
    }
    mark.until = at
    guard let text = try? mark.text() else { preconditionFailure("a mark is text") }
    desk.set(mark: text, of: source)
  }

  /// - Returns: nil where nothing has changed.
  private func document(_ url: String, _ mark: inout PullMark) async throws(PullFault) -> [UInt8]? {
    var request = HTTPClientRequest(url: url)
    for header in settings.headers { request.headers.add(name: header.name, value: header.value) }
    let isWhole = !settings.hasWindow && !settings.hasPages
    if isWhole, let tag = mark.tag { request.headers.add(name: "If-None-Match", value: tag) }
    if isWhole, let modified = mark.modified {
      request.headers.add(name: "If-Modified-Since", value: modified)
    }
    let response: HTTPClientResponse
    let body: ByteBuffer
    do {
      response = try await client.execute(request, timeout: Self.timeout)
      guard response.status != .notModified else { return nil }
      guard response.status == .ok else { throw PullFault.status(Int(response.status.code)) }
      body = try await response.body.collect(upTo: SourceDesk.byteLimit)
    } catch let fault as PullFault {
      throw fault
    } catch is NIOTooManyBytesError {
      throw .tooLong
    } catch {
      throw .noAnswer(connectionReason(error))
    }
    if isWhole {
      mark.tag = response.headers.first(name: "ETag")
      mark.modified = response.headers.first(name: "Last-Modified")
    }
    return Array(body.readableBytesView)
  }

  /// Without what may hold a key.
  private static func shown(_ url: String) -> String {
    String(url.prefix { $0 != "?" && $0 != "#" })
  }
}

/// Why a document could not be fetched.
enum PullFault: Error, Equatable, CustomStringConvertible {
  case status(Int)
  case tooLong
  case noAnswer(String)
  case tooManyPages(Int)
  case notStored(SourceFault)

  var description: String {
    switch self {
    case .status(let code): "the platform answered HTTP \(code); check address, key and its state"
    case .tooLong:
      "the platform's document has more than \(SourceDesk.byteLimit) bytes; ask for less at once"
    case .noAnswer(let why): "the platform did not answer: \(why)"
    case .tooManyPages(let pages):
      "the platform had more than \(pages) pages; raise pages, or fetch more often"
    case .notStored(let fault): "\(fault)"
    }
  }
}
