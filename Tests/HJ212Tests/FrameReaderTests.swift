import NIOCore
import Seeds
import Testing

@testable import HJ212

private func events(_ text: String, _ settings: FrameReader.Settings = .init()) -> [FrameEvent] {
  read([Array(text.utf8)], settings: settings)
}

@Suite struct FrameReaderTests {
  @Test func `several frames in one read come out one by one with their places`() {
    let found = events(dust + "\r\n" + dust + "\r\n")
    #expect(found.compactMap(\.frame).map(\.byteOffset) == [0, 201])
    #expect(found.count == 2)
    #expect(found[1].frame?.segmentOffset == 207)
    #expect(found[0].frame?.bytes == ByteBuffer(string: dust))
  }

  @Test func `a frame is there before its tail has come`() {
    var reader = FrameReader()
    var buffer = ByteBuffer(string: dust)
    #expect(reader.next(in: &buffer)?.frame != nil)
    #expect(reader.next(in: &buffer) == nil)
    buffer.writeString("\r\n")
    #expect(reader.next(in: &buffer) == nil)
    #expect(buffer.readableBytes == 0)
  }

  @Test(arguments: [
    ("\n", Note.Kind.tailLineFeedOnly), ("\r", .tailCarriageReturnOnly), ("**", .tailStars),
    ("", .tailMissing),
  ])
  func `any other tail is tolerated and noted`(tail: String, kind: Note.Kind) {
    let found = events(dust + tail + dust + "\r\n")
    #expect(found.compactMap(\.frame).count == 2)
    #expect(found.count == 3)
    #expect(found[1] == .oddTail(Note(kind, at: dust.utf8.count)))
  }

  @Test func `nothing of a frame that ended in CR alone is left in the buffer`() {
    var reader = FrameReader()
    var buffer = ByteBuffer(string: dust + "\r")
    #expect(reader.next(in: &buffer)?.frame != nil)
    #expect(reader.next(in: &buffer) == nil)
    #expect(buffer.readableBytes == 0)
    buffer.writeString("##")
    #expect(
      reader.next(in: &buffer)
        == .oddTail(Note(.tailCarriageReturnOnly, at: dust.utf8.count)))
    #expect(buffer.readableBytes == 2)
  }

  @Test(arguments: [("x&&", true), ("x", false)])
  func `a Modbus CRC is looked for only behind a closed data area`(end: String, isModbus: Bool)
    throws
  {
    let segment = ByteBuffer(string: "QN=1;ST=22;CP=&&" + end)
    let crc = Ascii.hexText(Checksum.modbus(segment.readableBytesUInt8Span))
    let frame = "##00\(segment.readableBytes)\(String(buffer: segment))\(crc)\r\n"
    let found = events(frame, .init(acceptsModbusCRC: true))
    #expect((found.first?.frame?.checksum == .modbus) == isModbus)
  }

  @Test func `a header inside a good segment is data`() {
    let segment = upload("DataTime=20210615120000;i11001-Info=//##0010//")
    #expect(events(framed(segment)).compactMap(\.frame).count == 1)
  }

  @Test func `a length that counts CRC and tail is tolerated before more bytes come`() throws {
    let segment = upload("DataTime=20210615120000;LA-Rtd=1")
    var reader = FrameReader()
    var buffer = ByteBuffer(string: framed(segment, length: segment.utf8.count + 6))
    let frame = try #require(reader.next(in: &buffer)?.frame)
    #expect(frame.segment == ByteBuffer(string: segment))
    #expect(frame.notes.map(\.kind) == [.lengthCountsTail])
  }

  @Test func `a frame that is good by two lengths is read alike however it is cut`() {
    let short = upload("DataTime=20210615120000;LA-Rtd=1")
    let crc = Ascii.hexText(Checksum.hj212(Array(short.utf8).span))
    let stream = Array(framed(short + crc + "&&").utf8)
    let whole = read([stream])
    #expect(whole.compactMap(\.frame).map(\.segment) == [ByteBuffer(string: short)])
    for place in 1..<stream.count {
      let cut = read([Array(stream[..<place]), Array(stream[place...])])
      #expect(cut.compactMap(\.frame) == whole.compactMap(\.frame))
    }
  }

  @Test func `a frame that announces too much is rejected on its length field`() throws {
    var reader = FrameReader()
    var buffer = ByteBuffer(string: "##1025")
    let fault = try #require(reader.next(in: &buffer)?.fault)
    #expect(fault.reason == .segmentTooLong(declared: 1025, limit: 1024))
    #expect(fault.byteOffset == 2)
    #expect(fault.description.contains("split the packet"))
  }

  @Test func `the segment limit of the standard is just allowed`() throws {
    let segment = upload("DataTime=20210615120000;x=")
    let full = segment.replacing(
      "x=", with: "x=" + String(repeating: "1", count: 1024 - segment.utf8.count))
    #expect(events(framed(full)).first?.frame?.segment.readableBytes == 1024)
  }

  @Test func `a device's own limit is applied after its number is known`() throws {
    let found = events(dust + "\r\n", .init(segmentLimit: FrameReader.hardLimit))
    let frame = try #require(found.first?.frame)
    #expect(throws: Never.self) { try frame.check(segmentLimit: 189, acceptsModbusCRC: false) }
    let fault = #expect(throws: FrameFault.self) {
      try frame.check(segmentLimit: 188, acceptsModbusCRC: false)
    }
    #expect(fault?.reason == .segmentTooLong(declared: 189, limit: 188))
  }

  @Test func `a length field of three digits needs the setting`() throws {
    let segment = upload("DataTime=20210615120000;LA-Rtd=1")
    let short = "##" + framed(segment).dropFirst(3)
    #expect(events(short).first?.fault?.code == "length-not-digits")
    let found = events(short, .init(acceptsThreeDigitLength: true))
    #expect(found.first?.frame?.notes.map(\.kind) == [.shortLengthField])
  }

  @Test func `a wrong length is explained by what the segment's end shows`() throws {
    let segment = upload("DataTime=20210615120000;LA-Rtd=1")
    let fault = try #require(events(framed(segment, length: 90) + dust).first?.fault)
    #expect(fault.description.contains("write the length as 0\(segment.utf8.count)"))
  }

  @Test func `a rejected frame does not cost the next one`() {
    let broken = dust.replacing("2EC0", with: "2EC1")
    let found = events(broken + "\r\n" + dust + "\r\n")
    #expect(found.compactMap(\.fault).map(\.code) == ["crc-mismatch"])
    #expect(found.compactMap(\.frame).map(\.byteOffset) == [broken.utf8.count + 2])
  }

  @Test func `a frame swallowed by a wrong length is found inside it`() {
    let found = events("##0300" + dust + "\r\n" + dust + "\r\n")
    #expect(found.compactMap(\.frame).map(\.byteOffset) == [6, 207])
  }

  @Test func `random garbage between frames costs no frame`() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      var stream: [UInt8] = []
      var places: [Int] = []
      for _ in 0..<4 {
        stream += (0..<Int.random(in: 0...40, using: &random)).map { _ in
          let byte = UInt8.random(in: 0...255, using: &random)
          return byte == Ascii.hash ? 0x21 : byte
        }
        places.append(stream.count)
        stream += Array((dust + "\r\n").utf8)
      }
      var pieces: [[UInt8]] = []
      while !stream.isEmpty {
        let count = min(stream.count, Int.random(in: 1...90, using: &random))
        pieces.append(Array(stream.prefix(count)))
        stream.removeFirst(count)
      }
      #expect(read(pieces).compactMap(\.frame).map(\.byteOffset) == places)
    }
  }

  @Test func `a stream without frames is not kept`() {
    var reader = FrameReader()
    var buffer = ByteBuffer()
    for _ in 0..<100 {
      buffer.writeRepeatingByte(UInt8(ascii: "x"), count: 1000)
      while reader.next(in: &buffer) != nil {}
      #expect(buffer.readableBytes == 0)
    }
    #expect(reader.byteOffset == 100_000)
  }

  @Test(.timeLimit(.minutes(1)))
  func `changed frames never trap the reader, the packet or its content`() throws {
    var random = SeededGenerator(seed: 99)
    let seeds =
      [dust + "\r\n"] + (Vectors.all ?? []).map { String(decoding: $0.bytes, as: UTF8.self) }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(4)
    var rounds = 0
    while clock.now < end {
      var bytes = Array((seeds.randomElement(using: &random) ?? dust).utf8)
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        mutate(&bytes, &random)
      }
      let settings = FrameReader.Settings(
        segmentLimit: 9999, acceptsModbusCRC: Bool.random(using: &random),
        acceptsThreeDigitLength: Bool.random(using: &random))
      for event in read([bytes], settings: settings) {
        guard let frame = event.frame, let packet = try? Packet(frame) else { continue }
        _ = packet.content(utcOffsetSeconds: 28_800)
      }
      // Most changes break the CRC: look at the segment also without its frame.
      if let packet = try? Packet(segment: ByteBuffer(bytes: bytes.dropFirst(6))) {
        _ = packet.content(utcOffsetSeconds: 28_800)
        _ = Message(packet)
      }
      rounds += 1
    }
    #expect(rounds > 100)
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard !bytes.isEmpty else { return }
    let place = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: place)
    case 2: bytes.insert(Array("#&;,=-0.".utf8).randomElement(using: &random) ?? 0, at: place)
    case 3: bytes.removeLast(bytes.count - place)
    default: bytes.insert(contentsOf: bytes.prefix(place), at: place)
    }
  }
}
