import ActionPlan
import Foundation
import GRDB
import Testing

@testable import Casework
@testable import Ledger

struct EvidencePackageTests {
  /// A case of a finding with two photos, frozen telemetry and a frame.
  static func bench() async throws -> (district: District, file: CaseFile, key: AuditKey) {
    let district = try District()
    let store = AttachmentStore(folder: district.folder + "/attachments")
    let photos = try [store.stage(photo(1)), store.stage(photo(2))]
    let plan = district.plan
    let ground = CaseGround(
      condition: 0, point: "p", quantity: "so2", statistic: "rtd", windowSeconds: 0,
      comparison: "above", limit: "35", upperLimit: nil, value: "50", since: District.start - 600,
      at: District.start)
    let file = try await district.ledger.write { db in
      let file = try CaseBook.open(
        CaseOpening(
          procedure: "fire", severity: .serious, source: .finding(1),
          title: CaseTitle(.rule, ["rule": "r"]), occurredAt: District.start - 600, place: "town",
          grounds: [ground]),
        plan: plan, actor: .system("detection"), at: District.start, in: db)
      try CaseBook.annotate(
        case: file.id, by: .desk, note: "现场", photos: photos, requestID: UUID().uuidString,
        at: District.start + 60, in: db)
      try FrozenTelemetry.plan(at: District.start + 5, in: db)
      for wanted in try FrozenTelemetry.waiting(at: District.start + 5, in: db) {
        try FrozenTelemetry.keep(
          [
            FrozenTelemetry.Series(
              point: "p", quantity: "so2", statistic: "rtd", windowSeconds: 0,
              times: wanted.times, valueCount: 1, isCut: false, csv: "start,value\n1,50\n")
          ],
          frames: [
            FrozenTelemetry.Frame(
              sequence: 7, mn: "MN1", receivedAtMilliseconds: 1, bytes: Array("##0001".utf8))
          ], for: wanted, at: District.start + 6, in: db)
      }
      return file
    }
    return (district, file, try AuditKey(readingOrMakingAt: district.folder + "/audit.key"))
  }

  /// What a walk over its markers takes for a photo.
  static func photo(_ number: UInt8) -> [UInt8] {
    [0xFF, 0xD8, 0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]
      + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0x3F, 0, number, 0xFF, 0xD9]
  }

  static func package(
    _ bench: (district: District, file: CaseFile, key: AuditKey)
  ) async throws -> [UInt8] {
    let (district, file, key) = bench
    let store = AttachmentStore(folder: district.folder + "/attachments")
    return try await district.ledger.read { db in
      try EvidencePackage.build(file.id, photos: store, key: key, in: db)
    }
  }

  @Test func `a package holds what the case rests on, and holds`() async throws {
    let bench = try await Self.bench()
    let bytes = try await Self.package(bench)
    let names = try TarArchive(reading: bytes).members.map {
      String($0.name.drop { $0 != "/" }.dropFirst())
    }
    #expect(
      names == [
        "manifest.txt", "manifest.sig", "README.txt", "archive.json", "audit.json", "case.json",
        "documents.json", "events.json",
        "frames.json", "frames/7.txt", "key.pem", "photos.json", "photos/1.jpeg", "photos/2.jpeg",
        "telemetry.json", "telemetry/1.csv", "told.json",
      ])
    let verdict = EvidenceVerdict(of: bytes)
    #expect(verdict.faults == [])
    #expect(verdict.key == bench.key.publicKey)
    #expect(EvidenceVerdict(of: bytes, trusted: bench.key.publicKey).faults == [])
  }

  @Test func `the same record gives the same bytes`() async throws {
    let bench = try await Self.bench()
    let (one, other) = (try await Self.package(bench), try await Self.package(bench))
    #expect(one == other)
  }

  @Test func `any changed byte is named with its file`() async throws {
    let bytes = try await Self.package(try await Self.bench())
    let members = try TarArchive(reading: bytes).members
    var starts: [(name: String, range: Range<Int>)] = []
    var offset = 0
    for member in members {
      let start = offset + TarArchive.block
      starts.append(
        (String(member.name.drop { $0 != "/" }.dropFirst()), start..<start + member.bytes.count))
      offset = start + (member.bytes.count + 511) / 512 * 512
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<400 {
      let place = Int.random(in: bytes.indices, using: &generator)
      var changed = bytes
      changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      let faults = EvidenceVerdict(of: changed).faults
      #expect(!faults.isEmpty, "byte \(place)")
      if let file = starts.first(where: { $0.range.contains(place) }) {
        let isNamed =
          faults.contains { $0.file == file.name }
          || file.name == "manifest.txt" && faults.contains { $0.file == "manifest.sig" }
        #expect(isNamed, "byte \(place) of \(file.name): \(faults)")
      }
    }
    for cut in [0, 1, 511, 512, 600, bytes.count - 1_024, bytes.count - 1] {
      #expect(!EvidenceVerdict(of: Array(bytes[..<cut])).faults.isEmpty)
    }
    #expect(!EvidenceVerdict(of: bytes + [0]).faults.isEmpty)
  }

  @Test func `a package made anew after a change of its files is not by the office's key`()
    async throws
  {
    let bench = try await Self.bench()
    let bytes = try await Self.package(bench)
    let other = try AuditKey(readingOrMakingAt: bench.district.folder + "/other.key")
    var forged = try TarArchive(reading: bytes)
    var lines: [String] = []
    forged.members = forged.members.map { member in
      let name = String(member.name.drop { $0 != "/" }.dropFirst())
      var changed = member.bytes
      if name == "telemetry/1.csv" { changed = Array("start,value\n1,20\n".utf8) }
      if name == "key.pem" { changed = Array(other.publicKey.pem.utf8) }
      if !name.hasPrefix("manifest.") {
        lines.append("\(EvidencePackage.digest(changed))  \(name)\n")
      }
      return TarArchive.Member(name: member.name, bytes: changed)
    }
    let manifest = Array(lines.joined().utf8)
    let folder = forged.members[0].name.prefix { $0 != "/" }
    forged.members[0] = TarArchive.Member(name: "\(folder)/manifest.txt", bytes: manifest)
    forged.members[1] = TarArchive.Member(
      name: "\(folder)/manifest.sig", bytes: try other.signature(of: manifest))
    // Signed soundly, but the record of the freeze says otherwise, and the key is not the office's.
    #expect(EvidenceVerdict(of: forged.bytes).faults.map(\.file) == ["telemetry/1.csv"])
    #expect(
      EvidenceVerdict(of: forged.bytes, trusted: bench.key.publicKey).faults.map(\.file).contains(
        "key.pem"))
  }

  @Test func `a head that the office exported must be the package's own`() async throws {
    let bench = try await Self.bench()
    let bytes = try await Self.package(bench)
    let head = try await bench.district.ledger.read { db in try AuditLog.head(in: db) }
    let right = ExportedHead(at: 1, head: head)
    let wrong = ExportedHead(
      at: 1, head: AuditHead(seq: head.seq, hash: [UInt8](repeating: 1, count: 32)))
    #expect(EvidenceVerdict(of: bytes, heads: [right]).faults == [])
    #expect(EvidenceVerdict(of: bytes, heads: [wrong]).faults.map(\.file) == ["audit.json"])
  }

  @Test func `sha256sum, openssl and tar find the same`() async throws {
    let bench = try await Self.bench()
    let bytes = try await Self.package(bench)
    let folder = bench.district.folder + "/unpacked"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(filePath: folder + "/p.tar"))
    let script = """
      set -e
      cd \(folder); tar xf p.tar; cd */
      sha256sum --quiet -c manifest.txt
      openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in manifest.txt -sigfile manifest.sig
      test "$(openssl pkey -pubin -in key.pem -outform DER | tail -c 32 | sha256sum | cut -c1-64)" = \
      \(bench.key.publicKey.fingerprint)
      """
    let shell = Process()
    shell.executableURL = URL(filePath: "/bin/bash")
    shell.arguments = ["-c", script]
    try shell.run()
    shell.waitUntilExit()
    #expect(shell.terminationStatus == 0)
  }

  @Test func `noise is no package`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let count = Int.random(in: 0..<3_000, using: &generator)
      let noise = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      #expect(!EvidenceVerdict(of: noise).faults.isEmpty)
    }
  }
}

struct FrozenTelemetryTests {
  @Test func `a case is frozen once when it opens and once half an hour later, across restarts`()
    async throws
  {
    let (district, file, _) = try await EvidencePackageTests.bench()
    let again = try District(restarting: district)
    let counts = try await again.ledger.write { db in
      try [10, 1_799, 1_800, 5_000].map { after in
        try FrozenTelemetry.plan(at: District.start + after, in: db)
        let waiting = try FrozenTelemetry.waiting(at: District.start + after, in: db)
        for wanted in waiting {
          #expect(wanted.times.lowerBound == file.openedAt)
          try FrozenTelemetry.keep([], frames: [], for: wanted, at: District.start + after, in: db)
          try FrozenTelemetry.keep([], frames: [], for: wanted, at: District.start + after, in: db)
        }
        return waiting.count
      }
    }
    #expect(counts == [0, 0, 1, 0])
    let notes = try await again.ledger.read { db in
      try FrozenTelemetry.notes(of: file.id, in: db)
    }
    #expect(notes.map(\.seriesCount) == [1, 0])
    #expect(notes.map(\.frameCount) == [1, 0])
  }

  @Test func `what was frozen can be neither changed nor removed`() async throws {
    let (district, _, _) = try await EvidencePackageTests.bench()
    for sql in [
      "UPDATE case_frozen_series SET csv = ''", "DELETE FROM case_frozen_series",
      "UPDATE case_frozen_frame SET mn = ''", "DELETE FROM case_frozen_frame",
    ] {
      await #expect(throws: DatabaseError.self) {
        try await district.ledger.write { db in try db.execute(sql: sql) }
      }
    }
  }

  @Test func `what somebody asks for is frozen too, as often as it is asked`() async throws {
    let (district, file, _) = try await EvidencePackageTests.bench()
    let waiting = try await district.ledger.write { db in
      for second in 0..<2 {
        try FrozenTelemetry.ask(
          file.id, by: .account(1), at: District.start + 900 + second, in: db)
      }
      return try FrozenTelemetry.waiting(at: District.start + 901, in: db)
    }
    #expect(waiting.map(\.times.upperBound) == [District.start + 901, District.start + 902])
  }
}
