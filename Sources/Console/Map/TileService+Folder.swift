import Foundation
import NIOCore
import NIOPosix

extension TileService {
  /// Tiles of a folder `z/x/y.png` (or `.jpg`, `.webp`) on this machine.
  public static func folder(_ path: String, attribution: String) -> TileService {
    TileService(attribution: attribution) { zoom, x, y in
      try await NIOThreadPool.singleton.runIfActive {
        for (ending, type) in [
          ("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp"),
        ] {
          let file = "\(path)/\(zoom)/\(x)/\(y).\(ending)"
          if let data = FileManager.default.contents(atPath: file) {
            return Tile(bytes: ByteBuffer(bytes: data), mediaType: type)
          }
        }
        return nil
      }
    }
  }
}
