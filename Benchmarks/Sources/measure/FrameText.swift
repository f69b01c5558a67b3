import Foundation

/// HJ 212-2017 frames, written here apart from the product's own encoder.
enum FrameText {
  /// A real-time report of ten values that wants an answer.
  ///
  /// - Parameters:
  ///   - request: the 17 digits of the request number.
  ///   - salt: varies the values.
  ///   - hasUnboundKeys: each factor's least and greatest come too, which no binding names.
  static func report(
    device: String, request: String, salt: Int, hasUnboundKeys: Bool
  ) -> [UInt8] {
    let values = MeasuredDevice.factors.enumerated().map { index, factor -> String in
      let unbound = hasUnboundKeys ? ",\(factor)-Min=\(salt % 10),\(factor)-Max=500" : ""
      return "\(factor)-Rtd=\((salt + index * 7) % 500).\(salt % 10)\(unbound),\(factor)-Flag=N"
    }.joined(separator: ";")
    return frame(
      "QN=\(request);ST=22;CN=2011;PW=\(MeasuredDevice.password);MN=\(device);Flag=5;"
        + "CP=&&DataTime=\(request.prefix(14));\(values)&&")
  }

  /// A report of one state, such as a valve's, that wants an answer.
  static func state(
    _ value: Int, of key: String, device: String, password: String, request: String
  ) -> [UInt8] {
    frame(
      "QN=\(request);ST=31;CN=2021;PW=\(password);MN=\(device);Flag=5;"
        + "CP=&&DataTime=\(request.prefix(14));\(key)=\(value)&&")
  }

  private static func frame(_ segment: String) -> [UInt8] {
    let bytes = Array(segment.utf8)
    let length = String(bytes.count)
    let head = "##" + String(repeating: "0", count: 4 - length.count) + length
    return Array(head.utf8) + bytes + Array((checksum(bytes) + "\r\n").utf8)
  }

  /// HJ 212-2017, annex A.
  private static func checksum(_ bytes: [UInt8]) -> String {
    var register: UInt16 = 0xFFFF
    for byte in bytes {
      register = (register >> 8) ^ UInt16(byte)
      for _ in 0..<8 {
        let isOdd = register & 1 == 1
        register >>= 1
        if isOdd { register ^= 0xA001 }
      }
    }
    let text = String(register, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - text.count) + text
  }

  /// Local time of UTC+8 as `yyyyMMddHHmmsszzz`.
  static func request(milliseconds: Int) -> String {
    var time = time_t(milliseconds / 1_000 + 28_800)
    var parts = tm()
    gmtime_r(&time, &parts)
    let number =
      ((((Int(parts.tm_year) + 1_900) * 100 + Int(parts.tm_mon) + 1) * 100 + Int(parts.tm_mday))
        * 100 + Int(parts.tm_hour)) * 100 + Int(parts.tm_min)
    return String((number * 100 + Int(parts.tm_sec)) * 1_000 + milliseconds % 1_000)
  }
}
