import ActionPlan
import Testing

@testable import Casework

struct PhotoExifTests {
  /// Little-endian EXIF with rotation, model, time, offset and position.
  static func segment(
    time: String = "2021:05:03 10:20:30", offset: String? = "+08:00", orientation: UInt8 = 6
  ) -> [UInt8] {
    var tiff: [UInt8] = [0x49, 0x49, 42, 0, 8, 0, 0, 0]
    func short(_ value: Int) -> [UInt8] { [UInt8(value & 255), UInt8(value >> 8 & 255)] }
    func long(_ value: Int) -> [UInt8] { short(value & 0xFFFF) + short(value >> 16) }
    func entry(_ tag: Int, _ type: Int, _ count: Int, _ value: [UInt8]) -> [UInt8] {
      short(tag) + short(type) + long(count) + value + [UInt8](repeating: 0, count: 4 - value.count)
    }
    let (main, exif, places, data) = (8, 8 + 2 + 4 * 12 + 4, 100, 200)
    tiff += short(4) + entry(0x0110, 2, 4, Array("Mi9\0".utf8))
    tiff += entry(0x0112, 3, 1, short(Int(orientation)))
    tiff += entry(0x8769, 4, 1, long(exif)) + entry(0x8825, 4, 1, long(places)) + long(0)
    precondition(tiff.count == exif && main == 8)
    tiff += short(offset == nil ? 1 : 2) + entry(0x9003, 2, 20, long(data))
    if offset != nil { tiff += entry(0x9011, 2, 7, long(data + 20)) }
    tiff += [UInt8](repeating: 0, count: places - tiff.count)
    tiff += short(4) + entry(1, 2, 2, Array("N\0".utf8)) + entry(2, 5, 3, long(data + 32))
    tiff += entry(3, 2, 2, Array("E\0".utf8)) + entry(4, 5, 3, long(data + 56))
    tiff += [UInt8](repeating: 0, count: data - tiff.count)
    tiff += Array("\(time)\0".utf8) + Array("\(offset ?? "+00:00")\0".utf8)
    tiff += [UInt8](repeating: 0, count: data + 32 - tiff.count)
    for (above, below) in [(30, 1), (1, 1), (3_000, 100), (120, 1), (52, 1), (0, 1)] {
      tiff += long(above) + long(below)
    }
    let body = Array("Exif\0\0".utf8) + tiff
    return [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
  }

  static func photo(_ segment: [UInt8]) -> [UInt8] {
    [0xFF, 0xD8] + segment + EvidencePackageTests.photo(1).dropFirst(2)
  }

  @Test func `time, place, camera and rotation are read as the camera wrote them`() throws {
    let exif = PhotoExif(reading: Self.photo(Self.segment()), utcOffsetSeconds: 0)
    #expect(exif.orientation == 6)
    #expect(exif.camera == "Mi9")
    #expect(exif.takenAt == 1_620_008_430)
    let position = try #require(exif.position)
    #expect(abs(position.latitude - 30.025) < 1e-9)
    #expect(abs(position.longitude - 120.866_666_7) < 1e-6)
    let local = PhotoExif(
      reading: Self.photo(Self.segment(offset: nil)), utcOffsetSeconds: 28_800)
    #expect(local.takenAt == 1_620_008_430)
  }

  @Test(arguments: ["2021:13:03 10:20:30", "2021:05:03 24:20:30", "0000:00:00 00:00:00", "x"])
  func `a time that is none is left out`(time: String) {
    let text = time + String(repeating: " ", count: 19 - time.count)
    #expect(
      PhotoExif(reading: Self.photo(Self.segment(time: text)), utcOffsetSeconds: 0).takenAt == nil)
  }

  @Test func `whatever stands in a photo is read without harm`() {
    let bytes = Self.photo(Self.segment())
    for cut in bytes.indices {
      _ = PhotoExif(reading: Array(bytes[..<cut]), utcOffsetSeconds: 0)
    }
    var chance = PhotoChance(5)
    for _ in 0..<3_000 {
      var changed = bytes
      for _ in 0..<6 {
        let place = Int.random(in: changed.indices, using: &chance)
        changed[place] = UInt8.random(in: .min ... .max, using: &chance)
      }
      _ = PhotoExif(reading: changed, utcOffsetSeconds: 0)
    }
  }

  @Test func `distances are those of the Earth`() {
    let (shaoxing, shangyu) = (
      Coordinate(longitude: 120.58, latitude: 30.0), Coordinate(longitude: 120.87, latitude: 30.03)
    )
    #expect((28_000...28_300).contains(PhotoDoubts.metres(shaoxing, shangyu)))
    #expect(PhotoDoubts.metres(shangyu, shangyu) == 0)
  }
}
