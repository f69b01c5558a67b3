import Crypto

/// First 8 bytes of a SHA-256: that bytes are those that were written, and in their own place.
enum ChunkChecksum {
  static let length = 8

  /// - Parameter name: tells the place.
  static func of(_ bytes: [UInt8], named name: String) -> [UInt8] {
    var hash = SHA256()
    hash.update(data: Array("\(name)\n".utf8))
    hash.update(data: bytes)
    return Array(hash.finalize().prefix(length))
  }
}
