import Glibc

/// Which network an address belongs to, for limits by source.
enum SourceNetwork {
  /// An IPv4 address itself; of IPv6 the /64 that a provider gives one customer, because whoever has
  /// one address of it has them all. What is no address stays as it is.
  static func of(_ address: String) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    let plain = String(address.prefix { $0 != "%" })
    guard inet_pton(AF_INET6, plain, &bytes) == 1 else { return address }
    // IPv4 as a socket for both kinds shows it, ::ffff:192.0.2.1 (RFC 4291, 2.5.5.2).
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map { String($0) }.joined(separator: ".")
    }
    return bytes[..<8].map { String($0, radix: 16) }.joined(separator: ".") + "/64"
  }
}
