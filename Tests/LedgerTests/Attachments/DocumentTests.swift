import GRDB
import Ledger
import Testing

struct DocumentTests {
  private static let archive: [UInt8] = [0x50, 0x4B, 0x03, 0x04]

  private func store(_ bench: Bench) -> AttachmentStore {
    AttachmentStore(folder: bench.folder + "/attachments")
  }

  @Test(arguments: [
    (Array("%PDF-1.7\n…".utf8), MediaType.pdf, "报告.pdf"),
    (archive + Array("…word/document.xml…".utf8), .word, "报告.pdf.docx"),
    (archive + Array("…xl/workbook.xml…".utf8), .excel, "报告.pdf.xlsx"),
  ])
  func `a document is known by its bytes, named so, and comes back as it was`(
    bytes: [UInt8], type: MediaType, name: String
  ) async throws {
    let bench = try Bench()
    let store = store(bench)
    let staged = try store.stageDocument(bytes, name: "C:\\附件\\报告\u{202E}.pdf")
    #expect(staged.mediaType == type && staged.name == name)
    let kept = try await bench.ledger.write { db in
      try Attachments.record(staged, takenBy: .account(1), at: 5, in: db)
    }
    let found = try await bench.ledger.read { db in try Attachments.find(kept.id, in: db) }
    #expect(found == kept)
    #expect(try store.original(kept) == bytes)
    #expect(try store.publicCopy(kept) == bytes)
  }

  @Test(arguments: [
    Array("MZ\u{90}".utf8), archive + Array("classes.dex".utf8), Array("<html>%PDF-".utf8), archive,
  ])
  func `what is no document is refused`(bytes: [UInt8]) throws {
    let bench = try Bench()
    #expect(throws: AttachmentError.notADocument) {
      try store(bench).stageDocument(bytes, name: "x.pdf")
    }
  }

  @Test func `an empty and an oversize document are refused`() throws {
    let store = AttachmentStore(folder: "/nowhere")
    #expect(throws: AttachmentError.empty) { try store.stageDocument([], name: "x") }
    let size = AttachmentStore.byteLimit + 1
    #expect(throws: AttachmentError.tooLarge(bytes: size)) {
      try store.stageDocument([UInt8](repeating: 0x25, count: size), name: "x")
    }
  }

  @Test(arguments: ["", "\u{7}\u{1B}", "a/b/", "..", String(repeating: "长", count: 300)])
  func `a document's name can be shown whatever the sender called it`(name: String) throws {
    let bench = try Bench()
    let staged = try store(bench).stageDocument(Array("%PDF-1.7".utf8), name: name)
    let kept = try #require(staged.name)
    #expect((1...120).contains(kept.count) && !kept.contains("/"))
  }

  @Test func `a photo is no document and a document no photo`() throws {
    let bench = try Bench()
    #expect(throws: AttachmentError.notAPhoto) { try store(bench).stage(Array("%PDF-1.7".utf8)) }
    #expect(throws: AttachmentError.notADocument) {
      try store(bench).stageDocument([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], name: "x")
    }
  }
}
