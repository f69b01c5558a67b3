import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing

@testable import Console

struct StaticTests {
  @Test func `what a page refers to is served and may be kept`() async throws {
    try await House().visit { browser in
      let page = try await browser.get("/").text
      let links = page.matches(of: /(?:href|src)="(\/static\/[^"]+)"/).map { String($0.1) }
      #expect(links.count > 6)
      for link in links {
        let file = try await browser.get(link)
        #expect(file.status == .ok, "\(link)")
        #expect(file.headers[.cacheControl]?.contains("immutable") == true)
        let tag = try #require(file.headers[.eTag])
        let again = try await browser.send(link, .get, headers: [.ifNoneMatch: tag])
        #expect(again.status == .notModified)
      }
    }
  }

  @Test(arguments: ["js/map.js", "vendor/leaflet/leaflet.esm.min.js", "vendor/chart/chart.min.js"])
  func `scripts that others import are served`(name: String) async throws {
    try await House().visit { browser in
      let file = try await browser.get("/static/old/\(name)")
      #expect(file.status == .ok)
      #expect(file.headers[.contentType] == "text/javascript; charset=utf-8")
      #expect(file.headers[.cacheControl] == "no-cache")
    }
  }

  @Test(arguments: [
    "/static/x/../../Texts/desk.json", "/static/x/%2e%2e/Texts/desk.json", "/static/x/.keep",
    "/static/x//etc/passwd", "/static/x/vendor/leaflet/leaflet.js", "/static/x/", "/static/x/css",
  ])
  func `nothing but the files themselves is served`(path: String) async throws {
    try await House().visit { browser in
      let answer = try await browser.get(path)
      #expect(answer.status == .notFound)
    }
  }

  @Test func `a missing package is named at the start`() async throws {
    let house = try await House()
    let error = await #expect(throws: StaticFiles.Fault.self) {
      _ = try await house.server(ConsoleSettings(port: 0, leafletFolder: "/nowhere"))
    }
    #expect(error?.description.contains("libjs-leaflet") == true)
    #expect(error?.description.contains("console.leaflet-folder") == true)
  }

  @Test func `no script writes HTML, evaluates text or heeds other windows`() throws {
    let scripts = try LanguageTests.files(".js")
    #expect(scripts.count > 10)
    // A service worker hears its own pages alone.
    for script in scripts where !script.name.hasSuffix("field/worker.js") {
      for forbidden in [
        #/innerHTML\s*\+?=[^=]/#, #/outerHTML\s*=[^=]/#, #/insertAdjacentHTML/#,
        #/document\.write/#, #/\beval\(/#, #/new Function/#, #/["']message["']/#,
        #/localStorage/#,
      ] {
        #expect(script.text.firstMatch(of: forbidden) == nil, "\(script.name)")
      }
    }
  }
}
