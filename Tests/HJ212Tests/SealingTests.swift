import NIOCore
import Seeds
import Testing

@testable import HJ212

/// The key of HJ 212-2025's own example: sixteen times the digit 0.
private let key = SealingKey(bytes: [UInt8](repeating: 0x30, count: 16))

private let message = Message(
  qn: "20240601085857223", st: "32", cn: "2011", pw: "123456", mn: "010000A8900016F000169DC0",
  flag: PacketFlag(.of2025, wantsAnswer: true),
  data: [
    [.init("DataTime", "20240601085857")],
    [.init("w01018-Rtd", "15.7"), .init("w01018-Flag", "N")],
  ])

private func read(_ bytes: ByteBuffer, acceptsSealed: Bool = true) -> FrameEvent? {
  var bytes = bytes
  var reader = FrameReader(
    settings: .init(segmentLimit: FrameReader.hardLimit, acceptsSealed: acceptsSealed))
  return reader.next(in: &bytes, atEnd: true)
}

@Suite struct SealingTests {
  /// Appendix A of GB/T 32907-2016; then a block under the key of HJ 212-2025's example.
  @Test(arguments: [
    (
      "0123456789ABCDEFFEDCBA9876543210", "0123456789ABCDEFFEDCBA9876543210",
      "681EDF34D206965E86B3E94F536E4246"
    ),
    (
      "30303030303030303030303030303030", "30313233343536373839414243444546",
      "9E996B9D4D7D9BB397C7AC411FDD0717"
    ),
  ])
  func `a block is encrypted as the standard shows, and decrypted again`(
    key: String, plain: String, sealed: String
  ) {
    func bytes(_ text: String) -> [UInt8] {
      stride(from: 0, to: 32, by: 2).map { place in
        let start = text.index(text.startIndex, offsetBy: place)
        return UInt8(text[start..<text.index(start, offsetBy: 2)], radix: 16) ?? 0
      }
    }
    let cipher = SM4(key: bytes(key))
    #expect(cipher.encrypted(bytes(plain)) == bytes(sealed))
    #expect(cipher.decrypted(bytes(sealed)) == bytes(plain))
  }

  @Test func `a sealed frame is opened and says what was sealed`() throws {
    let key = try #require(key)
    let bytes = try message.sealedFrame(with: key)
    #expect(String(buffer: bytes).contains(";CP=&&{0x"))
    let frame = try #require(read(bytes)?.frame)
    #expect(frame.isSealed)
    // The header is plain, so that the device is known before its key is looked up.
    #expect(Packet(headerOf: frame).mn == message.mn)
    let opened = try frame.opened(with: key)
    #expect(!opened.isSealed)
    #expect(try Message(Packet(opened)) == message)
    #expect(opened.segment == ByteBuffer(string: try message.segment()))
  }

  @Test func `whole groups of sixteen bytes are sealed and the rest stays plain`() throws {
    let key = try #require(key)
    let plain = Array("0123456789ABCDEFrest".utf8)
    let sealed = String(decoding: key.sealed(plain[...]), as: UTF8.self)
    #expect(
      sealed
        == "{0x9E,0x99,0x6B,0x9D,0x4D,0x7D,0x9B,0xB3,0x97,0xC7,0xAC,0x41,0x1F,0xDD,0x07,0x17}rest"
    )
    #expect(key.opened(Array(sealed.utf8)[...]) == plain)
    #expect(key.opened(Array(sealed.lowercased().utf8)[...]) == plain)
    #expect(key.sealed(Array("short".utf8)[...]) == Array("short".utf8))
  }

  @Test func `a sealed frame is refused where the setting does not allow it`() throws {
    let bytes = try message.sealedFrame(with: try #require(key))
    #expect(read(bytes, acceptsSealed: false)?.fault?.code == "crc-mismatch")
  }

  @Test func `another key or a changed byte is found by the CRC`() throws {
    let other = try #require(SealingKey(hexadecimal: "000102030405060708090a0b0c0d0e0f"))
    let sealed = try message.sealedFrame(with: try #require(key))
    let frame = try #require(read(sealed)?.frame)
    let fault = #expect(throws: FrameFault.self) { try frame.opened(with: other) }
    #expect(fault?.code == "crc-mismatch")
  }

  @Test(arguments: [
    "{0x9E}", "{0x9E,0x99}", "{0xZZ,0x99}", "{9E,99}", "{0x9E 0x99}", "{}", "{0x", "{0x9E,}",
  ])
  func `what is not sealed text is not opened`(text: String) throws {
    let key = try #require(key)
    let opened = key.opened(Array(text.utf8)[...])
    // Without a closing brace it is taken for plain text, whose CRC tells.
    #expect(opened == nil || !text.contains("}"))
  }

  @Test func `sealed frames cut and changed anywhere are faults and never traps`() throws {
    let key = try #require(key)
    let whole = Array(try message.sealedFrame(with: key).readableBytesView)
    var random = SeededGenerator(seed: 5)
    for _ in 0..<3000 {
      var bytes = whole.prefix(Int.random(in: 0...whole.count, using: &random))
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        guard let place = bytes.indices.randomElement(using: &random) else { break }
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      guard let frame = read(ByteBuffer(bytes: bytes))?.frame,
        let opened = try? frame.opened(with: key), let packet = try? Packet(opened)
      else { continue }
      _ = packet.content(utcOffsetSeconds: 28_800)
    }
  }

  @Test(arguments: [
    "", "00", "zz0102030405060708090a0b0c0d0e0f", "000102030405060708090a0b0c0d0e0f00",
  ])
  func `a key has sixteen bytes`(text: String) {
    #expect(SealingKey(hexadecimal: text) == nil)
    #expect(SealingKey(bytes: Array(text.utf8)) == nil || text.utf8.count == 16)
  }
}
