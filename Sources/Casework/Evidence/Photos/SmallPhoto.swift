import CPhotos

/// A photo small enough to be kept on a phone beside many others: enough to see what it is of.
public enum SmallPhoto {
  /// Pixels of its longer side; a photo of more than eight times as many keeps more.
  static let mostSide: UInt32 = 1_024
  /// Of the original.
  static let mostPixels = 60_000_000
  /// A small photo never has more bytes.
  public static let mostBytes = 262_144
  /// From fine to coarse, until one fits.
  private static let qualities: [Int32] = [72, 45, 25]

  /// Takes as long as decoding the photo: never on an event loop.
  ///
  /// - Parameter copy: a photo without what its camera wrote, but for how it is held.
  /// - Returns: a JPEG of which the same holds; the copy itself where it is small already; nil where none
  ///   can be made (a large PNG or WebP, a damaged or too large JPEG).
  public static func make(of copy: [UInt8]) -> [UInt8]? {
    guard copy.count > mostBytes else { return copy }
    let orientation = PhotoExif(reading: copy, utcOffsetSeconds: 0).orientation
    let segment = orientation == 1 ? [] : rotation(UInt8(orientation))
    for quality in qualities {
      var (small, count) = (UnsafeMutablePointer<UInt8>?.none, 0)
      let fault = lantian_photo_small(
        copy, copy.count, mostSide, mostPixels, quality, segment, segment.count, &small, &count)
      guard fault == 0, let small else { return nil }
      defer { lantian_photo_free(small) }
      if count <= mostBytes { return Array(UnsafeBufferPointer(start: small, count: count)) }
    }
    return nil
  }

  /// What an EXIF segment with the rotation alone holds.
  ///
  /// Source: Exif 2.32, 4.6 (orientation, tag 0x0112).
  private static func rotation(_ orientation: UInt8) -> [UInt8] {
    Array("Exif\0\0MM\0*".utf8)
      + [0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  }
}
