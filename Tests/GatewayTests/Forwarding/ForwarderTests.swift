import ActionPlan
import Foundation
import Gateway
import HJ212
import NIOCore
import NIOPosix
import Telemetry
import Testing

@Suite struct `Forwarding upward` {
  /// Our gateway as the platform above: it knows the station by the platform's number too.
  private static func above(_ folder: Folder, port: Int = 0) async throws -> Gate {
    try await Gate.start(
      devices: [Gate.device(), Gate.device("P1", password: "platform")],
      settings: .test { $0.port = port }, folder: folder)
  }

  private static func forwarder(
    _ inbox: Inbox, port: Int, _ destination: Destination = plain
  ) async throws -> Forwarder {
    var settings = ForwardSettings(host: "127.0.0.1", port: port, password: "platform")
    settings.firstPauseMilliseconds = 20
    settings.longestPauseMilliseconds = 100
    settings.answerMilliseconds = 300
    let directory = DeviceDirectory(devices: [Gate.device()])
    return try await Forwarder(
      destination, settings: settings, inbox: inbox, utcOffsetSeconds: Gate.offset,
      directory: { directory }, now: { Gate.now }, logger: .silent)
  }

  private static let plain = Destination(id: "city", label: Label(zh: "市", en: "City"))

  private static func append(_ text: String, to inbox: Inbox) async throws {
    var reader = FrameReader()
    var bytes = ByteBuffer(string: text)
    guard case .frame(let frame)? = reader.next(in: &bytes, atEnd: true) else { return }
    let packet = Packet(headerOf: frame)
    _ = try await inbox.append(
      IncomingFrame(
        mn: packet.mn ?? "", qn: packet.qn ?? "", cn: packet.cn ?? "", pno: 0, st: packet.st ?? "",
        digest: Array(text.utf8.suffix(18).prefix(16)), bytes: Array(frame.bytes.readableBytesView),
        receivedAtMilliseconds: Gate.now * 1000 + 7, peer: "test"))
  }

  private static func inbox(_ folder: Folder) throws -> Inbox {
    try Inbox(path: folder.path("below.sqlite"))
  }

  @Test func `frames reach the platform as they came, from now on, in order`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    try await Self.append(upload(qn: "20210607102000000"), to: inbox)
    let above = try await Self.above(folder)
    let forwarder = try await Self.forwarder(inbox, port: above.port)
    try await running([forwarder]) {
      for number in 1...40 {
        try await Self.append(upload(qn: "202106071020000\(10 + number)"), to: inbox)
      }
      #expect(await happens { await forwarder.status().waiting == 0 })
    }
    let sent = (1...40).map { number in
      String(upload(qn: "202106071020000\(10 + number)").dropFirst(6).dropLast(5))
    }
    #expect(try await above.stored() == sent)
    #expect(await forwarder.status().acknowledged == 40)
    #expect(await forwarder.status().lastAcknowledgedAt == Gate.now)
    try await above.stop()
  }

  @Test func `an outage of the platform loses nothing and doubles nothing`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    var above = try await Self.above(folder)
    let port = above.port
    let forwarder = try await Self.forwarder(inbox, port: port)
    try await running([forwarder]) {
      var number = 10_000
      for round in 0..<4 {
        for _ in 0..<50 {
          number += 1
          try await Self.append(upload(qn: "202106071020\(number)"), to: inbox)
        }
        if round < 3 {
          #expect(await happens { await forwarder.status().acknowledged > round * 50 })
          try await above.stop()
          #expect(await happens { await !forwarder.status().isConnected })
          #expect(await happens { await forwarder.status().lastFailure != nil })
          above = try await Self.above(folder, port: port)
        }
      }
      #expect(await happens(withinMilliseconds: 20_000) { await forwarder.status().waiting == 0 })
    }
    let qns = try await above.inbox.frames(after: 0, limit: 1_000).map(\.qn)
    #expect(Set(qns) == Set((10_001...10_200).map { "202106071020\($0)" }))
    #expect(qns.count == 200)
    try await above.stop()
  }

  @Test func `a restart goes on where the platform has acknowledged`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    let above = try await Self.above(folder)
    for round in 0..<3 {
      let forwarder = try await Self.forwarder(inbox, port: above.port)
      try await running([forwarder]) {
        for number in 0..<10 {
          try await Self.append(upload(qn: "202106071020000\(10 + round * 10 + number)"), to: inbox)
        }
        #expect(await happens { await forwarder.status().waiting == 0 })
        #expect(await forwarder.status().acknowledged == (round + 1) * 10)
      }
    }
    #expect(above.server.counts().count(.stored) == 30)
    #expect(above.server.counts().count(.repeated) == 0)
    try await above.stop()
  }

  @Test func `frames are written anew in the platform's words, and filtered`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    let above = try await Self.above(folder)
    let destination = Destination(
      id: "city", label: Label(zh: "市", en: "City"), devices: [Gate.station],
      commands: ["2011"],
      rewriting: Destination.Rewriting(
        numbers: [Gate.station: "P1"], system: "31", version: 1, wantsAnswers: true,
        factors: ["a34004"]))
    let forwarder = try await Self.forwarder(inbox, port: above.port, destination)
    try await running([forwarder]) {
      try await Self.append(
        upload(
          qn: "20210607102000001", flag: "4",
          "DataTime=20210607101500;a34004-Rtd=35.50,a34004-Flag=N;a21026-Rtd=3"), to: inbox)
      try await Self.append(
        upload(qn: "20210607102000002", "DataTime=20210607101500;a21026-Rtd=3"), to: inbox)
      try await Self.append(upload(qn: "20210607102000003", cn: "2061"), to: inbox)
      try await Self.append(upload(mn: "OTHER", qn: "20210607102000004"), to: inbox)
      // The edition of 2005 has no QN here and no Flag.
      try await Self.append(
        framed(
          "ST=22;CN=2011;PW=123456;MN=\(Gate.station);CP=&&DataTime=20210607102000;a34004-Rtd=36&&"),
        to: inbox)
      #expect(await happens { await forwarder.status().waiting == 0 })
    }
    #expect(
      try await above.stored() == [
        "QN=20210607102000001;ST=31;CN=2011;PW=platform;MN=P1;Flag=5;CP=&&DataTime=20210607101500;a34004-Rtd=35.50,a34004-Flag=N&&",
        "QN=20210607102000007;ST=31;CN=2011;PW=platform;MN=P1;Flag=5;CP=&&DataTime=20210607102000;a34004-Rtd=36&&",
      ])
    try await above.stop()
  }

  @Test func `messages of sources stay here`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    let above = try await Self.above(folder)
    let forwarder = try await Self.forwarder(inbox, port: above.port)
    try await running([forwarder]) {
      _ = try await inbox.append(
        IncomingFrame(
          source: "fume", form: "json", bytes: fumeDocument("1"), receivedAtMilliseconds: 0,
          peer: "a"))
      #expect(await happens { await forwarder.status().waiting == 0 })
    }
    #expect(try await above.stored() == [])
    try await above.stop()
  }

  @Test func `pausing stops it, also over a restart, and it goes on where it was`() async throws {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    let above = try await Self.above(folder)
    let first = try await Self.forwarder(inbox, port: above.port)
    try await running([first]) {
      try await first.setPaused(true)
      #expect(await happens { await !first.status().isConnected })
      try await Self.append(upload(qn: "20210607102000001"), to: inbox)
    }
    let second = try await Self.forwarder(inbox, port: above.port)
    try await running([second]) {
      #expect(await second.status().isPaused)
      #expect(await second.status().waiting == 1)
      try await second.setPaused(false)
      #expect(await happens { await second.status().waiting == 0 })
    }
    #expect(try await above.stored().count == 1)
    try await above.stop()
  }

  @Test func `a frame that the platform never acknowledges does not stop the others`() async throws
  {
    let folder = Folder()
    let inbox = try Self.inbox(folder)
    let above = try await Self.above(folder)
    let forwarder = try await Self.forwarder(inbox, port: above.port)
    try await running([forwarder]) {
      try await Self.append(upload(mn: "UNKNOWN", qn: "20210607102000001"), to: inbox)
      for number in 10..<60 {
        try await Self.append(upload(qn: "202106071020000\(number)"), to: inbox)
      }
      #expect(
        await happens(withinMilliseconds: 30_000) { await forwarder.status().waiting == 0 })
      #expect(await happens { await forwarder.status().setAside == 1 })
    }
    #expect(try await above.stored().count == 50)
    #expect(try await inbox.setAside(of: "city", limit: 9) == [1])
    try await above.stop()
  }

  // MARK: Requests of the platform

  @Test(arguments: [
    ("1012", "platform", Gate.station, "CN=9011", "QnRtn=2"),
    ("2061", "platform", Gate.station, "CN=9011", "QnRtn=2"),
    ("1012", "wrong", Gate.station, "CN=9011", "QnRtn=3"),
    ("1012", "platform", "NOBODY", "CN=9011", "QnRtn=4"),
    ("7777", "platform", Gate.station, "CN=9011", "QnRtn=8"),
    ("2012", "platform", Gate.station, "CN=9013", "CP=&&&&"),
  ])
  func `a platform's request is refused with its reason`(
    cn: String, password: String, mn: String, answer: String, code: String
  ) async throws {
    let folder = Folder()
    let platform = try await Platform.listen()
    let forwarder = try await Self.forwarder(try Self.inbox(folder), port: platform.port)
    try await running([forwarder]) {
      let heard = try await platform.ask(
        framed("QN=20210607102000001;ST=22;CN=\(cn);PW=\(password);MN=\(mn);Flag=5;CP=&&&&"))
      #expect(heard.contains("QN=20210607102000001;"))
      #expect(heard.contains(answer))
      #expect(heard.contains(code))
    }
    try await platform.close()
  }
}

/// A platform above of which the tests write every byte.
private struct Platform: Sendable {
  private let server: NIOAsyncChannel<NIOAsyncChannel<ByteBuffer, ByteBuffer>, Never>
  let port: Int

  static func listen() async throws -> Platform {
    let server = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    return Platform(server: server, port: server.channel.localAddress?.port ?? 0)
  }

  /// Sends a frame to who connects first and waits for the answer.
  func ask(_ frame: String) async throws -> String {
    try await server.executeThenClose { connections in
      for try await connection in connections {
        return try await connection.executeThenClose { inbound, outbound in
          try await outbound.write(ByteBuffer(string: frame))
          for try await answer in inbound { return String(buffer: answer) }
          return ""
        }
      }
      return ""
    }
  }

  func close() async throws { try? await server.channel.close() }
}
