import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

/// Every address tried as everybody: `Docs/security.md` shows what each is answered, and nobody reads of
/// what is another's business.
struct RouteMatrixTests {
  /// Somebody who tries every address, in the order of the columns: who has no business with the case
  /// first, who may change most last.
  private struct Trier: Sendable {
    let title: String
    /// Sign-in name; nil for a guest.
    let name: String?
    /// What no answer may hold.
    var hidden: [String] = []
    /// Neither reads the case nor does anything with it.
    var isStranger: Bool { !hidden.isEmpty }
  }

  private struct Route: Sendable {
    let method: String
    /// With `{}` for each parameter.
    let path: String
    /// With things of the house for the parameters.
    let sample: String
  }

  @Test func `every address answers everybody as Docs/security.md says, and tells no stranger`()
    async throws
  {
    let strangers = try await Strangers()
    let routes = try await Self.routes(strangers)
    #expect(routes.count > 150)
    let triers = Self.triers(strangers)
    let marks = Marks()
    try await strangers.house.visit { browser in
      for trier in triers {
        await marks.add(
          try await Self.column(trier, routes, strangers, client: browser.client))
      }
    }
    // What is hidden is there for who may see it.
    try await strangers.house.visit { browser in
      _ = try await browser.signIn("bureau")
      let page = try await browser.get("/cases/\(strangers.file.id)").text
      for mark in [strangers.file.number, Strangers.secret, "染厂"] {
        #expect(page.contains(mark))
      }
    }
    var lines = [
      "| address | " + triers.map(\.title).joined(separator: " | ") + " |",
      "|---|" + triers.map { _ in ":-:" }.joined(separator: "|") + "|",
    ]
    let columns = await marks.columns
    for (index, route) in routes.enumerated() {
      let row = columns.map { String($0[index]) }.joined(separator: " | ")
      lines.append("| `\(route.method) \(route.path)` | \(row) |")
    }
    try WrittenTable(page: "security.md", name: "routes", by: "RouteMatrixTests")
      .compare(lines.joined(separator: "\n") + "\n")
  }

  private static func triers(_ strangers: Strangers) -> [Trier] {
    let file = [strangers.file.number, Strangers.secret]
    let all = file + ["染厂", House.meterMN]
    return [
      Trier(title: "guest", name: nil, hidden: all),
      Trier(title: "password to change", name: "fresh", hidden: all),
      Trier(title: "no role yet", name: "newcomer", hidden: all),
      Trier(title: "contact, other firm", name: "rival", hidden: all),
      Trier(title: "officer, other town", name: "neighbour", hidden: file),
      Trier(title: "officer, other bureau", name: "builder", hidden: file),
      Trier(title: "security", name: "guard", hidden: file),
      Trier(title: "payer", name: "payer", hidden: file),
      Trier(title: "contact, own firm", name: "firm"),
      Trier(title: "officer, assigned", name: "town"),
      Trier(title: "officer, lead", name: "bureau"),
      Trier(title: "auditor", name: "auditor"),
      Trier(title: "leader", name: "chief"),
      Trier(title: "duty", name: "duty"),
      Trier(title: "administrator", name: "admin"),
    ]
  }

  /// All but endless streams, files of our own, what other tests try because it ends the visit or
  /// counts its tries, and what is asked with a key.
  private static func routes(_ strangers: Strangers) async throws -> [Route] {
    let left = [
      "/desk/events", "/sign-out", "/password", "/metrics", "/static/", "/sign-in", "/intake/",
      "/account/second-factor",
    ]
    return try await strangers.house.addresses()
      .filter { route in
        route.method != "HEAD" && !left.contains { route.path.hasPrefix($0) }
      }
      .sorted { ($0.path, $0.method) < ($1.path, $1.method) }
      .compactMap { method, path in
        guard let sample = strangers.path(path) else {
          Issue.record("\(path): say in Strangers.path which object stands for it")
          return nil
        }
        return Route(method: method, path: path, sample: sample)
      }
  }

  /// - Returns: of each route ● answered, ○ refused or sent to sign in, – not there for whoever asks.
  private static func column(
    _ trier: Trier, _ routes: [Route], _ strangers: Strangers, client: any TestClientProtocol
  ) async throws -> [Character] {
    let browser = Browser(client: client)
    if let name = trier.name {
      // So that the limit of sign-ins from one address has filled up again.
      strangers.house.move(seconds: 10)
      #expect(try await browser.signIn(name).status == .seeOther, "\(trier.title) signs in")
    } else {
      _ = try await browser.get("/")
    }
    // Looking, which changes nothing, before doing.
    let entries = try await strangers.house.auditCount()
    var marks = [Character](repeating: " ", count: routes.count)
    for (index, route) in routes.enumerated() where route.method == "GET" {
      marks[index] = try await mark(trier, route, strangers, browser)
    }
    #expect(try await strangers.house.auditCount() == entries, "\(trier.title)")
    for (index, route) in routes.enumerated() where route.method != "GET" {
      marks[index] = try await mark(trier, route, strangers, browser)
    }
    return marks
  }

  private static func mark(
    _ trier: Trier, _ route: Route, _ strangers: Strangers, _ browser: Browser
  ) async throws -> Character {
    let response = try await answer(to: route, browser)
    #expect(response.status.code < 500, "\(trier.title): \(route.method) \(route.sample)")
    checkHeaders(of: response, route)
    let mark = mark(response)
    // A page may repeat the address that was asked for.
    let text = response.text.replacing(route.sample, with: "")
      .replacing(LocalPath.encode(route.sample), with: "")
    for hidden in trier.hidden where text.contains(hidden) {
      Issue.record("\(route.method) \(route.path) tells \(trier.title) of \(hidden)")
    }
    if trier.isStranger, isOfCase(route, strangers), mark == "●" {
      Issue.record("\(trier.title) may \(route.method) \(route.path)")
    }
    return mark
  }

  private static func isOfCase(_ route: Route, _ strangers: Strangers) -> Bool {
    ["/cases/", "/api/cases/"].contains { route.sample.hasPrefix("\($0)\(strangers.file.id)") }
  }

  /// What binds the browser, whatever is answered.
  private static func checkHeaders(of response: TestResponse, _ route: Route) {
    let headers = response.headers
    #expect(headers[.contentSecurityPolicy] == SecurityHeaders.contentPolicy, "\(route.path)")
    #expect(headers[.xContentTypeOptions] == "nosniff", "\(route.path)")
    #expect(headers[.cacheControl] != nil, "\(route.path)")
    #expect(headers[.accessControlAllowOrigin] == nil, "\(route.path)")
    guard response.body.readableBytes > 0 else { return }
    let type = headers[.contentType] ?? ""
    #expect(!type.isEmpty, "\(route.path)")
    if type.hasPrefix("text/") || type.hasPrefix("application/json") {
      #expect(type.hasSuffix("; charset=utf-8"), "\(route.path): \(type)")
    }
  }

  private static func answer(to route: Route, _ browser: Browser) async throws -> TestResponse {
    if route.method == "GET" { return try await browser.get(route.sample) }
    if route.path.hasPrefix("/api/") {
      return try await browser.send(
        route.sample, HTTPRequest.Method(rawValue: route.method) ?? .post,
        headers: [.contentType: "application/json"],
        body: ByteBuffer(string: #"{"request":"matrix","version":0,"note":"x"}"#))
    }
    return try await browser.post(route.sample, forms[route.path] ?? [:])
  }

  /// Forms that say too little to change anything, and enough to be asked who sends them.
  private static let forms: [String: [String: String]] = [
    "/cases/{}/acts": ["act": "suspend", "request": "matrix", "version": "0"],
    "/cases/{}/ties": ["tie": "link", "request": "matrix", "version": "0"],
  ]

  private static func mark(_ response: TestResponse) -> Character {
    let location = response.headers[.location] ?? ""
    if location.hasPrefix("/sign-in") || location.hasPrefix("/password") { return "○" }
    return switch response.status.code {
    case 401, 403: "○"
    case 404: "–"
    default: "●"
    }
  }

  private actor Marks {
    private(set) var columns: [[Character]] = []
    func add(_ column: [Character]) { columns.append(column) }
  }
}
