public import NIOCore

/// Where the map's background comes from, if from anywhere.
///
/// Tiles are Web Mercator on WGS-84 or CGCS2000 (they differ by centimetres); services that shift
/// to GCJ-02 do not fit our positions and are not to be configured.
public struct TileService: Sendable {
  public struct Tile: Sendable {
    public let bytes: ByteBuffer
    /// `image/png`, `image/jpeg` or `image/webp`.
    public let mediaType: String
    public init(bytes: ByteBuffer, mediaType: String) {
      self.bytes = bytes
      self.mediaType = mediaType
    }
  }

  /// Shown on the map: who made it and its approval number.
  public let attribution: String
  public let greatestZoom: Int
  /// nil where there is no such tile.
  public let tile: @Sendable (_ zoom: Int, _ x: Int, _ y: Int) async throws -> Tile?

  public init(
    attribution: String, greatestZoom: Int = 18,
    tile: @escaping @Sendable (_ zoom: Int, _ x: Int, _ y: Int) async throws -> Tile?
  ) {
    self.attribution = attribution
    self.greatestZoom = greatestZoom
    self.tile = tile
  }
}
