import ActionPlan
import Foundation
import Gateway
import NIOCore
import Telemetry
import Testing

@testable import Gateway

@Suite struct `Messages of a broker` {
  private static func settings(_ broker: Broker, authority: String? = nil) -> MQTTSettings {
    var settings = MQTTSettings(
      host: "localhost", port: broker.port, isSecure: authority != nil, authority: authority,
      client: "lantian-fume", user: "lantian", password: "secret", topics: ["fume/#"])
    settings.firstPauseMilliseconds = 20
    settings.longestPauseMilliseconds = 100
    return settings
  }

  private static func source(_ shop: Shop, _ settings: MQTTSettings) -> MQTTSource {
    MQTTSource(source: "fume", settings: settings, desk: shop.desk, logger: .silent)
  }

  @Test func `a message becomes a sample, its topic is where it came from`() async throws {
    let folder = Folder()
    let broker = try Broker(folder: folder)
    try await broker.start()
    try await Shop.open(.fume(.mqtt), folder: folder) { shop in
      try await running([Self.source(shop, Self.settings(broker))]) {
        #expect(await happens { shop.desk.statuses()[0].isConnected == true })
        try broker.publish(fumeDocument("0.5"))
        try broker.publish(fumeDocument("0.5"), topic: "other")
        try broker.publish(Array("no JSON".utf8), topic: "fume/2")
        #expect(try await happens { try await shop.inbox.lastSequence == 2 })
        #expect(try await shop.values() == [`Messages of a source`.nine: "500 N"])
        #expect(try await shop.inbox.frame(1)?.peer == "fume/1")
        #expect(shop.codes == ["document-unreadable"])
      }
    }
  }

  @Test func `what comes while we are away, or the broker, is had afterwards`() async throws {
    let folder = Folder()
    let broker = try Broker(folder: folder)
    try await broker.start()
    try await Shop.open(.fume(.mqtt), folder: folder) { shop in
      try await running([Self.source(shop, Self.settings(broker))]) {
        #expect(await happens { shop.desk.statuses()[0].isConnected == true })
      }
      for value in 1...20 { try broker.publish(fumeDocument("\(value)")) }
      broker.stop()
      #expect(try await shop.inbox.lastSequence == 0)
      try await running([Self.source(shop, Self.settings(broker))]) {
        try await broker.start()
        #expect(try await happens { try await shop.inbox.lastSequence == 20 })
        broker.stop()
        #expect(await happens { shop.desk.statuses()[0].isConnected == false })
        try await broker.start()
        #expect(await happens { shop.desk.statuses()[0].isConnected == true })
        try broker.publish(fumeDocument("21"))
        #expect(try await happens { try await shop.inbox.lastSequence == 21 })
      }
      #expect(try await shop.values() == [`Messages of a source`.nine: "21000 N"])
    }
  }

  @Test func `a message that was not committed is not acknowledged, and comes again`() async throws
  {
    let folder = Folder()
    let broker = try Broker(folder: folder)
    try await broker.start()
    let inbox = try Inbox(path: folder.path("inbox.sqlite"))
    let desk = try await SourceDesk(
      sources: [.fume(.mqtt)], inbox: inbox, now: { Gate.now }, logger: .silent)
    let source = MQTTSource(
      source: "fume", settings: Self.settings(broker), desk: desk, logger: .silent)
    try await running([source]) {
      #expect(await happens { desk.statuses()[0].isConnected == true })
      try inbox.close()
      try broker.publish(fumeDocument("0.5"))
      #expect(await happens { desk.statuses()[0].state.failures > 1 })
    }
    try await Shop.open(.fume(.mqtt), folder: folder) { shop in
      try await running([Self.source(shop, Self.settings(broker))]) {
        let isThere = try await happens { try await shop.inbox.lastSequence == 1 }
        #expect(isThere)
      }
      #expect(try await shop.values() == [`Messages of a source`.nine: "500 N"])
    }
  }

  @Test func `a broker over TLS is read where its certificate is known, and not otherwise`()
    async throws
  {
    let folder = Folder()
    let (chain, key) = (folder.path("chain.pem"), folder.path("key.pem"))
    try Broker.run(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", chain])
    let broker = try Broker(folder: folder, certificate: (chain, key))
    try await broker.start()
    try await Shop.open(.fume(.mqtt), folder: folder) { shop in
      var blind = Self.settings(broker, authority: chain)
      blind.authority = nil
      try await running([Self.source(shop, blind)]) {
        #expect(await happens { shop.desk.statuses()[0].state.failures > 0 })
        #expect(shop.desk.statuses()[0].isConnected == false)
      }
      try await running([Self.source(shop, Self.settings(broker, authority: chain))]) {
        #expect(await happens { shop.desk.statuses()[0].isConnected == true })
        try broker.publish(fumeDocument("0.5"), authority: chain)
        #expect(try await happens { try await shop.inbox.lastSequence == 1 })
      }
    }
  }

  @Test func `a wrong password is told`() async throws {
    let folder = Folder()
    let broker = try Broker(folder: folder)
    try await broker.start()
    try await Shop.open(.fume(.mqtt), folder: folder) { shop in
      var settings = Self.settings(broker)
      settings.password = "wrong"
      try await running([Self.source(shop, settings)]) {
        #expect(
          await happens {
            shop.desk.statuses()[0].state.lastFailure?.contains("the broker refused") == true
          })
      }
    }
  }

  // MARK: Packets

  private func packets(_ bytes: [UInt8]) throws -> [MQTTPacket] {
    var reader = MQTTReader()
    var buffer = ByteBuffer(bytes: bytes)
    var packets: [MQTTPacket] = []
    while let packet = try reader.next(in: &buffer) { packets.append(packet) }
    return packets
  }

  private static let sent: [MQTTPacket] = [
    .connectAnswer(hasSession: true, code: 0), .subscribeAnswer(id: 1, codes: [1, 0x80]),
    .publish(topic: "a/b", payload: Array("x".utf8), id: 7),
    .publish(topic: "数", payload: [UInt8](repeating: 1, count: 300), id: nil), .pingAnswer,
  ]

  @Test func `packets are read wherever the stream is cut`() throws {
    var buffer = ByteBuffer()
    for packet in Self.sent { packet.write(into: &buffer) }
    let bytes = Array(buffer.readableBytesView)
    #expect(try packets(bytes) == Self.sent)
    for cut in 0...bytes.count {
      var reader = MQTTReader()
      var pending = ByteBuffer(bytes: bytes[..<cut])
      var read: [MQTTPacket] = []
      while let packet = try reader.next(in: &pending) { read.append(packet) }
      pending.writeBytes(bytes[cut...])
      while let packet = try reader.next(in: &pending) { read.append(packet) }
      #expect(read == Self.sent)
    }
  }

  @Test(
    arguments: [
      [0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x30, 0xFF, 0xFF, 0xFF, 0x7F], [0x00, 0x00],
      [0x20, 0x01, 0x00],
      [0x30, 0x01, 0x00], [0x32, 0x03, 0x00, 0x01, 0x61],
      [0x32, 0x05, 0x00, 0x01, 0x61, 0x00, 0x00],
      [0x34, 0x05, 0x00, 0x01, 0x61, 0x00, 0x01], [0x90, 0x01, 0x00], [0xF0, 0x00],
    ] as [[UInt8]])
  func `what is no packet for us ends the connection`(bytes: [UInt8]) {
    #expect(throws: MQTTFault.self) { try packets(bytes) }
  }

  @Test func `no bytes stop the reader of packets`() {
    var seeds = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...40, using: &seeds)).map { _ in
        UInt8.random(in: 0...255, using: &seeds)
      }
      _ = try? packets(bytes)
    }
  }
}
