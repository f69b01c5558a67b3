import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// `GET /api/openapi.yaml`: what programs may ask, for who writes one.
///
/// - Source: OpenAPI 3.1.
struct DescriptionController {
  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("api/openapi.yaml", use: show)
  }

  @Sendable func show(request: Request, context: ConsoleContext) throws -> Response {
    guard let data = FileManager.default.contents(atPath: Self.path) else {
      throw PageError.notFound
    }
    return Response(
      status: .ok,
      headers: [.contentType: "application/yaml; charset=utf-8", .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
  }

  static var path: String { ConsoleResources.folder("Description") + "/openapi.yaml" }
}
