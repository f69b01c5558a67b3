import Glibc

/// The network an address belongs to, for limits by source.
public enum SourceNetwork {
  /// Of IPv6 the /64 that a provider gives one customer, because whoever has one address of it has
  /// them all. An IPv4 address in IPv6's clothes, ::ffff:192.0.2.1 (RFC 4291, 2.5.5.2), is one of IPv4.
  ///
  /// - Parameters:
  ///   - address: as a socket names its peer; a zone behind `%` does not count.
  ///   - ipv4Bits: how much of an IPv4 address counts, 1…32: 32 is the address itself, 24 takes its
  ///     neighbours in.
  /// - Returns: `192.0.2.0/24`, `20010db800010002/64`; what is no address as it is, up to 45 characters.
  public static func of(_ address: String, ipv4Bits: Int) -> String {
    precondition((1...32).contains(ipv4Bits), "an IPv4 address has 32 bits")
    let address = String(address.prefix { $0 != "%" })
    var four = in_addr()
    if inet_pton(AF_INET, address, &four) == 1 {
      return ofFour(withUnsafeBytes(of: four) { Array($0) }, bits: ipv4Bits)
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, address, &six) == 1 else { return String(address.prefix(45)) }
    let bytes = withUnsafeBytes(of: six) { Array($0) }
    if bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF] {
      return ofFour(Array(bytes[12...]), bits: ipv4Bits)
    }
    return Array(bytes[..<8]).hex + "/64"
  }

  private static func ofFour(_ bytes: [UInt8], bits: Int) -> String {
    let kept = bytes.enumerated().map { index, byte in
      byte & ~(UInt8.max >> min(max(bits - index * 8, 0), 8))
    }
    return kept.map { String($0) }.joined(separator: ".") + "/\(bits)"
  }
}
