import Testing

@testable import Casework

struct SmallPhotoTests {
  /// A photo that is too large to be kept as it is.
  private static let large: [UInt8] = {
    let photo = MadeUpPhotos.photo(7)
    let times = 5
    var pixels: [UInt8] = []
    pixels.reserveCapacity(photo.pixels.count * times * times)
    for y in 0..<photo.height * times {
      for x in 0..<photo.width * times {
        let grain = UInt8((x &* 31 &+ y &* 17) & 15)
        pixels.append(photo.pixels[y / times * photo.width + x / times] / 2 &+ grain)
      }
    }
    return MadeUpPhotos.jpeg(
      GreyPicture(width: photo.width * times, height: photo.height * times, pixels: pixels),
      quality: 95)
  }()

  @Test func `a large photo becomes one that is small and shows the same`() throws {
    #expect(Self.large.count > SmallPhoto.mostBytes)
    let small = try #require(SmallPhoto.make(of: Self.large))
    #expect(small.count <= SmallPhoto.mostBytes)
    let picture = try #require(GreyPicture(decoding: small))
    let original = try #require(GreyPicture(decoding: Self.large))
    let (one, other) = (picture.squeezed(to: 16), original.squeezed(to: 16))
    for (left, right) in zip(one.pixels, other.pixels) {
      #expect(abs(Int(left) - Int(right)) <= 12)
    }
  }

  @Test(arguments: [3, 6, 8])
  func `how the camera was held stays with the small photo`(orientation: Int) throws {
    let segment: [UInt8] =
      [0xFF, 0xE1, 0x00, 0x22] + Array("Exif\0\0MM\0*".utf8)
      + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation), 0, 0, 0, 0, 0, 0]
    let turned = Array(Self.large[..<2]) + segment + Array(Self.large[2...])
    let small = try #require(SmallPhoto.make(of: turned))
    #expect(PhotoExif(reading: small, utcOffsetSeconds: 0).orientation == orientation)
    #expect(GreyPicture(decoding: small) != nil)
  }

  @Test func `a small photo stays as it is`() {
    let photo = MadeUpPhotos.jpeg(MadeUpPhotos.photo(3), quality: 60)
    #expect(photo.count <= SmallPhoto.mostBytes)
    #expect(SmallPhoto.make(of: photo) == photo)
  }

  @Test func `damage costs the photo and nothing else`() {
    for end in stride(from: SmallPhoto.mostBytes + 1, to: Self.large.count, by: 60_011) {
      let small = SmallPhoto.make(of: Array(Self.large[..<end]))
      #expect(small.map { $0.count <= SmallPhoto.mostBytes } ?? true)
    }
    var generator = PhotoChance(11)
    for _ in 0..<40 {
      var bytes = Self.large
      for _ in 0..<Int.random(in: 1...60, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      let small = SmallPhoto.make(of: bytes)
      #expect(small.map { $0.count <= SmallPhoto.mostBytes } ?? true)
    }
    #expect(SmallPhoto.make(of: [UInt8](repeating: 0xFF, count: 400_000)) == nil)
  }

  @Test func `a head that claims a giant costs nothing`() {
    var bytes = Self.large
    let frame = (0..<bytes.count - 9).first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC0 }
    guard let frame else { return }
    bytes.replaceSubrange((frame + 5)..<(frame + 9), with: [0xFF, 0xFF, 0xFF, 0xFF])
    #expect(SmallPhoto.make(of: bytes) == nil)
  }
}
