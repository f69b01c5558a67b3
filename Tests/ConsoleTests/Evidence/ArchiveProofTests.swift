import ActionPlan
import Casework
import FoundationEssentials
import GRDB
import Ledger
import Telemetry
import Testing
import Wiring

/// From a raw frame in the archive to a package that shows that it was there.
struct ArchiveProofTests {
  private let house: House
  private let inbox: Inbox
  private let anchors: AnchorArchive

  init() async throws {
    house = try await House()
    inbox = try Inbox(path: house.folder + "/inbox.sqlite")
    anchors = AnchorArchive(ledger: house.ledger, inbox: inbox)
  }

  private func receive(_ range: Range<Int>) async throws {
    for number in range {
      _ = try await inbox.append(
        IncomingFrame(
          mn: "MN\(number % 3)", qn: "\(20_210_601_000_000_000 + number)", cn: "2011", pno: 1,
          st: "22", digest: [UInt8](repeating: UInt8(number), count: 16),
          bytes: Array("##frame \(number)".utf8), receivedAtMilliseconds: house.now * 1_000,
          peer: "10.0.0.1:40000"))
    }
  }

  /// A case that keeps some frames of the inbox.
  private func openCase(freezing sequences: [Int64]) async throws -> CaseFile {
    let (plan, at) = (house.plan, house.now)
    var frames: [FrozenTelemetry.Frame] = []
    for sequence in sequences {
      let frame = try #require(try await inbox.frame(sequence))
      frames.append(
        FrozenTelemetry.Frame(
          sequence: sequence, mn: frame.mn,
          receivedAtMilliseconds: frame.receivedAtMilliseconds, bytes: frame.bytes))
    }
    return try await house.ledger.write { [frames] db in
      let file = try CaseBook.open(
        CaseOpening(
          procedure: "electricity-abnormal", severity: .serious, source: .finding(9),
          title: CaseTitle(.rule, ["rule": "treatment-off-while-producing", "subject": "x"]),
          occurredAt: at - 60, facility: "dye-works"), plan: plan, actor: .system("detection"),
        at: at, in: db)
      for _ in 0..<2 {
        try FrozenTelemetry.ask(file.id, by: .system("test"), at: at, in: db)
      }
      for wanted in try FrozenTelemetry.waiting(at: at, in: db) {
        try FrozenTelemetry.keep([], frames: frames, for: wanted, at: at, in: db)
      }
      return file
    }
  }

  private func package(_ file: CaseFile) async throws -> [UInt8] {
    let store = AttachmentStore(folder: house.folder + "/attachments")
    let key = try AuditKey(readingOrMakingAt: house.folder + "/audit.key")
    return try await house.ledger.read { db in
      try EvidencePackage.build(file.id, photos: store, key: key, in: db)
    }
  }

  @Test func `frames of a case are proven by the next anchor, and the package shows it`()
    async throws
  {
    try await receive(0..<5)
    #expect(try await anchors.sweep(now: house.now) == [])
    try await receive(5..<11)
    let file = try await openCase(freezing: [2, 3, 9])
    #expect(try await anchors.sweep(now: house.now + 10) == [])
    var verdict = EvidenceVerdict(of: try await package(file))
    #expect(verdict.faults == [])
    #expect(verdict.frameCount == 3)
    #expect(verdict.archivedFrameCount == 2)
    // Behind the second anchor nothing is settled while the frame under it waits.
    #expect(try await anchors.settledThrough() == 5)
    #expect(try await anchors.sweep(now: house.now + AnchorArchive.everySeconds) == [])
    #expect(try await anchors.settledThrough() == 11)
    verdict = EvidenceVerdict(of: try await package(file))
    #expect(verdict.faults == [])
    #expect(verdict.frameCount == 3)
    #expect(verdict.archivedFrameCount == 3)
  }

  @Test func `another hour without frames has no anchor`() async throws {
    try await receive(0..<2)
    for turn in 0..<3 {
      _ = try await anchors.sweep(now: house.now + turn * AnchorArchive.everySeconds)
    }
    let written = try await house.ledger.read { db in
      try AuditLog.entries(in: db).filter { $0.action == "archive.anchor" }
    }
    #expect(written.map(\.object) == ["archive/1-2"])
  }

  @Test func `a proof stays when the archive lets its frames go`() async throws {
    try await receive(0..<5)
    let file = try await openCase(freezing: [2])
    _ = try await anchors.sweep(now: house.now)
    let through = try await anchors.settledThrough()
    #expect(try await inbox.forget(receivedBefore: .max, through: through)?.through == 4)
    let verdict = EvidenceVerdict(of: try await package(file))
    #expect(verdict.faults == [])
    #expect(verdict.archivedFrameCount == 1)
  }

  @Test func `an archive that is not as it was anchored proves nothing, and is named`() async throws
  {
    try await receive(0..<3)
    let file = try await openCase(freezing: [2])
    _ = try await anchors.sweep(now: house.now - AnchorArchive.everySeconds)
    try await receive(3..<4)
    // The archive is not the one that was anchored.
    try await house.ledger.write { db in
      try db.execute(sql: "UPDATE frame_proof SET is_settled = 0, proof = NULL")
      try db.execute(
        sql: "UPDATE archive_anchor SET root = ?", arguments: [String(repeating: "0", count: 64)])
    }
    #expect(try await anchors.sweep(now: house.now) == [2])
    let verdict = EvidenceVerdict(of: try await package(file))
    #expect(verdict.faults == [])
    #expect(verdict.frameCount == 1)
    #expect(verdict.archivedFrameCount == 0)
  }
}
