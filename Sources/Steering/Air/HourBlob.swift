import AirQuality

/// Twenty-four hours of one day as the database keeps them: little-endian 32-bit numbers.
enum HourBlob {
  static let empty = [Int32](repeating: HourlyValues.missing, count: 24)

  static func mantissas(_ blob: [UInt8]) -> [Int32] {
    (0..<24).map { hour in
      let place = hour * 4
      guard place + 4 <= blob.count else { return HourlyValues.missing }
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(blob[place + $1]) << UInt32(8 * $1) }
      return Int32(bitPattern: bits)
    }
  }

  static func blob(_ mantissas: [Int32]) -> [UInt8] {
    mantissas.flatMap { mantissa in
      (0..<4).map { UInt8(truncatingIfNeeded: UInt32(bitPattern: mantissa) >> UInt32(8 * $0)) }
    }
  }
}
