/// A fixed offset of local time from UTC as plans write it: `+08:00`.
struct ParsedOffset: Equatable {
  let seconds: Int

  static let remedy = "write it in quotes with sign, hours and minutes, such as \"+08:00\""

  /// `nil` where the text is no such offset, is beyond -12:00…+14:00 or is no whole quarter of an hour.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"),
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-")
    else { return nil }
    let digits = [bytes[1], bytes[2], bytes[4], bytes[5]].map { Int($0) - 48 }
    guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
    let minutes = digits[2] * 10 + digits[3]
    let size = (digits[0] * 10 + digits[1]) * 3600 + minutes * 60
    let seconds = bytes[0] == UInt8(ascii: "-") ? -size : size
    guard minutes < 60, minutes % 15 == 0, (-12 * 3600...14 * 3600).contains(seconds) else {
      return nil
    }
    self.seconds = seconds
  }
}
