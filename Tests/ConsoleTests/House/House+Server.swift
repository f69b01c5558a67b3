import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ledger
import Logging
import NIOCore
import Synchronization
import Testing

@testable import Console

extension House {
  var subjects: ConsoleSubjects {
    ConsoleSubjects(
      plan: plan, ledger: ledger, accounts: accounts, photos: photos,
      uploads: UploadStore(folder: folder + "/uploads"), store: store, latest: latest, hub: hub,
      links: { [self] in links.withLock { $0 } },
      strangers: { [self] in strangers.withLock { $0 } },
      faults: { _ in
        [DeviceFault(at: House.start - 60, code: "unbound-key", found: "<i>xx-Rtd</i>", count: 3)]
      },
      tiles: nil, isReady: { true },
      metrics: { "# HELP lantian_up is 1\n# TYPE lantian_up gauge\nlantian_up 1\n" },
      now: { [self] in now }, logger: Logger(label: "console-tests") { _ in RecordingLog() })
  }

  func server(_ settings: ConsoleSettings = ConsoleSettings(port: 0)) async throws -> ConsoleServer
  {
    try await ConsoleServer(subjects: subjects, settings: settings)
  }

  /// Entries of the audit log.
  func auditCount() async throws -> Int64 {
    try await ledger.read { db in try AuditLog.head(in: db).seq }
  }

  /// Method and address of everything there is, with `{}` for each parameter.
  func addresses() async throws -> [(method: String, path: String)] {
    let router = try await ConsoleServer.routes(subjects, ConsoleSettings(port: 0)).plainRouter()
    return router.routes.map { route in
      let path = route.path.description.replacing(/[:{][^\/]+/, with: "{}")
      return (route.method.rawValue, path.hasPrefix("/") ? path : "/" + path)
    }
  }

  /// Runs a test against the routes, without a socket.
  func visit(
    _ settings: ConsoleSettings = ConsoleSettings(port: 0),
    _ test: @escaping @Sendable (Browser) async throws -> Void
  ) async throws {
    let server = try await server(settings)
    try await Application(responder: server.responder, logger: subjects.logger).test(.router) {
      client in
      try await test(Browser(client: client))
    }
  }
}

/// Keeps cookies and fills in the form token, as a browser does.
actor Browser {
  let client: any TestClientProtocol
  private(set) var cookies: [String: String] = [:]
  private(set) var token = ""

  init(client: any TestClientProtocol) {
    self.client = client
  }

  func get(_ path: String, accept: String = "text/html") async throws -> TestResponse {
    try await send(path, .get, headers: [.accept: accept])
  }

  /// Posts a form with the token of the page seen last, unless told otherwise.
  func post(
    _ path: String, _ fields: [String: String], token sent: String? = nil
  ) async throws -> TestResponse {
    let body = (fields.merging([ReadForm.tokenField: sent ?? token]) { _, new in new })
      .map { "\(LocalPath.encode($0))=\(LocalPath.encode($1))" }.joined(separator: "&")
    return try await send(
      path, .post, headers: [.contentType: "application/x-www-form-urlencoded"],
      body: ByteBuffer(string: body))
  }

  func send(
    _ path: String, _ method: HTTPRequest.Method, headers: HTTPFields = [:],
    body: ByteBuffer? = nil
  ) async throws -> TestResponse {
    var headers = headers
    if !cookies.isEmpty {
      headers[.cookie] = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
    }
    let response = try await client.execute(
      uri: path, method: method, headers: headers, body: body)
    for line in response.headers[values: .setCookie] {
      let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
      guard let name = pair.first else { continue }
      let value = pair.count > 1 ? String(pair[1]) : ""
      cookies[String(name)] = value.isEmpty ? nil : value
    }
    let page = String(buffer: response.body)
    if let mark = page.firstRange(of: "name=\"form-token\" value=\"") {
      token = String(page[mark.upperBound...].prefix { $0 != "\"" })
    }
    return response
  }

  /// Signs in through the form.
  func signIn(_ name: String, password: String = House.password) async throws -> TestResponse {
    _ = try await get("/sign-in")
    let response = try await post("/sign-in", ["name": name, "password": password])
    if response.status == .seeOther { _ = try await get("/preferences-of-nobody") }
    return response
  }
}

extension TestResponse {
  var text: String { String(buffer: body) }
}
