import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// Scripts, styles and pictures, read once at start and answered from memory: what is not in the
/// table does not exist, so no path can leave it.
///
/// An address carries a digest over all files (`/static/<digest>/js/live.js`): scripts import each
/// other by relative paths and every file may be cached for good.
struct StaticFiles: Sendable {
  enum Fault: Error, Equatable, CustomStringConvertible {
    case folderMissing(String)
    case vendorFileMissing(path: String, package: String, setting: String)

    var description: String {
      switch self {
      case .folderMissing(let path):
        "\(path): no static files found; install Lantian with its resources folder beside the binary"
      case .vendorFileMissing(let path, let package, let setting):
        "\(path): file not found; install Debian's package \(package) or set \(setting) to the folder that has it"
      }
    }
  }

  private struct File {
    let bytes: ByteBuffer
    let type: String
    let tag: String
  }

  private let files: [String: File]
  private let digest: String

  /// Everything there is, sorted.
  var names: [String] { files.keys.sorted() }

  /// A text file by its name.
  func text(_ name: String) -> String? { files[name].map { String(buffer: $0.bytes) } }

  /// Prefix of every address: `/static/<digest>`.
  var prefix: String { "/static/\(digest)" }

  init(folder: String, settings: ConsoleSettings) throws {
    var contents: [String: Data] = [:]
    let names = FileManager.default.enumerator(atPath: folder)
    while let name = names?.nextObject() as? String {
      guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
        Self.mediaType(of: name) != nil
      else { continue }
      contents[name] = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    }
    guard !contents.isEmpty else { throw Fault.folderMissing(folder) }
    for vendor in Self.vendors(settings) {
      for name in vendor.files {
        let path = vendor.folder + "/" + name
        guard let data = FileManager.default.contents(atPath: path) else {
          throw Fault.vendorFileMissing(
            path: path, package: vendor.package, setting: vendor.setting)
        }
        contents["vendor/\(vendor.name)/\(name)"] = data
      }
    }
    var all = SHA256()
    var files: [String: File] = [:]
    for (name, data) in contents.sorted(by: { $0.key < $1.key }) {
      all.update(data: Data(name.utf8))
      all.update(data: data)
      files[name] = File(
        bytes: ByteBuffer(bytes: data),
        type: Self.mediaType(of: name) ?? "application/octet-stream",
        tag: "\"\(Array(SHA256.hash(data: data)).hex.prefix(16))\"")
    }
    self.files = files
    digest = String(Array(all.finalize()).hex.prefix(12))
  }

  private struct Vendor {
    let name: String, folder: String, package: String, setting: String, files: [String]
  }

  private static func vendors(_ settings: ConsoleSettings) -> [Vendor] {
    [
      Vendor(
        name: "leaflet", folder: settings.leafletFolder, package: "libjs-leaflet",
        setting: "console.leaflet-folder",
        files: [
          "leaflet.esm.min.js", "leaflet.css", "images/layers.png", "images/layers-2x.png",
          "images/marker-icon.png", "images/marker-icon-2x.png", "images/marker-shadow.png",
        ]),
      Vendor(
        name: "chart", folder: settings.chartFolder, package: "libjs-chart.js",
        setting: "console.chart-folder", files: ["chart.min.js"]),
    ]
  }

  private static func mediaType(of name: String) -> String? {
    guard let point = name.lastIndex(of: "."), !name[point...].contains("/") else { return nil }
    return switch name[name.index(after: point)...] {
    case "js": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    case "webmanifest": "application/manifest+json"
    default: nil
    }
  }

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("static/:digest/**", use: show)
  }

  @Sendable func show(request: Request, context: ConsoleContext) throws -> Response {
    let asked = try context.parameters.require("digest")
    let name = context.parameters.getCatchAll().joined(separator: "/")
    guard let file = files[name] else { throw PageError.notFound }
    // An old page after an upgrade still works, but does not keep the wrong version.
    let lasting = asked == digest
    var headers: HTTPFields = [
      .contentType: file.type, .eTag: file.tag,
      .cacheControl: lasting ? "public, max-age=31536000, immutable" : "no-cache",
    ]
    if let known = request.headers[.ifNoneMatch], known.contains(file.tag) {
      return Response(status: .notModified, headers: headers)
    }
    headers[.contentLength] = "\(file.bytes.readableBytes)"
    return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
  }
}
