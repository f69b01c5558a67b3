import Foundation
import GRDB
import Ledger
import Testing

struct UploadStoreTests {
  private func keep(
    _ token: String, of account: Int64 = 1, at: Int = 100, _ bench: Bench
  ) async throws -> UploadStore {
    let store = UploadStore(folder: bench.folder + "/uploads")
    try await store.keep(
      Array("a\n1\n".utf8), token: token, file: "年度清单.csv", into: "sites", of: account, at: at,
      ledger: bench.ledger)
    return store
  }

  private func find(_ token: String, _ bench: Bench, of account: Int64 = 1) async throws -> Upload?
  {
    try await bench.ledger.read { db in
      try UploadStore.find(token, of: account, register: "sites", in: db)
    }
  }

  @Test func `an upload is the server's alone on disk and its sender's alone in the ledger`()
    async throws
  {
    let bench = try Bench()
    let store = try await keep("t1", bench)
    let upload = try #require(try await find("t1", bench))
    #expect(upload.file == "年度清单.csv" && upload.byteCount == 4 && upload.attempt == 1)
    #expect(try await store.bytes(of: upload) == Array("a\n1\n".utf8))
    #expect(try await find("t1", bench, of: 2) == nil)
    let mode = { (path: String) throws -> Int in
      try #require(
        FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
    #expect(try mode(store.folder) == 0o700)
    #expect(try mode(store.folder + "/t1") == 0o600)
    let audit = try await bench.ledger.read { db in
      try AuditLog.entries(object: "register/sites", in: db)
    }
    #expect(audit.map(\.action) == ["register.upload"])
    #expect(audit[0].detail?["sha256"] == upload.sha256)
  }

  @Test func `bytes that are no longer what was sent are none`() async throws {
    let bench = try Bench()
    let store = try await keep("t1", bench)
    try Data("a\n2\n".utf8).write(to: URL(filePath: store.folder + "/t1"))
    let upload = try #require(try await find("t1", bench))
    #expect(try await store.bytes(of: upload) == nil)
    try FileManager.default.removeItem(atPath: store.folder + "/t1")
    #expect(try await store.bytes(of: upload) == nil)
  }

  @Test func `a person and everybody have so much room and no more`() async throws {
    let bench = try Bench()
    for index in 0..<UploadStore.personLimit { _ = try await keep("t\(index)", bench) }
    await #expect(throws: UploadError.tooManyOfPerson) { try await keep("more", bench) }
    for index in UploadStore.personLimit..<UploadStore.countLimit {
      _ = try await keep("t\(index)", of: Int64(index), bench)
    }
    await #expect(throws: UploadError.noRoom) { try await keep("more", of: 1_000, bench) }
    let names = try FileManager.default.contentsOfDirectory(atPath: bench.folder + "/uploads")
    #expect(names.count == UploadStore.countLimit && !names.contains("more"))
  }

  @Test func `what nobody came back to and files without a row are cleared away`() async throws {
    let bench = try Bench()
    let now = Int(Date.now.timeIntervalSince1970)
    let store = try await keep("old", at: now - UploadStore.keptSeconds, bench)
    _ = try await keep("new", at: now, bench)
    for (name, age) in [("stray", 4_000.0), ("fresh", 0)] {
      let path = store.folder + "/" + name
      try Data([1]).write(to: URL(filePath: path))
      try FileManager.default.setAttributes(
        [.modificationDate: Date.now.addingTimeInterval(-age)], ofItemAtPath: path)
    }
    try await store.sweep(at: now, ledger: bench.ledger)
    let names = try FileManager.default.contentsOfDirectory(atPath: store.folder).sorted()
    #expect(names == ["fresh", "new"])
    #expect(try await find("old", bench) == nil)
    let audit = try await bench.ledger.read { db in
      try AuditLog.entries(object: "register/sites", in: db)
    }
    #expect(audit[0].action == "register.upload-discard" && audit[0].actor == "system:uploads")
  }
}
