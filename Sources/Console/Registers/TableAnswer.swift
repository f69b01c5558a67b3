import FoundationEssentials
import GRDB
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// A table to download, in the format that the address asks for.
enum TableAnswer {
  /// - Parameters:
  ///   - name: of the file, without the end.
  ///   - write: into a new file of a path.
  static func make(
    _ request: Request, name: String, _ subjects: ConsoleSubjects,
    _ write: @escaping @Sendable (RegisterExport.Format, String, Database) throws -> Void
  ) async throws -> Response {
    let text = request.uri.queryParameters.get("format") ?? RegisterExport.Format.xlsx.rawValue
    guard let format = RegisterExport.Format(rawValue: text) else {
      throw PageError.badQuery(
        "format", RegisterExport.Format.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let file = FileManager.default.temporaryDirectory
      .appending(path: "register-\(RequestID.make()).\(format.rawValue)")
    defer { try? FileManager.default.removeItem(at: file) }
    let bytes = try await subjects.ledger.read { db in
      try write(format, file.path, db)
      return try Data(contentsOf: file)
    }
    var headers: HTTPFields = [
      .contentType: format == .csv
        ? "text/csv; charset=utf-8"
        : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      .cacheControl: "no-store",
    ]
    headers[.contentDisposition] =
      "attachment; filename*=UTF-8''\(LocalPath.encode("\(name).\(format.rawValue)"))"
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
