import ActionPlan
import AirQuality

/// What the camera wrote into a photo: when and where it was taken, by what, and how it is held.
///
/// Anybody can write there what they like: it is held against what was claimed, and proves nothing.
///
/// Source: Exif 2.32 (JEITA CP-3451E), 4.5 and 4.6; TIFF 6.0, section 2.
struct PhotoExif: Sendable, Equatable {
  /// 1…8, of which 1 is upright.
  var orientation = 1
  /// Epoch seconds.
  var takenAt: Int?
  var position: Coordinate?
  var camera: String?

  /// - Parameter offset: of local time from UTC in seconds, for a camera that names none.
  init(reading bytes: [UInt8], utcOffsetSeconds offset: Int) {
    guard let tiff = Self.tiff(in: bytes), let directory = tiff.long(4) else { return }
    let main = tiff.entries(at: directory)
    if let turned = main[0x0112].flatMap(tiff.number), (1...8).contains(turned) {
      orientation = turned
    }
    camera = main[0x0110].flatMap(tiff.text)
    if let exif = main[0x8769].flatMap(tiff.number).map(tiff.entries) {
      takenAt = exif[0x9003].flatMap(tiff.text).flatMap { text in
        Self.epoch(text, offset: exif[0x9011].flatMap(tiff.text).flatMap(Self.offset) ?? offset)
      }
    }
    if let places = main[0x8825].flatMap(tiff.number).map(tiff.entries) {
      position = Self.position(places, tiff)
    }
  }

  /// The TIFF structure of the first EXIF segment before the picture's data.
  private static func tiff(in bytes: [UInt8]) -> Tiff? {
    guard bytes.count > 4, bytes[0] == 0xFF, bytes[1] == 0xD8 else { return nil }
    var offset = 2
    while offset + 4 <= bytes.count, bytes[offset] == 0xFF, bytes[offset + 1] != 0xDA {
      let length = Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3])
      let end = offset + 2 + length
      guard length >= 2, end <= bytes.count else { return nil }
      if bytes[offset + 1] == 0xE1, length > 14,
        bytes[(offset + 4)..<(offset + 10)].elementsEqual("Exif\0\0".utf8)
      {
        return Tiff(Array(bytes[(offset + 10)..<end]))
      }
      offset = end
    }
    return nil
  }

  /// `2021:05:03 10:20:30` of a local time.
  static func epoch(_ text: String, offset: Int) -> Int? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let day = CalendarDay(parts[0].replacing(":", with: "-")) else {
      return nil
    }
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]),
      (0...60).contains(clock[2])
    else { return nil }
    return day.dayNumber * 86_400 - offset + clock[0] * 3_600 + clock[1] * 60 + clock[2]
  }

  /// Seconds of `+08:00`.
  private static func offset(_ text: String) -> Int? {
    let parts = text.dropFirst().split(separator: ":").map { Int($0) }
    guard parts.count == 2, let hours = parts[0], let minutes = parts[1], hours < 15, minutes < 60
    else { return nil }
    return (text.hasPrefix("-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private static func position(_ places: [Int: Tiff.Entry], _ tiff: Tiff) -> Coordinate? {
    func degrees(_ value: Int, _ reference: Int, negative: String) -> Double? {
      guard let parts = places[value].flatMap(tiff.fractions), parts.count == 3 else { return nil }
      let degrees = parts[0] + parts[1] / 60 + parts[2] / 3_600
      return places[reference].flatMap(tiff.text) == negative ? -degrees : degrees
    }
    guard let latitude = degrees(2, 1, negative: "S"),
      let longitude = degrees(4, 3, negative: "W")
    else { return nil }
    let position = Coordinate(longitude: longitude, latitude: latitude)
    // A camera without a fix writes noughts.
    guard position.isOnEarth, latitude != 0 || longitude != 0 else { return nil }
    return position
  }
}

/// Directories of tagged values in either order of bytes. Whatever points outside is nothing.
private struct Tiff {
  struct Entry {
    let type: Int
    let count: Int
    /// Of the value, or of where it stands.
    let at: Int
  }

  static let mostEntries = 512
  static let longestText = 64
  let bytes: [UInt8]
  let isLittle: Bool

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 8 else { return nil }
    self.bytes = bytes
    switch (bytes[0], bytes[1]) {
    case (0x49, 0x49): isLittle = true
    case (0x4D, 0x4D): isLittle = false
    default: return nil
    }
  }

  func short(_ at: Int) -> Int? {
    guard at >= 0, at + 2 <= bytes.count else { return nil }
    let (first, second) = (Int(bytes[at]), Int(bytes[at + 1]))
    return isLittle ? second << 8 | first : first << 8 | second
  }

  func long(_ at: Int) -> Int? {
    guard let first = short(at), let second = short(at + 2) else { return nil }
    return isLittle ? second << 16 | first : first << 16 | second
  }

  func entries(at directory: Int) -> [Int: Entry] {
    guard let count = short(directory) else { return [:] }
    var entries: [Int: Entry] = [:]
    for index in 0..<min(count, Self.mostEntries) {
      let at = directory + 2 + index * 12
      guard let tag = short(at), let type = short(at + 2), let count = long(at + 4) else { break }
      entries[tag] = Entry(type: type, count: count, at: at + 8)
    }
    return entries
  }

  /// SHORT or LONG.
  func number(_ entry: Entry) -> Int? {
    entry.type == 3 ? short(entry.at) : entry.type == 4 ? long(entry.at) : nil
  }

  /// ASCII, without what ends it.
  func text(_ entry: Entry) -> String? {
    guard entry.type == 2, entry.count > 0 else { return nil }
    guard let start = entry.count <= 4 ? entry.at : long(entry.at), start >= 0,
      start + entry.count <= bytes.count
    else { return nil }
    let text = bytes[start..<start + min(entry.count, Self.longestText)].prefix { $0 != 0 }
    guard !text.isEmpty, text.allSatisfy({ (0x20...0x7E).contains($0) }) else { return nil }
    return String(decoding: text, as: UTF8.self)
  }

  /// RATIONAL values.
  func fractions(_ entry: Entry) -> [Double]? {
    guard entry.type == 5, (1...8).contains(entry.count), let start = long(entry.at) else {
      return nil
    }
    var values: [Double] = []
    for index in 0..<entry.count {
      guard let above = long(start + index * 8), let below = long(start + index * 8 + 4), below > 0
      else { return nil }
      values.append(Double(above) / Double(below))
    }
    return values
  }
}
