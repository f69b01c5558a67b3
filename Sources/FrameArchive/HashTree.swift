import Crypto

/// A tree of hashes over a list: of any one of them a few others show that it is in the list.
///
/// - Source: RFC 9162, section 2.1 (the same as RFC 6962): a leaf's hash opens with the byte 0, a node's
///   with the byte 1.
public struct HashTree: Sendable {
  /// Leaves first, then level by level up to the root.
  private let levels: [[[UInt8]]]

  /// - Parameter leaves: hashes of 32 bytes; at least one.
  public init(_ leaves: [[UInt8]]) {
    precondition(!leaves.isEmpty, "a tree has a leaf")
    var levels = [leaves]
    while let last = levels.last, last.count > 1 {
      levels.append(
        stride(from: 0, to: last.count, by: 2).map { place in
          place + 1 < last.count ? Self.node(last[place], last[place + 1]) : last[place]
        })
    }
    self.levels = levels
  }

  public var root: [UInt8] { levels[levels.count - 1][0] }

  /// The hashes beside a leaf's way to the root, from the leaf up.
  public func path(of index: Int) -> [[UInt8]] {
    levels.enumerated().compactMap { level, hashes in
      let beside = (index >> level) ^ 1
      return beside < hashes.count && hashes.count > 1 ? hashes[beside] : nil
    }
  }

  /// What the root must be where a leaf lies at a place of a list.
  ///
  /// - Returns: nil where the path has not the length that the place asks for.
  public static func root(
    of leaf: [UInt8], at index: Int, count: Int, path: [[UInt8]]
  ) -> [UInt8]? {
    guard index >= 0, index < count else { return nil }
    var (hash, place, width) = (leaf, index, count)
    var rest = path[...]
    while width > 1 {
      if place ^ 1 < width {
        guard let beside = rest.popFirst() else { return nil }
        hash = place & 1 == 0 ? node(hash, beside) : node(beside, hash)
      }
      (place, width) = (place >> 1, width >> 1 + width & 1)
    }
    return rest.isEmpty ? hash : nil
  }

  public static func leaf(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [0])
    hash.update(data: bytes)
    return Array(hash.finalize())
  }

  private static func node(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: [1])
    hash.update(data: left)
    hash.update(data: right)
    return Array(hash.finalize())
  }
}
