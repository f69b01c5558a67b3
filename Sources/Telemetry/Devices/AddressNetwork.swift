import Glibc

/// An address of IPv4 or IPv6, or a network of them.
public struct AddressNetwork: Sendable, Hashable {
  /// 4 or 16.
  let bytes: [UInt8]
  /// How many of the first bits count.
  let bits: Int

  /// - Parameter text: such as `10.8.0.7`, `10.8.0.0/16`, `2001:db8::/32`. An IPv4 address in IPv6's
  ///   clothes (`::ffff:192.0.2.1`, RFC 4291, 2.5.5.2) is one of IPv4.
  /// - Returns: `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, let bytes = Self.bytes(String(address)) else { return nil }
    self.bytes = bytes
    guard parts.count == 2 else {
      bits = bytes.count * 8
      return
    }
    guard let bits = Int(parts[1]), (0...bytes.count * 8).contains(bits) else { return nil }
    self.bits = bits
  }

  /// Whether an address, given as a network of one, lies in it.
  public func contains(_ address: AddressNetwork) -> Bool {
    guard address.bytes.count == bytes.count else { return false }
    let whole = bits / 8
    guard bytes[..<whole] == address.bytes[..<whole] else { return false }
    let rest = bits % 8
    return rest == 0 || (bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0
  }

  private static func bytes(_ text: String) -> [UInt8]? {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: six) { Array($0) }
    let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
  }
}
