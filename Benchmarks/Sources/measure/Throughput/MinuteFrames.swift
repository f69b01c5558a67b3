import Foundation

/// HJ 212-2017 frames of made-up minutes, written as bytes: the sender must cost less than who receives.
struct MinuteFrames {
  private let heads: [[UInt8]]
  private let factors: [[UInt8]]
  /// Eight shifts of the checksum at once.
  private let table: [UInt16]
  private var times: [[UInt8]] = []

  init(devices: Int) {
    heads = (0..<devices).map {
      Array(
        ";ST=22;CN=2051;PW=\(MeasuredDevice.password);MN=\(MeasuredDevice.number($0));Flag=5;CP=&&DataTime="
          .utf8)
    }
    factors = MeasuredDevice.factors.map { Array($0.utf8) }
    table = (0..<256).map { byte in
      (0..<8).reduce(UInt16(byte)) { register, _ in
        register & 1 == 1 ? register >> 1 ^ 0xA001 : register >> 1
      }
    }
  }

  /// Adds the frame of a device's minute.
  mutating func append(
    device: Int, minute: Int, of minutes: inout MadeUpMinutes, to bytes: inout [UInt8]
  ) {
    let time = digits(minute)
    bytes += [UInt8(ascii: "#"), UInt8(ascii: "#"), 0, 0, 0, 0]
    let begin = bytes.count
    bytes += Array("QN=".utf8)
    bytes += time
    bytes += [UInt8](repeating: UInt8(ascii: "0"), count: 3)
    bytes += heads[device]
    bytes += time
    for (place, factor) in factors.enumerated() {
      let value = minutes.next(device: device, factor: place)
      bytes.append(UInt8(ascii: ";"))
      if minutes.isWhole {
        add(value.least, "-Min=", of: factor, to: &bytes)
        bytes.append(UInt8(ascii: ","))
      }
      add(value.mean, "-Avg=", of: factor, to: &bytes)
      if minutes.isWhole {
        bytes.append(UInt8(ascii: ","))
        add(value.greatest, "-Max=", of: factor, to: &bytes)
      }
      bytes.append(UInt8(ascii: ","))
      bytes += factor
      bytes += StaticBytes.flag
    }
    bytes += StaticBytes.end
    var length = bytes.count - begin
    for place in (2...5).reversed() {
      bytes[begin - 6 + place] = UInt8(ascii: "0") + UInt8(length % 10)
      length /= 10
    }
    var register: UInt16 = 0xFFFF
    for place in begin..<bytes.count {
      // HJ 212-2017, annex A.
      register = register >> 8 ^ UInt16(bytes[place])
      register = register >> 8 ^ table[Int(register & 0xFF)]
    }
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(register >> UInt16(shift) & 0xF)
      bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
    }
    bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
  }

  private func add(
    _ tenths: Int32, _ key: StaticString, of factor: [UInt8], to bytes: inout [UInt8]
  ) {
    bytes += factor
    bytes += UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
    bytes.append(tenths: tenths)
  }

  private enum StaticBytes {
    static let flag = Array("-Flag=N".utf8)
    static let end = Array("&&".utf8)
  }

  /// Local time of UTC+8 as `yyyyMMddHHmmss`.
  private mutating func digits(_ minute: Int) -> [UInt8] {
    while times.count <= minute {
      let instant = MadeUpMinutes.begin + times.count * 60
      times.append(Array(FrameText.request(milliseconds: instant * 1_000).utf8.prefix(14)))
    }
    return times[minute]
  }
}
