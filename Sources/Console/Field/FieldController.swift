import ActionPlan
import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import NIOCore

/// The page that a phone keeps: a frame without anybody's data, the scripts' texts, the manifest by which
/// it is installed, and the service worker that keeps all of it on the phone.
///
/// Everything here is the same for everybody; what is somebody's comes from `FieldAPIController`.
struct FieldController {
  let pages: Pages
  let files: StaticFiles

  /// Folders and files of `Static` that the page needs without a network.
  static let kept = [
    "js/field/", "vendor/leaflet/", "css/tokens.css", "css/dark.css", "css/base.css",
    "css/components.css", "css/field.css", "icons/", "icon.svg",
  ]

  func addRoutes(to routes: some RouterMethods<ConsoleContext>) {
    routes.get("field", use: frame)
    routes.get("field/worker.js", use: worker)
    routes.get("field/texts.json", use: texts)
    routes.get("field/manifest.webmanifest", use: manifest)
  }

  @Sendable func frame(request: Request, context: ConsoleContext) -> Response {
    answer(page, "text/html; charset=utf-8")
  }

  private var page: String {
    let view = FieldFrameView(
      assets: files.prefix, isSimulated: pages.isSimulated,
      utcOffsetSeconds: "\(pages.time.utcOffsetSeconds)")
    return pages.render("field/frame", FieldFrame(view: view))
  }

  /// Another one whenever anything that the phone keeps is another one.
  private var version: String {
    let words = (pages.catalogue.group("field") ?? [:]).sorted { $0.key < $1.key }
      .map { "\($0.key)\u{0}\($0.value.zh)\u{0}\($0.value.en)" }
    let digest = SHA256.hash(data: Data(([page] + words).joined(separator: "\n").utf8))
    return "\(files.prefix) \(Array(digest).hex.prefix(12))"
  }

  /// The worker's file after the list of what it keeps: any changed file makes another worker, and the
  /// phone fetches everything anew.
  @Sendable func worker(request: Request, context: ConsoleContext) throws -> Response {
    guard let body = files.text("js/field/worker.js") else { throw PageError.notFound }
    let names = files.names.filter { name in
      name != "js/field/worker.js" && Self.kept.contains { name.hasPrefix($0) }
    }
    let list = (["/field", "/field/texts.json"] + names.map { "\(files.prefix)/\($0)" })
      .map { "\"\($0)\"" }.joined(separator: ",\n  ")
    var response = answer(
      "const VERSION = \"\(version)\";\nconst FILES = [\n  \(list)\n];\n\n\(body)",
      "text/javascript; charset=utf-8")
    response.headers[.serviceWorkerAllowed] = "/field"
    return response
  }

  /// Both languages, so that the language can be changed without a network.
  @Sendable func texts(request: Request, context: ConsoleContext) -> Response {
    JSONAnswer.encode(pages.catalogue.group("field") ?? [:])
  }

  @Sendable func manifest(request: Request, context: ConsoleContext) -> Response {
    let texts = pages.texts(context)
    let icons = [192, 512].flatMap { size in
      ["any", "maskable"].map { purpose in
        FieldManifest.Icon(
          src: "\(files.prefix)/icons/\(purpose)-\(size).png", sizes: "\(size)x\(size)",
          type: "image/png", purpose: purpose)
      }
    }
    var response = JSONAnswer.encode(
      FieldManifest(
        id: "/field", startURL: "/field", scope: "/field", display: "standalone",
        name: texts("field.appName"), shortName: texts("field.appShort"),
        description: texts("field.appAbout"),
        lang: context.visit.language == .zh ? "zh-CN" : "en", themeColor: "#0b3a63",
        backgroundColor: "#eef2f6", orientation: "portrait-primary", icons: icons))
    response.headers[.contentType] = "application/manifest+json"
    response.headers[.cacheControl] = "no-cache"
    return response
  }

  private func answer(_ text: String, _ type: String) -> Response {
    Response(
      status: .ok, headers: [.contentType: type, .cacheControl: "no-cache"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}

/// What the frame's template reads: nothing of who asks.
struct FieldFrame: Sendable {
  let view: FieldFrameView
}

struct FieldFrameView: Sendable {
  let assets: String
  let isSimulated: Bool
  let utcOffsetSeconds: String
}

/// The Web App Manifest.
private struct FieldManifest: Encodable {
  struct Icon: Encodable {
    let src: String
    let sizes: String
    let type: String
    let purpose: String
  }
  let id: String
  let startURL: String
  let scope: String
  let display: String
  let name: String
  let shortName: String
  let description: String
  let lang: String
  let themeColor: String
  let backgroundColor: String
  let orientation: String
  let icons: [Icon]

  enum CodingKeys: String, CodingKey {
    case id, scope, display, name, description, lang, orientation, icons
    case startURL = "start_url"
    case shortName = "short_name"
    case themeColor = "theme_color"
    case backgroundColor = "background_color"
  }
}

extension HTTPField.Name {
  static let serviceWorkerAllowed = Self("Service-Worker-Allowed")!
}
