import HTTPTypes
import Hummingbird
import Logging

/// Gives up on an answer that takes too long and cancels what was computing it; a live stream's
/// body is written after its answer and may take as long as it likes.
struct AnswerWithin<Inner: HTTPResponder<ConsoleContext>>: HTTPResponder {
  typealias Context = ConsoleContext

  let inner: Inner
  let answerSeconds: Int
  let uploadSeconds: Int

  func respond(to request: Request, context: ConsoleContext) async throws -> Response {
    let isUpload = request.headers[.contentType]?.hasPrefix("multipart/") ?? false
    let limit = isUpload ? uploadSeconds : answerSeconds
    return try await withThrowingTaskGroup(of: Response?.self) { group in
      group.addTask { try await inner.respond(to: request, context: context) }
      group.addTask {
        try? await Task.sleep(for: .seconds(limit))
        return nil
      }
      defer { group.cancelAll() }
      if let response = try await group.next() ?? nil { return response }
      context.logger.error(
        "answer took too long and was given up",
        metadata: ["path": "\(request.uri.path)", "seconds": "\(limit)"])
      return Response(
        status: .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
        body: .init(byteBuffer: ByteBuffer(string: "处理超时，请稍后再试。Timed out, try again later.\n")))
    }
  }
}
