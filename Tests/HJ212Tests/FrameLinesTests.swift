import NIOCore
import Testing

@testable import HJ212

private func lines(_ text: String) -> [FrameLine] {
  var lines = FrameLines()
  var buffer = ByteBuffer(string: text)
  return lines.read(&buffer) + lines.read(&buffer, atEnd: true)
}

@Suite struct FrameLinesTests {
  @Test func `a good frame is one line with sorted keys`() throws {
    let found = lines(framed(upload("DataTime=20210615120000;LA-Rtd=66.1,LA-Flag=N")))
    #expect(
      found.map(\.json) == [
        #"{"at":0,"cn":"2011","cp":[{"DataTime":"20210615120000"},{"LA-Flag":"N","LA-Rtd":"66.1"}],"#
          + #""crc":"0880","flag":5,"length":132,"mn":"330604000000000000000001","pw":"123456","#
          + #""qn":"20210615120000001","readings":[{"factor":"LA","flag":"N","key":"LA-Rtd","#
          + #""statistic":"Rtd","time":"2021-06-15T12:00:00","value":"66.1"}],"st":"39","#
          + #""verdict":"accepted"}"#
      ])
    #expect(found.first?.isRejected == false)
  }

  @Test func `a rejected frame has a fault with its place, and the next frame a line`() {
    let found = lines("##0005QN=1&ABCD\r\n" + dust + "\n")
    #expect(found.map(\.isRejected) == [true, false])
    #expect(found[0].json.hasPrefix(#"{"at":0,"fault":{"at":11,"code":"crc-mismatch","text":""#))
    #expect(found[1].json.contains(#""code":"tail-lf","kind":"tolerated""#))
    #expect(!found[1].json.contains("fault"))
  }

  @Test func `bytes that belong to no frame are one rejected line`() {
    let found = lines("hello\r\n" + dust + "\r\n")
    #expect(found.count == 2)
    #expect(found[0].json.contains(#""code":"no-header""#))
  }

  @Test func `content that cannot be believed is told in the notes and is no fault`() {
    let found = lines(framed(upload("DataTime=20210615120000;a-Rtd=NaN")))
    #expect(found.first?.isRejected == false)
    #expect(found.first?.json.contains(#""code":"value-not-a-number","kind":"content""#) == true)
    #expect(found.first?.json.contains(#""verdict":"content-faulty""#) == true)
  }

  @Test func `a key that comes several times holds the list of its values`() {
    let found = lines(framed(upload("PolId=101,CTime=04,CTime=10,CTime=14", cn: "3014")))
    #expect(
      found.first?.json.contains(#""cp":[{"CTime":["04","10","14"],"PolId":"101"}]"#) == true)
  }

  @Test func `text in GBK is read where that is said`() throws {
    var message = Message(
      try packet(upload("DataTime=20210615120000;i11001-Info=//清洗管路//", cn: "3020")))
    message.coding = .gb18030
    var lines = FrameLines(coding: .gb18030)
    var bytes = try message.frame()
    #expect(lines.read(&bytes, atEnd: true).first?.json.contains("//清洗管路//") == true)
  }

  @Test func `a sealed frame is opened with the key, and with another one is rejected`() throws {
    let message = Message(try packet(upload("DataTime=20210615120000;LA-Rtd=66.1,LA-Flag=N")))
    for (digits, isRejected) in [("30", false), ("31", true)] {
      let key = SealingKey(hexadecimal: String(repeating: digits, count: 16))
      var bytes = try message.sealedFrame(
        with: try #require(SealingKey(bytes: [UInt8](repeating: 0x30, count: 16))))
      var lines = FrameLines(settings: .init(segmentLimit: FrameReader.hardLimit), key: key)
      let line = try #require(lines.read(&bytes, atEnd: true).first)
      #expect(line.isRejected == isRejected)
      #expect(line.json.contains(#""LA-Rtd":"66.1""#) == !isRejected)
    }
  }

  @Test func `text is escaped`() {
    let found = lines(framed(upload("x=\"\\\u{1}洗", cn: "3020")))
    #expect(found.first?.json.contains(#"{"x":"\"\\\u0001洗"}"#) == true)
  }
}
