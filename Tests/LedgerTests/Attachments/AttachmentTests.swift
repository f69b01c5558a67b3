import ActionPlan
import FoundationEssentials
import GRDB
import Testing

@testable import Ledger

struct AttachmentTests {
  private typealias Made = PhotoFixtures

  @Test func `a JPEG's public copy keeps the picture and nothing of its maker`() throws {
    let icc = Made.segment(0xE2, Array("ICC_PROFILE\0".utf8) + [1, 1, 9])
    let adobe = Made.segment(0xEE, Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, 1])
    let told =
      Made.exif(orientation: 1, isLittle: true)
      + Made.segment(0xE1, Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Made.secret)
      + Made.segment(0xED, Made.secret) + Made.segment(0xFE, Made.secret)
      + Made.segment(0xE2, Array("MPF\0".utf8) + Made.secret)
    let photo = try Photo(
      reading: Made.jpeg(told + icc + adobe, after: [0xFF, 0xD8] + Made.secret))
    #expect(photo.withoutMetadata == Made.jpeg(icc + adobe))
    #expect((photo.width, photo.height) == (32, 16))
  }

  @Test(arguments: [true, false])
  func `the rotation alone survives of EXIF`(isLittle: Bool) throws {
    let photo = try Photo(
      reading: Made.jpeg(Made.exif(orientation: 6, isLittle: isLittle)))
    #expect(!Made.contains(photo.withoutMetadata, Made.secret))
    let rotation =
      Array("Exif\0\0MM\0*".utf8) + [0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]
    #expect(Made.contains(photo.withoutMetadata, rotation))
    // It is itself a sound JPEG that says the same again.
    #expect(try Photo(reading: photo.withoutMetadata).withoutMetadata == photo.withoutMetadata)
  }

  @Test func `a PNG's public copy keeps the picture and nothing of its maker`() throws {
    let colour = Made.chunk("gAMA", [0, 0, 1, 2])
    let told = ["tEXt", "zTXt", "iTXt", "eXIf", "tIME", "prVt"].flatMap {
      Made.chunk($0, Made.secret)
    }
    let photo = try Photo(reading: Made.png(told + colour, after: Made.secret))
    #expect(photo.withoutMetadata == Made.png(colour))
    #expect((photo.width, photo.height) == (32, 16))
  }

  @Test func `a WebP's public copy keeps the picture and nothing of its maker`() throws {
    let told = Made.webpChunk("EXIF", Made.secret) + Made.webpChunk("XMP ", Made.secret)
    let photo = try Photo(
      reading: Made.riff(Made.extended + Made.lossy + told, after: Made.secret))
    var canvas = Made.extended
    canvas[8] = 0
    #expect(photo.withoutMetadata == Made.riff(canvas + Made.lossy))
    #expect((photo.width, photo.height) == (32, 16))
    let plain = try Photo(reading: Made.riff(Made.lossy))
    #expect(plain.withoutMetadata == Made.riff(Made.lossy))
  }

  @Test(arguments: [
    Made.jpeg(Made.exif(orientation: 6, isLittle: true)), Made.png(Made.chunk("tEXt", [1])),
    Made.riff(Made.extended + Made.lossy + Made.webpChunk("EXIF", [1, 2, 3])),
  ])
  func `a photo cut anywhere is refused, one with any byte changed never traps`(bytes: [UInt8]) {
    for length in bytes.indices {
      #expect(throws: AttachmentError.self, "\(length)") {
        try Photo(reading: Array(bytes[..<length]))
      }
      var changed = bytes
      for value in UInt8.min ... .max {
        changed[length] = value
        _ = try? Photo(reading: changed)
      }
    }
  }

  @Test(arguments: [UInt8(0xE0), 0xE1, 0xE2, 0xEE])
  func `a segment that is shorter than the name that follows it is no reason to read on`(
    marker: UInt8
  ) throws {
    for name in ["Exif\0\0", "JFIF\0", "ICC_PROFILE\0", "Adobe"] {
      for length in UInt8(2)...8 {
        let bytes = [0xFF, 0xD8, 0xFF, marker, 0, length] + Array(name.utf8)
        #expect(throws: AttachmentError.self) { try Photo(reading: bytes) }
      }
    }
  }

  @Test(arguments: [
    (Array("<svg onload=alert(1)>".utf8), AttachmentError.notAPhoto),
    (Array("GIF89a".utf8), .notAPhoto), (Array("%PDF-1.7".utf8), .notAPhoto),
    (Array("<html>".utf8), .notAPhoto),
    (Made.png(Made.chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0])), .animated),
    (Made.riff(Made.webpChunk("ANIM", [0, 0, 0, 0, 0, 0])), .animated),
  ])
  func `what is no single photo is refused`(bytes: [UInt8], error: AttachmentError) {
    #expect(throws: error) { try Photo(reading: bytes) }
  }

  @Test func `a picture that would unpack to gigabytes is refused`() {
    var bomb = Made.png()
    bomb.replaceSubrange(
      8..<33, with: Made.chunk("IHDR", Made.big32(60_000) + Made.big32(60_000) + [8, 0, 0, 0, 0]))
    #expect(throws: AttachmentError.badDimensions(width: 60_000, height: 60_000)) {
      try Photo(reading: bomb)
    }
  }

  @Test func `a stored photo comes back as it was, its public copy stripped`() async throws {
    let bench = try Bench()
    let store = AttachmentStore(folder: bench.folder + "/attachments")
    let bytes = Made.jpeg(Made.exif(orientation: 1, isLittle: true))
    let staged = try store.stage(bytes)
    #expect(try store.stage(bytes) == staged)
    let position = Coordinate(longitude: 120.5, latitude: 30.25)
    let (kept, found) = try await bench.ledger.write { db in
      let kept = try Attachments.record(
        staged, takenBy: .reporter, position: position, at: 5, in: db)
      return (kept, try Attachments.find(kept.id, in: db))
    }
    #expect(found == kept)
    #expect(try store.original(kept) == bytes)
    #expect(try store.publicCopy(kept) == Made.jpeg())
    let path = "\(store.folder)/\(staged.sha256.prefix(2))/\(staged.sha256)"
    try Data([1, 2, 3]).write(to: URL(filePath: path))
    #expect(throws: AttachmentError.fileChanged(sha256: staged.sha256)) { try store.original(kept) }
    // Sent again, the damaged file is made good.
    _ = try store.stage(bytes)
    #expect(try store.original(kept) == bytes)
  }

  @Test func `files that no row has named for a day are cleared away, others stay`() async throws {
    let bench = try Bench()
    let store = AttachmentStore(folder: bench.folder + "/attachments")
    let (named, refused) = (Made.jpeg(), Made.png())
    let kept = try await bench.ledger.write { db in
      try Attachments.record(try store.stage(named), takenBy: .reporter, at: 5, in: db)
    }
    let other = try store.stage(refused)
    let path = "\(store.folder)/\(other.sha256.prefix(2))/\(other.sha256)"
    try Data([1]).write(to: URL(filePath: path + ".1.2.part"))
    try Data([1]).write(to: URL(filePath: store.folder + "/notes.txt"))
    let now = Int(Date.now.timeIntervalSince1970)
    func sweep(at: Int) async throws -> Int {
      try await bench.ledger.read { db in try store.sweep(now: at, in: db) }
    }
    #expect(try await sweep(at: now + AttachmentStore.unnamedSeconds - 60) == 0)
    #expect(try await sweep(at: now + AttachmentStore.unnamedSeconds + 60) == 3)
    #expect(try store.original(kept) == named)
    #expect(try store.publicCopy(kept) == Made.jpeg())
    #expect(!FileManager.default.fileExists(atPath: path))
    #expect(FileManager.default.fileExists(atPath: store.folder + "/notes.txt"))
  }

  @Test func `a photo sent again waits another day for its row`() async throws {
    let bench = try Bench()
    let store = AttachmentStore(folder: bench.folder + "/attachments")
    let staged = try store.stage(Made.png())
    let path = "\(store.folder)/\(staged.sha256.prefix(2))/\(staged.sha256)"
    for name in [path, path + ".public"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: 9)], ofItemAtPath: name)
    }
    _ = try store.stage(Made.png())
    let now = Int(Date.now.timeIntervalSince1970)
    let removed = try await bench.ledger.read { db in try store.sweep(now: now, in: db) }
    #expect(removed == 0)
  }

  @Test func `looking at a photo writes nothing`() throws {
    let bench = try Bench()
    let store = AttachmentStore(folder: bench.folder + "/attachments")
    let photo = try AttachmentStore.examine(Made.png())
    #expect(!FileManager.default.fileExists(atPath: store.folder))
    try store.keep(photo)
    #expect(try store.stage(Made.png()) == photo.staged)
  }

  @Test func `an empty and an oversize file are refused`() throws {
    let store = AttachmentStore(folder: "/nowhere")
    #expect(throws: AttachmentError.empty) { try store.stage([]) }
    let size = AttachmentStore.byteLimit + 1
    #expect(throws: AttachmentError.tooLarge(bytes: size)) {
      try store.stage([UInt8](repeating: 0xFF, count: size))
    }
  }
}
