import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// A kept file as an answer: a photo is shown, a document is fetched under its own name and never
/// opened within the site. That nothing else is guessed from its bytes, `SecurityHeaders` says.
enum AttachmentAnswer {
  static func response(
    _ attachment: Attachment, _ bytes: [UInt8], cacheControl: String
  ) -> Response {
    var headers: HTTPFields = [
      .contentType: attachment.mediaType.rawValue, .cacheControl: cacheControl, .vary: "Cookie",
    ]
    if !attachment.mediaType.isPhoto {
      let name = LocalPath.encode(attachment.name ?? "document")
      headers[.contentDisposition] = "attachment; filename*=UTF-8''\(name)"
    }
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
