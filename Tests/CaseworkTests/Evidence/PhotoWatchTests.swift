import ActionPlan
import Foundation
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct PhotoWatchTests {
  private func annotate(
    _ district: District, _ file: CaseFile, _ photo: [UInt8], by account: Account = .desk, at: Int
  ) async throws {
    let store = AttachmentStore(folder: district.folder + "/attachments")
    let staged = try store.stage(photo)
    _ = try await district.ledger.write { db in
      try CaseBook.annotate(
        case: file.id, by: account, note: nil, photos: [staged], requestID: UUID().uuidString,
        at: at, in: db)
    }
  }

  private func watch(_ district: District) async throws -> Int {
    let watch = PhotoWatch(
      store: AttachmentStore(folder: district.folder + "/attachments"), utcOffsetSeconds: 28_800)
    var count = 0
    while try await watch.next(in: district.ledger) { count += 1 }
    return count
  }

  @Test func `a photo used again in another case is found, the same file and a cropped one`()
    async throws
  {
    let district = try District()
    let photo = MadeUpPhotos.photo(11)
    let cut = MadeUpPhotos.part(
      of: photo, left: 0.06, top: 0.03, right: 0.96, bottom: 0.93, scale: 0.7)
    let (first, second) = (try await district.open(), try await district.open(finding: 2))
    let original = MadeUpPhotos.jpeg(photo, quality: 90)
    try await annotate(district, first, original, at: District.start + 1)
    try await annotate(
      district, second, MadeUpPhotos.jpeg(MadeUpPhotos.photo(12), quality: 90),
      at: District.start + 2)
    try await annotate(district, second, original, at: District.start + 3)
    try await annotate(
      district, second, MadeUpPhotos.jpeg(cut, quality: 50), at: District.start + 4)
    #expect(try await watch(district) == 4)
    #expect(try await watch(district) == 0)
    let (none, doubts) = try await district.ledger.read { db in
      (try PhotoDoubts.of(first.id, in: db), try PhotoDoubts.of(second.id, in: db))
    }
    #expect(none.isEmpty)
    #expect(doubts.alike.map(\.photo) == [3, 4, 4])
    #expect(doubts.alike.map(\.other) == [1, 1, 3])
    #expect(doubts.alike.map(\.isSameFile) == [true, false, false])
    #expect(doubts.alike.map(\.otherCase) == [first.id, first.id, second.id])
  }

  @Test func `a photo taken elsewhere or long before is told with how far`() async throws {
    let district = try District()
    let file = try await district.open()
    let photo = PhotoExifTests.photo(PhotoExifTests.segment())
    let staged = try AttachmentStore(folder: district.folder + "/attachments").stage(photo)
    try await district.ledger.write { db in
      let id = try Attachments.record(
        staged, takenBy: .account(2), position: Coordinate(longitude: 120.9, latitude: 30),
        at: District.start, in: db
      ).id
      try CaseHistory.append(
        CaseHistory.Entry(kind: .noted, fromState: file.state, attachments: [id]), to: file.id,
        actor: .account(2), at: District.start, in: db)
    }
    #expect(try await watch(district) == 1)
    let doubts = try await district.ledger.read { db in try PhotoDoubts.of(file.id, in: db) }
    #expect(doubts.mismatches.map(\.takenAt) == [1_620_008_430])
    let metres = try #require(doubts.mismatches.first?.metres)
    #expect((4_000...4_500).contains(metres))
  }

  @Test
  func `a photo from a phone that was out of reach is held against when it says it was taken`()
    async throws
  {
    let district = try District()
    let file = try await district.open()
    let photo = PhotoExifTests.photo(PhotoExifTests.segment())
    let staged = try AttachmentStore(folder: district.folder + "/attachments").stage(photo)
    try await district.ledger.write { db in
      let id = try Attachments.record(staged, takenBy: .account(2), at: District.start, in: db).id
      try CaseHistory.append(
        CaseHistory.Entry(kind: .noted, fromState: file.state, attachments: [id]), to: file.id,
        actor: .account(2), at: District.start, in: db)
      let taken = TakenPhoto(
        sha256: staged.sha256, takenAt: 1_620_008_400, position: nil, accuracy: nil,
        isFromAlbum: false)
      try FieldPhotos.keepTakings([taken], of: .account(2), recordedAfter: 0, in: db)
    }
    #expect(try await watch(district) == 1)
    let doubts = try await district.ledger.read { db in try PhotoDoubts.of(file.id, in: db) }
    #expect(doubts.mismatches.isEmpty)
  }

  @Test func `a file that is gone is passed over, and the next one is looked at`() async throws {
    let district = try District()
    let file = try await district.open()
    try await annotate(district, file, EvidencePackageTests.photo(1), at: District.start + 1)
    try FileManager.default.removeItem(atPath: district.folder + "/attachments")
    try await annotate(district, file, EvidencePackageTests.photo(2), at: District.start + 2)
    #expect(try await watch(district) == 2)
  }

  @Test func `what one fixed camera sends is not held against its own earlier photos`()
    async throws
  {
    let district = try District()
    let store = AttachmentStore(folder: district.folder + "/attachments")
    let scene = MadeUpPhotos.photo(21)
    let photos = try [90, 60].map { try store.stage(MadeUpPhotos.jpeg(scene, quality: $0)) }
    try await district.ledger.write { db in
      for photo in photos {
        _ = try Attachments.record(
          photo, takenBy: .system("camera:CAM-1"), at: District.start, in: db)
      }
    }
    #expect(try await watch(district) == 2)
    let count = try await district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM photo_likeness")
    }
    #expect(count == 0)
  }
}
