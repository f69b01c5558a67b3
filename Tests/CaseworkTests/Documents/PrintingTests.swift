import ActionPlan
import Foundation
import Ledger
import Testing

@testable import Casework

/// Documents as Word and PDF, by the programs that script/bootstrap installs.
@Suite(.enabled(if: DocumentPrinter.missing.isEmpty)) struct PrintingTests {
  @Test func `what was issued is printed once, and the same bytes ever after`() async throws {
    let district = try District(documents: [.order, .letter])
    let file = try await district.open()
    let draft = try await district.edit(
      try await district.draft("letter", file, by: .desk), ["late": DocumentValue("1天")],
      by: .desk)
    let press = DocumentPress(
      ledger: district.ledger, store: AttachmentStore(folder: "\(district.folder)/attachments"))
    @Sendable func print(_ format: DocumentPress.Format) async throws -> PrintedDocument {
      try await press.print(
        draft.id, as: format, in: .zh, for: .leader, plan: district.plan, at: District.start)
    }
    let early = try await print(.docx)
    #expect(early.name == "督办函-草稿.docx" && early.mediaType == .word)
    try await district.issue(draft)
    let first = try await print(.pdf)
    #expect(first.bytes.starts(with: Array("%PDF-".utf8)))
    #expect(first.name == "督2026-1 督办函.pdf")
    #expect(try await print(.pdf).bytes == first.bytes)
    let audited = try await district.ledger.read { db in
      try AuditLog.entries(object: "document/\(draft.id)", in: db).filter {
        $0.action == "document.print"
      }.count
    }
    #expect(audited == 1)
    await #expect(throws: DocumentRefusal.unknownDocument(draft.id)) {
      try await press.print(
        draft.id, as: .pdf, in: .zh, for: .otherTown, plan: district.plan, at: District.start)
    }
  }

  @Test func `what a value holds comes out as text in Word`() throws {
    let template = try DocumentTemplate("::: head\n{{x}}\n:::\n\n| a | {{x}} |\n|--|--|")
    let text = try FormText(template.markdown(["x": "<img src=\"/etc/passwd\"> & | \u{1}**b**"]))
    let html = FormHTML.page(text)
    #expect(!html.contains("<img") && !html.contains("<strong>") && !html.contains("\u{1}"))
    let word = try DocumentPrinter().word(text, .zh, at: 1)
    #expect(MediaType(sniffingDocument: word) == .word)
    #expect(try DocumentPrinter().word(text, .zh, at: 1) == word)
  }

  @Test func `a program that takes too long is stopped, one that fails is named`() {
    let folder = FileManager.default.temporaryDirectory.path
    #expect(throws: PrintFault.tooSlow(program: "cat", seconds: 1)) {
      try OutsideProgram(name: "cat", seconds: 1).run(["/dev/zero"], in: folder)
    }
    #expect(throws: PrintFault.failed(program: "ls", status: 2)) {
      try OutsideProgram(name: "ls", seconds: 5).run(["/nowhere/at/all"], in: folder)
    }
    #expect(throws: PrintFault.missing(program: "no-such-program")) {
      try OutsideProgram(name: "no-such-program", seconds: 5).run([], in: folder)
    }
  }
}

/// The files that printing makes by itself.
@Suite struct WordPartsTests {
  @Test func `the checksum is that of ZIP`() {
    #expect(StoredArchive.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test(arguments: Language.allCases)
  func `the file of styles is a Word file with a style for each of a form's`(language: Language) {
    let bytes = WordParts.reference(language)
    #expect(MediaType(sniffingDocument: bytes) == .word)
    let text = String(decoding: bytes, as: UTF8.self)
    for style in FormText.Style.allCases {
      #expect(text.contains("<w:name w:val=\"\(WordStyle.name(of: style))\"/>"))
    }
  }
}
