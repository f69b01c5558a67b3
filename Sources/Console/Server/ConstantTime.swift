import Crypto

/// Comparison of secrets that takes as long for a wrong one as for the right one.
enum ConstantTime {
  static func areEqual(_ a: String, _ b: String) -> Bool {
    SymmetricKey(data: Array(a.utf8)) == SymmetricKey(data: Array(b.utf8))
  }
}
