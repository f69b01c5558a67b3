import Ledger

/// Addresses within this site that a form or a query names.
enum LocalPath {
  /// The path where it is one of ours; nil for anything a browser might read as another site.
  static func checked(_ path: String?) -> String? {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count <= 1000,
      !path.contains("\\"), path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F })
    else { return nil }
    return path
  }

  /// Percent-encodes everything but unreserved characters (RFC 3986, 2.3), for one query value or
  /// one path segment.
  static func encode(_ text: String) -> String { text.percentEncoded }
}
