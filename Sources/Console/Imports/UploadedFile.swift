import Dispatch
import Ledger
import NIOCore
import Sheets

extension ConsoleSubjects {
  /// Keeps a file that a form brought, until it is written or discarded.
  ///
  /// - Parameter register: a register's id, or what stands for one (`UploadStore`).
  /// - Returns: its token.
  /// - Throws: `UploadError.tooManyOfPerson`; `PageError.busy` where there is no room.
  func keep(
    _ file: SubmittedForm.File, into register: String, of account: Account
  ) async throws -> String {
    let (now, token) = (now(), RequestID.make())
    try await uploads.sweep(at: now, ledger: ledger)
    do {
      try await uploads.keep(
        Array(file.bytes.readableBytesView), token: token, file: file.name, into: register,
        of: account.id, at: now, ledger: ledger)
    } catch UploadError.noRoom {
      throw PageError.busy
    }
    return token
  }

  /// Reads a kept file on a thread of its own: a large table takes seconds.
  ///
  /// - Parameters:
  ///   - sheet: of a workbook; nil for the first that shows.
  ///   - isColumn: whether a header is one that is looked for.
  /// - Throws: `SheetError` where it is no table; what SQLite or the disk said.
  func table(
    of upload: Upload, sheet: String? = nil, isColumn: @escaping @Sendable (String) -> Bool
  ) async throws -> SheetTable {
    guard let bytes = try await uploads.bytes(of: upload) else {
      throw SheetError(
        path: upload.file, zh: "文件已不在服务器上，请重新上传",
        en: "the file is no longer on the server; upload it again")
    }
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        continuation.resume(
          with: Result {
            try SheetTable(reading: bytes, file: upload.file, sheet: sheet, isName: isColumn)
          })
      }
    }
  }
}
