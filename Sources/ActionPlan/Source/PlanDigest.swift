import Crypto

/// The name of a plan's exact text.
enum PlanDigest {
  /// SHA-256 over the files sorted by path: each as path, a zero byte, its length in bytes as eight
  /// bytes (big-endian), its content. Tests are left out: they change nothing that a plan does.
  ///
  /// - Returns: 64 lower-case hex digits.
  static func of(_ files: [PlanFile]) -> String {
    var hash = SHA256()
    let tests = ElementKind.test.plural
    for file in files.sorted(by: { $0.path < $1.path })
    where file.path != "\(tests).yml" && !file.path.hasPrefix("\(tests)/") {
      hash.update(data: Array(file.path.utf8))
      hash.update(data: [0])
      hash.update(data: withUnsafeBytes(of: UInt64(file.bytes.count).bigEndian) { Array($0) })
      hash.update(data: file.bytes)
    }
    return hash.finalize().map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }
}
