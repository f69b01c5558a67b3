import Casework
import FrameArchive
public import Ledger
public import Telemetry

/// Ties the archive of raw frames to the audit log, and keeps the proofs of those frames that cases hold.
public struct AnchorArchive: Sendable {
  /// Seconds from one anchor to the next.
  public static let everySeconds = 3_600
  /// Under one anchor.
  static let mostLinks = 100_000
  /// Frames of one turn; the rest comes with the next.
  static let mostProofs = 5_000

  private let ledger: LedgerDatabase
  private let inbox: Inbox

  public init(ledger: LedgerDatabase, inbox: Inbox) {
    self.ledger = ledger
    self.inbox = inbox
  }

  /// Anchors what came since the last anchor, where that is an hour ago, and proves what has come under one.
  /// Repeated after a kill it does the rest.
  ///
  /// - Parameter now: epoch seconds.
  /// - Returns: frames that the archive no longer shows as its anchor says; there should be none.
  @discardableResult
  public func sweep(now: Int) async throws -> [Int64] {
    try await anchor(now: now)
    return try await prove()
  }

  /// Sequence of the last frame under an anchor, all of whose frames in cases are proven; nothing behind
  /// it may leave the archive.
  public func settledThrough() async throws -> Int64 {
    try await ledger.read { db in
      let anchored = try ArchiveAnchors.newest(in: db)?.last ?? 0
      return try ArchiveAnchors.unproven(limit: 1, in: db).first.map { $0 - 1 } ?? anchored
    }
  }

  private func anchor(now: Int) async throws {
    var newest = try await ledger.read(ArchiveAnchors.newest)
    guard newest.map({ now - $0.at >= Self.everySeconds }) ?? true else { return }
    while true {
      let links = try await inbox.links(after: newest?.last ?? 0, limit: Self.mostLinks)
      guard !links.isEmpty else { return }
      try await ledger.write { db in try ArchiveAnchors.write(links, at: now, in: db) }
      newest = try await ledger.read(ArchiveAnchors.newest)
      guard links.count == Self.mostLinks else { return }
    }
  }

  private func prove() async throws -> [Int64] {
    let waiting = try await ledger.read { db in
      try ArchiveAnchors.unproven(limit: Self.mostProofs, in: db)
    }
    var (strange, proofs) = ([Int64](), [(sequence: Int64, proof: FrameProof?)]())
    var (anchor, tree): (ArchiveAnchors.Anchor?, AnchorTree?)
    for sequence in waiting {
      if anchor.map({ $0.last < sequence }) ?? true {
        anchor = try await ledger.read { db in
          try ArchiveAnchors.anchor(over: sequence, in: db)
        }
        tree = if let anchor { try await AnchorTree(anchor, of: inbox) } else { nil }
      }
      let place = try await inbox.place(of: sequence)
      let proof = place.flatMap { tree?.proof(of: $0.frame, in: $0.link) }
      if anchor != nil, place != nil, proof == nil { strange.append(sequence) }
      proofs.append((sequence, proof))
    }
    try await ledger.write { [proofs] db in
      for (sequence, proof) in proofs { try ArchiveAnchors.keep(proof, of: sequence, in: db) }
    }
    return strange
  }
}

/// The links under one anchor.
private struct AnchorTree {
  let anchor: ArchiveAnchors.Anchor
  private let tree: HashTree
  private let places: [Int64: Int]

  /// - Returns: nil where the archive's links are not those that were anchored.
  init?(_ anchor: ArchiveAnchors.Anchor, of inbox: Inbox) async throws {
    let links = try await inbox.links(after: anchor.first - 1, limit: anchor.linkCount)
    guard !links.isEmpty else { return nil }
    tree = HashTree(links.map(\.hash))
    guard tree.hexRoot == anchor.root else { return nil }
    self.anchor = anchor
    places = Dictionary(
      links.enumerated().map { ($1.first, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func proof(of frame: ArchivedFrame, in link: FrameProof.Link) -> FrameProof? {
    guard let index = places[link.first] else { return nil }
    return FrameProof(
      frame: frame, link: link,
      anchor: FrameProof.Place(
        entry: anchor.entry, index: index, count: places.count, path: tree.path(of: index)))
  }
}
