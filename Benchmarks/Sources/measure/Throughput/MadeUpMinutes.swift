/// Minutes of ten factors at many devices, the same for every database: levels that wander under
/// noise, with one decimal.
struct MadeUpMinutes {
  /// UTC seconds of the first minute.
  static let begin = 1_622_476_800

  let devices: Int
  /// Each factor's least, mean and greatest come; else its mean alone.
  let isWhole: Bool
  /// Tenths, ten of each device.
  private var levels: [Int32]
  private var noise: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(devices: Int, isWhole: Bool) {
    self.devices = devices
    self.isWhole = isWhole
    levels = (0..<devices * 10).map { place in
      let (device, factor) = (place / 10, place % 10)
      return Int32(300 + factor * 180 + device % 97)
    }
  }

  var valuesOfFrame: Int { isWhole ? 30 : 10 }

  /// The next value of a factor, in tenths.
  mutating func next(device: Int, factor: Int) -> (least: Int32, mean: Int32, greatest: Int32) {
    noise ^= noise << 13
    noise ^= noise >> 7
    noise ^= noise << 17
    let place = device * 10 + factor
    let level = max(50, levels[place] + Int32(truncatingIfNeeded: noise & 7) - 3)
    levels[place] = min(level, 9_000)
    let (below, above) = (Int32(truncatingIfNeeded: noise >> 8 & 15), Int32(noise >> 16 & 15))
    return (max(0, level - below), level, level + above)
  }
}

extension [UInt8] {
  /// Tenths as a decimal: 123 is `12.3`.
  mutating func append(tenths: Int32) {
    append(number: Int(tenths / 10))
    append(UInt8(ascii: "."))
    append(UInt8(ascii: "0") + UInt8(tenths % 10))
  }

  mutating func append(number: Int) {
    if number >= 10 { append(number: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
