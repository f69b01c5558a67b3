import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of a request that says it is JSON.
enum JSONBody {
  /// - Parameters:
  ///   - limit: bytes.
  ///   - shorter: what to do with a request that is larger.
  ///   - what: what the body has to say, for whoever reads the refusal.
  /// - Throws: `IntakeFault`.
  static func read<Body: Decodable>(
    _ request: Request, limit: Int, shorter: String = "send it in parts", saying what: String
  ) async throws -> Body {
    try decode(
      Body.self, from: try await bytes(of: request, limit: limit, shorter: shorter), saying: what)
  }

  /// - Throws: `IntakeFault`.
  static func bytes(
    of request: Request, limit: Int, shorter: String = "send it in parts"
  ) async throws -> [UInt8] {
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("application/json") else {
      throw IntakeFault(
        .unsupportedMediaType, "bad-type", "Content-Type \"\(type.prefix(80))\" is no JSON",
        "send application/json")
    }
    do {
      return Array(try await request.body.collect(upTo: limit).readableBytesView)
    } catch is NIOTooManyBytesError {
      throw IntakeFault(
        .contentTooLarge, "too-large", "the request is larger than \(limit / 1024) KiB", shorter)
    }
  }

  /// - Throws: `IntakeFault`.
  static func decode<Body: Decodable>(
    _ type: Body.Type, from bytes: [UInt8], saying what: String
  ) throws -> Body {
    do {
      return try JSONDecoder().decode(Body.self, from: Data(bytes))
    } catch {
      throw IntakeFault(
        .badRequest, "bad-body", "the body does not say \(what)", "send what Docs/api.md describes")
    }
  }
}
