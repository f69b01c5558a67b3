import Crypto

/// One link of the archive's chain: the frames of one commit. Its hash is of the link before it, of its
/// own sequences, and of the root of its frames' hashes.
public struct ArchiveLink: Sendable, Hashable {
  public static let hashLength = 32

  /// Sequences of its first frame and of its last; those between follow by one.
  public let first: Int64
  public let last: Int64
  public let hash: [UInt8]

  public init(first: Int64, last: Int64, hash: [UInt8]) {
    self.first = first
    self.last = last
    self.hash = hash
  }

  /// - Parameters:
  ///   - previous: hash of the link before it.
  ///   - root: of the tree of its frames' hashes.
  public static func hash(
    after previous: [UInt8], first: Int64, last: Int64, root: [UInt8]
  ) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: previous)
    for number in [first, last] {
      withUnsafeBytes(of: number.bigEndian) { hash.update(bufferPointer: $0) }
    }
    hash.update(data: root)
    return Array(hash.finalize())
  }
}
