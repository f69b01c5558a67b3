import Seeds
import Testing

@testable import HJ212

@Suite struct ChecksumTests {
  @Test(arguments: [
    ("", "FFFF"), ("A", "7080"), ("123456789", "2F80"),
    (
      "QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;"
        + "CP=&&RtdInterval=30&&", "1C80"
    ),
    (
      "QN=20240601085857223;ST=32;CN=1011;PW=123456;MN=010000A8900016F000169DC0;Flag=9;CP=&&&&",
      "2200"
    ),
    (
      "QN=20160801085857223;ST=23;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;"
        + "CP=&&DataTime=20160801085857; LA-Rtd=50.1&&", "1E00"
    ),
  ])
  func `the CRC of the check inputs is the standard's`(text: String, crc: String) {
    #expect(Ascii.hexText(Checksum.hj212(Array(text.utf8).span)) == crc)
  }

  @Test func `the Modbus CRC of the check input is 4B37`() {
    #expect(Ascii.hexText(Checksum.modbus(Array("123456789".utf8).span)) == "4B37")
  }

  @Test func `the table gives what the standard's steps give`() {
    var random = SeededGenerator(seed: 212)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(Checksum.hj212(bytes.span) == stepByStep(bytes))
    }
  }

  /// Appendix A of HJ 212-2017, bit by bit.
  private func stepByStep(_ bytes: [UInt8]) -> UInt16 {
    var register: UInt16 = 0xFFFF
    for byte in bytes {
      register = (register >> 8) ^ UInt16(byte)
      for _ in 0..<8 {
        let low = register & 1
        register >>= 1
        if low == 1 { register ^= 0xA001 }
      }
    }
    return register
  }
}
