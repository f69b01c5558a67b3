import Testing

@testable import Ledger

struct SourceNetworkTests {
  @Test(arguments: [
    ("192.0.2.77", 24, "192.0.2.0/24"), ("192.0.2.77", 32, "192.0.2.77/32"),
    ("::ffff:192.0.2.77", 24, "192.0.2.0/24"), ("::ffff:192.0.2.77", 32, "192.0.2.77/32"),
    ("192.0.255.77", 20, "192.0.240.0/20"), ("192.0.2.77", 8, "192.0.0.0/8"),
    ("2001:db8:1:2:ffff::9", 24, "20010db800010002/64"),
    ("fe80::1%eth0", 32, "fe80000000000000/64"),
    ("::", 32, "0000000000000000/64"), ("", 24, ""), ("unknown", 24, "unknown"),
  ])
  func `an address belongs to a network of as many bits as count`(
    address: String, bits: Int, network: String
  ) {
    #expect(SourceNetwork.of(address, ipv4Bits: bits) == network)
  }
}
