/// What one device does otherwise than the standard, as its entry in the device list says. Reading
/// and writing take the same value, so that a device can be understood and answered in its own way.
public struct Quirks: Sendable, Hashable {
  /// Greatest data segment in bytes, 1…9999.
  public var segmentLimit: Int
  /// The CRC is plain Modbus CRC-16.
  public var usesModbusCRC: Bool
  /// The length counts CRC and tail: it is 6 too many.
  public var countsTailInLength: Bool
  /// The length has three digits, so that a data segment ends at 999 bytes.
  public var hasThreeDigitLength: Bool
  public var coding: TextCoding
  /// By factor code: the power of ten by which a concentration as sent must be multiplied to be in
  /// the unit of `Factor.unit`. A device that sends PM2.5 in µg/m3, where the table has ng/m3, has 3.
  /// Totals (`*-Cou`) have units of their own and are left alone.
  public var unitShifts: [String: Int]

  public init(
    segmentLimit: Int = FrameReader.standardLimit, usesModbusCRC: Bool = false,
    countsTailInLength: Bool = false, hasThreeDigitLength: Bool = false,
    coding: TextCoding = .utf8, unitShifts: [String: Int] = [:]
  ) {
    self.segmentLimit = segmentLimit
    self.usesModbusCRC = usesModbusCRC
    self.countsTailInLength = countsTailInLength
    self.hasThreeDigitLength = hasThreeDigitLength
    self.coding = coding
    self.unitShifts = unitShifts
  }

  /// Greatest data segment that can be written, in bytes.
  var writableLimit: Int {
    let announced = (hasThreeDigitLength ? 999 : FrameReader.hardLimit)
    return min(segmentLimit, announced - (countsTailInLength ? 6 : 0))
  }
}

extension FrameReader.Settings {
  /// What a reader must accept for one device; limits outside 1…9999 become the nearest of them.
  public init(_ quirks: Quirks) {
    let limit = quirks.segmentLimit + (quirks.countsTailInLength ? 6 : 0)
    self.init(
      segmentLimit: min(max(limit, 1), FrameReader.hardLimit),
      acceptsModbusCRC: quirks.usesModbusCRC,
      acceptsThreeDigitLength: quirks.hasThreeDigitLength)
  }
}
