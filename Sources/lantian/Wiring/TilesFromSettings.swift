import AsyncHTTPClient
import Console
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

extension Settings.Map {
  /// The map's background as configured; nil where there is none.
  func tiles() -> TileService? {
    if let tilesFolder {
      return .folder(tilesFolder, attribution: attribution ?? "")
    }
    guard let tilesURL else { return nil }
    let relay = TileRelay(template: tilesURL)
    return TileService(attribution: attribution ?? "") { zoom, x, y in
      try await relay.tile(zoom: zoom, x: x, y: y)
    }
  }
}

/// Asks a map service on behalf of the browsers, which never leave this site, and keeps the tiles
/// of late in memory.
private final class TileRelay: Sendable {
  static let largestTileBytes = 1 << 20
  static let keptTiles = 500
  static let timeout = TimeAmount.seconds(5)

  private let template: String
  private let kept = NIOLockedValueBox<(tiles: [String: TileService.Tile], order: [String])>(
    ([:], []))

  init(template: String) {
    self.template = template
  }

  func tile(zoom: Int, x: Int, y: Int) async throws -> TileService.Tile? {
    let url = template.replacing("{z}", with: "\(zoom)").replacing("{x}", with: "\(x)")
      .replacing("{y}", with: "\(y)")
    if let tile = kept.withLockedValue({ $0.tiles[url] }) { return tile }
    let response = try await HTTPClient.shared.execute(
      HTTPClientRequest(url: url), timeout: Self.timeout)
    guard response.status == .ok,
      let type = response.headers.first(name: "content-type"),
      ["image/png", "image/jpeg", "image/webp"].contains(type)
    else { return nil }
    let tile = TileService.Tile(
      bytes: try await response.body.collect(upTo: Self.largestTileBytes), mediaType: type)
    kept.withLockedValue { kept in
      guard kept.tiles.updateValue(tile, forKey: url) == nil else { return }
      kept.order.append(url)
      if kept.order.count > Self.keptTiles { kept.tiles[kept.order.removeFirst()] = nil }
    }
    return tile
  }
}
