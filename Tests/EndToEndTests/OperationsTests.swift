import AsyncHTTPClient
import Foundation
import GRDB
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

/// What an operator does, with the built command.
@Suite struct OperationsTests {
  static let plan = BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021")

  @Test func `a second process on the same folder is refused and told who holds it`() async throws {
    try await withServer { server in
      let second = try await BuiltCommand.run([
        "serve", "--plan", Self.plan.path, "--data", server.site.data.path,
        "--gateway-port", "0", "--console-port", "0",
      ])
      #expect(second.status != 0)
      #expect(second.errors.contains("is in use by process"))
    }
  }

  @Test func `health and metrics answer, and promtool finds no fault in them`() async throws {
    try await withServer { server in
      let health = try await get("http://127.0.0.1:\(server.site.consolePort)/healthz")
      #expect(health.status == .ok)
      let metrics = try await get("http://127.0.0.1:\(server.site.consolePort)/metrics")
      #expect(metrics.text.contains("lantian_process_resident_memory_bytes"))
      #expect(metrics.text.contains("lantian_gateway_connections"))
      #expect(metrics.text.contains("lantian_pump_waiting_frames{for=\"rules\"} 0"))
      #expect(metrics.text.contains("lantian_database_bytes{file=\"inbox\"} "))
      let verdict = try await promtool(metrics.text)
      #expect(verdict.status == 0, "\(verdict.errors)\(verdict.output)")
    }
  }

  @Test func `the soft limit of open files is raised, and a hard one that is too low is told`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let server = try ServerProcess.spawn(site, openFiles: (soft: 256, hard: 2_000))
    try await server.servesPages()
    let limits = try #require(server.limits?.firstMatch(of: #/Max open files +(\d+)/#))
    #expect(limits.1 == "2000")
    #expect(server.logTail().contains("possible=1000"), "\(server.logTail())")
    #expect(try await server.stop() == 0)
  }

  @Test func `a backup taken from a running server is restored and served`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let server = try await ServerProcess.start(site)
    let account = try await BuiltCommand.run([
      "account", "create", "admin", "--role", "administrator", "--data", site.data.path,
    ])
    #expect(account.status == 0 && account.output.contains("password: "), "\(account.errors)")
    let copy = site.folder.appending(path: "copy").path
    let backup = try await BuiltCommand.run(["backup", "--data", site.data.path, "--to", copy])
    #expect(backup.status == 0, "\(backup.errors)")
    #expect(try await server.stop() == 0)

    let again = site.folder.appending(path: "again").path
    let restore = try await BuiltCommand.run(["restore", "--from", copy, "--data", again])
    #expect(restore.status == 0, "\(restore.errors)")
    let chain = try await BuiltCommand.run(["audit", "verify", "--data", again])
    #expect(chain.status == 0 && chain.output.hasPrefix("intact: "), "\(chain.errors)")
    let occupied = try await BuiltCommand.run(["restore", "--from", copy, "--data", again])
    #expect(occupied.status != 0 && occupied.errors.contains("is not empty"))
    let duplicate = try await BuiltCommand.run([
      "account", "create", "admin", "--role", "administrator", "--data", again,
    ])
    #expect(duplicate.status != 0, "the restored ledger has no account admin")
  }

  @Test func `the audit chain names the first row that somebody bent`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    for name in ["first", "second", "third"] {
      let made = try await BuiltCommand.run([
        "account", "create", name, "--role", "auditor", "--data", site.data.path,
      ])
      #expect(made.status == 0, "\(made.errors)")
    }
    let ledger = try DatabaseQueue(path: site.data.appending(path: "ledger.sqlite").path)
    try await ledger.write { db in
      // Whoever bends the file takes the guards away first.
      let guards = try String.fetchAll(
        db,
        sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entry'")
      for name in guards { try db.execute(sql: "DROP TRIGGER \"\(name)\"") }
      try db.execute(sql: "UPDATE audit_entry SET action = 'account.remove' WHERE seq = 2")
    }
    try ledger.close()
    let verdict = try await BuiltCommand.run(["audit", "verify", "--data", site.data.path])
    #expect(verdict.status != 0)
    #expect(verdict.errors.contains("broken at entry 2"))
  }

  @Test func `a faulty plan is named by file, line and column and not served`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let copy = site.folder.appending(path: "plan")
    try FileManager.default.copyItem(at: Self.plan, to: copy)
    let rule = copy.appending(path: "rules/treatment-off.yml")
    let text = try String(contentsOf: rule, encoding: .utf8)
    try text.replacing("treatment.power", with: "treatmnt.power")
      .write(to: rule, atomically: true, encoding: .utf8)
    let check = try await BuiltCommand.run(["plan", "check", copy.path])
    #expect(check.status != 0)
    #expect(check.errors.contains(#/treatment-off\.yml:\d+:\d+: error:/#))
    let serve = try await BuiltCommand.run([
      "serve", "--plan", copy.path, "--data", site.data.path,
    ])
    #expect(serve.status != 0)
    #expect(serve.errors.contains("treatment-off.yml"))
  }

  @Test func `every wrong setting is complained about at once, with key, value and remedy`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let file = site.folder.appending(path: "lantian.yml")
    try """
    plan: \(Self.plan.path)
    gateway:
      port: 99999
      idle-secs: 5
    log:
      level: loud
    """.write(to: file, atomically: true, encoding: .utf8)
    let serve = try await BuiltCommand.run(["serve", "--config", file.path])
    #expect(serve.status != 0)
    for complaint in [
      "lantian.yml:3:9: gateway.port is \"99999\"; write a whole number from 0 to 65535",
      "gateway.idle-secs is not a setting; did you mean gateway.idle-seconds?",
      "log.level is \"loud\"", "data: nothing given",
    ] {
      #expect(serve.errors.contains(complaint), "\(serve.errors)")
    }
  }

  @Test func `the pages are served over TLS from certificate files`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let (chain, key) = (site.folder.appending(path: "c.pem"), site.folder.appending(path: "k.pem"))
    let made = try await ToolCommand.run(
      "/usr/bin/openssl",
      [
        "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-out", chain.path, "-keyout", key.path,
      ])
    #expect(made.status == 0, "\(made.errors)")
    let server = try await ServerProcess.start(
      site, arguments: ["--tls-certificate", chain.path, "--tls-key", key.path])
    try await server.servesPages()
    var configuration = HTTPClient.Configuration()
    var tls = TLSConfiguration.makeClientConfiguration()
    tls.certificateVerification = .none
    configuration.tlsConfiguration = tls
    let client = HTTPClient(configuration: configuration)
    let answer = try await client.execute(
      HTTPClientRequest(url: "https://127.0.0.1:\(site.consolePort)/healthz"),
      timeout: .seconds(20))
    #expect(answer.status == .ok)
    #expect(answer.headers.first(name: "strict-transport-security") != nil)
    try await client.shutdown()
    #expect(try await server.stop() == 0)
  }

  private func withServer(_ work: (ServerProcess) async throws -> Void) async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let server = try await ServerProcess.start(site)
    try await server.servesPages()
    do {
      try await work(server)
    } catch {
      server.kill()
      throw error
    }
    #expect(try await server.stop() == 0)
  }

  private func get(_ url: String) async throws -> (status: HTTPResponseStatus, text: String) {
    let answer = try await HTTPClient.shared.execute(
      HTTPClientRequest(url: url), timeout: .seconds(20))
    let body = try await answer.body.collect(upTo: 8 << 20)
    return (answer.status, String(buffer: body))
  }

  private func promtool(_ text: String) async throws -> BuiltCommand.Outcome {
    try await ToolCommand.run("/usr/bin/promtool", ["check", "metrics"], input: text)
  }
}
