import NIOCore
import Testing

@testable import HJ212

/// Rows that we judge otherwise than the sheet, each with its reason.
private let differences: [Int: (ours: Judgement, why: String)] = [
  23: (.yes, "the length counts CRC and CR LF; section 2.4 of the sheet itself advises to take it"),
  24: (.yes, "the length counts CRC and CR LF; section 2.4 of the sheet itself advises to take it"),
  150: (
    .yes,
    "Flag says split without PNUM and PNO, as two field packets do that the sheet judges good "
      + "(Flag=7, CN=2011, ST=22): the data are whole, so it is noted and not refused"
  ),
  164: (
    .contentNo,
    "the row shows that ## inside a segment is data, and so it is here; its value 2##0010 is all "
      + "the same no number, as NaN in another row"
  ),
]

@Suite struct VectorTests {
  @Test(.enabled(if: Vectors.all != nil))
  func `every packet of the field sheet is judged as the sheet says, or the reason is listed`()
    throws
  {
    let rows = try #require(Vectors.all)
    #expect(rows.count == 163)
    for vector in rows {
      let sheet: Judgement =
        vector.valid == "yes" ? .yes : vector.valid.hasPrefix("frame yes") ? .contentNo : .no
      let ours = Judgement(vector.bytes)
      if let difference = differences[vector.row] {
        #expect(ours == difference.ours && ours != sheet, "row \(vector.row): \(difference.why)")
      } else {
        #expect(ours == sheet, "row \(vector.row): \(vector.valid)")
      }
    }
  }

  @Test(.enabled(if: Vectors.all != nil))
  func `a frame with Modbus CRC is good where the setting allows it`() throws {
    let rows = try #require(Vectors.all).filter { $0.valid.contains("plain Modbus CRC16") }
    #expect(rows.count == 11)
    for vector in rows {
      let frame = try #require(
        read([vector.bytes], settings: .init(acceptsModbusCRC: true)).first?.frame)
      #expect(frame.checksum == .modbus)
      #expect(frame.notes.contains { $0.kind == .modbusCRC })
      #expect(throws: FrameFault.self) {
        try frame.check(segmentLimit: 1024, acceptsModbusCRC: false)
      }
    }
  }

  @Test(.enabled(if: Vectors.all != nil))
  func `every good packet has the CRC that the sheet computed`() throws {
    for vector in try #require(Vectors.all) where vector.valid == "yes" {
      let frame = try #require(read([vector.bytes]).first?.frame)
      #expect(Ascii.hexText(frame.crcWritten) == vector.crcComputed)
      #expect(
        Ascii.hexText(Checksum.modbus(frame.segment.readableBytesUInt8Span)) == vector.crcModbus)
      #expect(frame.segment.readableBytes == vector.segmentLength)
    }
  }

  @Test(.enabled(if: Vectors.all != nil))
  func `every packet gives the same events however it is split`() throws {
    for vector in try #require(Vectors.all) {
      let whole = read([vector.bytes])
      for place in 1..<vector.bytes.count {
        let pieces = [Array(vector.bytes[..<place]), Array(vector.bytes[place...])]
        guard areAlike(read(pieces), whole) else {
          Issue.record("row \(vector.row) split at \(place)")
          break
        }
      }
    }
  }
}

/// Where a frame is rejected before all of it has come, the advice knows less: what counts is the
/// kind of fault and its place.
private func areAlike(_ some: [FrameEvent], _ others: [FrameEvent]) -> Bool {
  some.count == others.count
    && zip(some, others).allSatisfy { one, other in
      guard let fault = one.fault, let second = other.fault else { return one == other }
      return fault.code == second.code && fault.byteOffset == second.byteOffset
        && fault.frameOffset == second.frameOffset
    }
}
