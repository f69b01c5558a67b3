/// Shows without the archive that a frame lay in it, unchanged, when one of its anchors was written: from
/// the frame over the link that holds it to the anchor's root.
public struct FrameProof: Sendable, Hashable, Codable {
  public let frame: ArchivedFrame
  /// The link that holds it.
  public let link: Link
  /// The anchor over the link.
  public let anchor: Place

  /// A frame's place in its link.
  public struct Link: Sendable, Hashable, Codable {
    public let first: Int64
    public let last: Int64
    /// Hex of the hash of the link before it.
    public let previous: String
    /// Hex of the hashes beside the way to the root, from the frame up.
    public let path: [String]

    public init(first: Int64, last: Int64, previous: [UInt8], path: [[UInt8]]) {
      self.first = first
      self.last = last
      self.previous = previous.hex
      self.path = path.map(\.hex)
    }
  }

  /// A link's place in the tree of an anchor.
  public struct Place: Sendable, Hashable, Codable {
    /// Number of the audit log's entry that holds the anchor.
    public let entry: Int64
    /// The link's number among the anchor's, from 0, and how many there are.
    public let index: Int
    public let count: Int
    public let path: [String]

    public init(entry: Int64, index: Int, count: Int, path: [[UInt8]]) {
      self.entry = entry
      self.index = index
      self.count = count
      self.path = path.map(\.hex)
    }
  }

  public init(frame: ArchivedFrame, link: Link, anchor: Place) {
    self.frame = frame
    self.link = link
    self.anchor = anchor
  }

  /// Hex of the root that the anchor must have for these bytes of the frame.
  ///
  /// - Returns: nil where the proof is none, whatever the anchor says.
  public func root(of bytes: [UInt8]) -> String? {
    let (count, subtracted) = link.last.subtractingReportingOverflow(link.first)
    let (index, below) = frame.sequence.subtractingReportingOverflow(link.first)
    guard !subtracted, !below, let previous = [UInt8](hash: link.previous),
      let inner = link.path.hashes, let outer = anchor.path.hashes,
      let root = HashTree.root(
        of: frame.leaf(bytes: bytes), at: Int(index), count: Int(count) &+ 1, path: inner)
    else { return nil }
    let hash = ArchiveLink.hash(
      after: previous, first: link.first, last: link.last, root: root)
    return HashTree.root(of: hash, at: anchor.index, count: anchor.count, path: outer)?.hex
  }
}

extension HashTree {
  /// The root as an anchor tells it.
  public var hexRoot: String { root.hex }
}

extension [String] {
  /// Nil where one is no hash.
  fileprivate var hashes: [[UInt8]]? {
    let all = compactMap { [UInt8](hash: $0) }
    return all.count == count ? all : nil
  }
}
