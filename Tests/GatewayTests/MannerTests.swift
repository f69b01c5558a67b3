import Gateway
import HJ212
import NIOCore
import Telemetry
import Testing

@Suite struct `A device is taken in the manner that the list says` {
  private func answer(_ frame: String, _ device: Device) async throws -> (String?, Gate.Kept) {
    try await answer(Array(frame.utf8), device)
  }

  /// What is answered within a moment, and what the inbox and the counters then have.
  private func answer(_ frame: [UInt8], _ device: Device) async throws -> (String?, Gate.Kept) {
    try await Gate.open(devices: [device]) { gate in
      let unit = try await Unit.connected(to: gate.port)
      try await unit.send(frame)
      let answer = await unit.answer(withinMilliseconds: 500)
      return (answer, Gate.Kept(frames: try await gate.stored(), counts: gate.server.counts()))
    }
  }

  @Test(arguments: [
    (["127.0.0.0/8"], true), (["127.0.0.1"], true), (["10.0.0.0/8", "127.0.0.1/32"], true),
    (["10.0.0.0/8"], false), (["::1"], false), (["0.0.0.0/0"], true),
  ])
  func `only from the networks that it may come from`(networks: [String], isIn: Bool) async throws {
    let device = Gate.device { $0.networks = networks.compactMap(AddressNetwork.init(_:)) }
    let (answer, kept) = try await answer(upload(qn: "20210607102000001"), device)
    #expect((answer != nil) == isIn)
    #expect(kept.counts.count(.foreignAddress) == (isIn ? 0 : 1))
    #expect(kept.frames.count == (isIn ? 1 : 0))
  }

  @Test(arguments: [("123456", true), ("abc123", true), ("abc124", false), ("", false)])
  func `with the old or the new password while it changes`(pw: String, isTaken: Bool) async throws {
    let device = Gate.device { $0.nextPassword = "abc123" }
    let (answer, kept) = try await answer(upload(qn: "20210607102000001", pw: pw), device)
    #expect((answer != nil) == isTaken)
    #expect(kept.counts.count(.wrongPassword) == (isTaken ? 0 : 1))
  }

  @Test(arguments: [true, false])
  func `with a length of three digits, where it is allowed`(isAllowed: Bool) async throws {
    let device = Gate.device { $0.hasThreeDigitLength = isAllowed }
    let short = upload(qn: "20210607102000001").replacing("##0", with: "##")
    let (answer, kept) = try await answer(short, device)
    #expect((answer != nil) == isAllowed)
    #expect(kept.frames.count == (isAllowed ? 1 : 0))
    #expect(kept.counts.count(.malformed) == (isAllowed ? 0 : 1))
  }

  private static let key = "30303030303030303030303030303030"

  private func sealed(with key: String = Self.key) throws -> [UInt8] {
    let groups = (0..<12).map { [Message.Pair("a3400\($0 % 10)-Rtd", "35.5")] }
    let message = Message(
      qn: "20210607102000001", st: "22", cn: "2011", pw: "123456", mn: Gate.station,
      flag: PacketFlag(.of2025, wantsAnswer: true),
      data: [[Message.Pair("DataTime", "20210607101500")]] + groups)
    let key = try #require(SealingKey(hexadecimal: key))
    return Array(try message.sealedFrame(with: key).readableBytesView)
  }

  @Test func `sealed data are opened and kept in plain text`() async throws {
    let device = Gate.device(segmentLimit: 512, edition: "2025") { $0.sealingKey = Self.key }
    let (answer, kept) = try await answer(try sealed(), device)
    #expect(answer == acknowledgement(qn: "20210607102000001", flag: "8"))
    #expect(kept.frames.count == 1)
    #expect(kept.frames.first?.contains("CP=&&DataTime=20210607101500;a34000-Rtd=35.5;") == true)
  }

  @Test(arguments: [nil, "31313131313131313131313131313131"])
  func `sealed data are refused without the right key`(key: String?) async throws {
    let device = Gate.device(edition: "2025") { $0.sealingKey = key }
    let (answer, kept) = try await answer(try sealed(), device)
    #expect(answer == nil)
    #expect(kept.frames.isEmpty)
    #expect(kept.counts.count(.malformed) + kept.counts.count(.brokenCRC) == 1)
  }
}

@Suite struct `A network of addresses` {
  @Test(arguments: [
    ("10.8.0.0/16", "10.8.255.1", true), ("10.8.0.0/16", "10.9.0.1", false),
    ("10.8.0.128/25", "10.8.0.127", false), ("10.8.0.128/25", "10.8.0.200", true),
    ("2001:db8::/32", "2001:db8:1::5", true), ("2001:db8::/32", "10.8.0.1", false),
    ("10.8.0.7", "::ffff:10.8.0.7", true), ("10.8.0.7", "10.8.0.8", false),
  ])
  func `contains what its first bits name`(network: String, address: String, isIn: Bool) throws {
    let network = try #require(AddressNetwork(network))
    #expect(network.contains(try #require(AddressNetwork(address))) == isIn)
  }

  @Test(arguments: ["", "10.8", "10.8.0.0/33", "10.8.0.0/", "10.8.0.0/-1", "::/129", "host", "/8"])
  func `is refused where it is none`(text: String) {
    #expect(AddressNetwork(text) == nil)
  }
}
