import Foundation
import Testing

@testable import Casework

/// Measured over made-up photos. More of them with `LANTIAN_PHOTOS=300 swift test --filter
/// PhotoLikenessTests`; the figures are printed.
struct PhotoLikenessTests {
  static let count = ProcessInfo.processInfo.environment["LANTIAN_PHOTOS"].flatMap { Int($0) } ?? 24

  private static let photos = (0..<count).map { MadeUpPhotos.photo(UInt64($0)) }

  private static func print(of photo: GreyPicture, quality: Int) throws -> PhotoPrint {
    PhotoPrint(
      of: try #require(GreyPicture(decoding: MadeUpPhotos.jpeg(photo, quality: quality))))
  }

  enum Change: String, CaseIterable {
    case smaller = "scaled to 30…90 %"
    case recompressed = "compressed again at quality 30"
    case cropped = "a tenth of width and height cut off"
    case all = "cut, scaled and compressed again at quality 40"

    func apply(to photo: GreyPicture, _ chance: inout PhotoChance) -> GreyPicture {
      let isCut = self == .cropped || self == .all
      let left = isCut ? Double.random(in: 0...0.1, using: &chance) : 0
      let top = isCut ? Double.random(in: 0...0.1, using: &chance) : 0
      let isScaled = self == .smaller || self == .all
      return MadeUpPhotos.part(
        of: photo, left: left, top: top, right: isCut ? left + 0.9 : 1,
        bottom: isCut ? top + 0.9 : 1,
        scale: isScaled ? Double.random(in: 0.3...0.9, using: &chance) : 1)
    }

    var quality: Int {
      switch self {
      case .recompressed: 30
      case .all: 40
      default: 80
      }
    }
  }

  @Test(arguments: Change.allCases)
  func `a photo is known again though it was changed`(change: Change) throws {
    var chance = PhotoChance(UInt64(change.rawValue.utf8.count))
    let likeness = try Self.photos.map { photo in
      let print = try Self.print(of: photo, quality: 92)
      let other = try Self.print(
        of: change.apply(to: photo, &chance), quality: change.quality)
      return PhotoLikeness.permille(print, other) ?? -1_000
    }
    let found = likeness.filter { $0 >= PhotoLikeness.askedFrom }.count
    Swift.print(
      "\(change.rawValue): \(found) of \(likeness.count) found, least \(likeness.min() ?? 0) ‰")
    #expect(found * 100 >= likeness.count * 99)
  }

  @Test func `different photos are taken for one at most once in a thousand`() throws {
    let prints = try Self.photos.map { try Self.print(of: $0, quality: 85) }
    var (pairs, hits) = (0, 0)
    for index in prints.indices {
      for other in prints.indices where other < index {
        pairs += 1
        let likeness = PhotoLikeness.permille(prints[index], prints[other]) ?? -1_000
        if likeness >= PhotoLikeness.askedFrom { hits += 1 }
      }
    }
    Swift.print("\(hits) false hits among \(pairs) pairs of \(prints.count) different photos")
    #expect(hits * 1_000 <= pairs)
  }

  @Test func `a photo on its side is known by how it is looked at`() throws {
    let photo = MadeUpPhotos.photo(1)
    let upright = try Self.print(of: photo, quality: 90)
    // 6: to be turned by 90° clockwise; turning by 8 lays it so.
    let onItsSide = photo.turned(8)
    #expect(onItsSide.width == photo.height)
    #expect(onItsSide.turned(6) == photo)
    #expect(PhotoLikeness.permille(upright, PhotoPrint(of: onItsSide.turned(6))) ?? 0 > 900)
    for orientation in 1...8 { _ = photo.turned(orientation).turned(orientation) }
  }

  @Test func `an even picture is like nothing`() {
    let grey = GreyPicture(width: 300, height: 300, pixels: [UInt8](repeating: 90, count: 90_000))
    let print = PhotoPrint(of: grey)
    #expect(PhotoLikeness.permille(print, print) == 0)
  }

  @Test func `damaged bytes are decoded to nothing, or to some picture, and never more`() {
    let bytes = MadeUpPhotos.jpeg(MadeUpPhotos.photo(3), quality: 60)
    var chance = PhotoChance(7)
    for _ in 0..<300 {
      var changed = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &chance)))
      for _ in 0..<4 where !changed.isEmpty {
        let place = Int.random(in: changed.indices, using: &chance)
        changed[place] = UInt8.random(in: .min ... .max, using: &chance)
      }
      if let picture = GreyPicture(decoding: changed) {
        #expect(picture.pixels.count <= GreyPicture.mostPixels)
      }
    }
    #expect(GreyPicture(decoding: []) == nil)
    #expect(GreyPicture(decoding: Array("RIFFxxxxWEBP".utf8)) == nil)
  }
}
