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

  @Test func `whoever leaves is kept out and a leaked key made worthless beside the server`()
    async throws
  {
    try await TestDistrict.during { district in
      _ = try await district.account("anna", role: "officer", unit: "gaibei")
      _ = try await district.account("root", role: "administrator", unit: "EEB")
      let left = try await district.run(["account", "disable", "anna"])
      #expect(left.hasPrefix("account anna changed; sessions closed: 0\nanna  disabled  officer"))
      let again = try await district.run(["account", "disable", "anna"])
      #expect(again.hasPrefix("nothing to change"))
      try await district.run(["account", "enable", "anna"])
      try await district.run([
        "account", "change", "anna", "--role", "leader", "--no-unit", "--display-name", "安娜",
      ])
      let list = try await district.run(["account", "list"])
      #expect(list.contains("anna  enabled  leader  sessions=0  安娜\n"), "\(list)")
      #expect(list.contains("root  enabled  administrator  unit=EEB"), "\(list)")

      let made = try await district.run(["intake", "create-key", "towers"])
      let key = String(try #require(made.firstMatch(of: /key: (\S+)/)).1)
      func alarm() async throws -> HTTPResponseStatus {
        var request = HTTPClientRequest(url: district.console + "/intake/cameras/alarms")
        request.method = .POST
        request.headers = ["authorization": "Bearer \(key)", "content-type": "application/json"]
        request.body = .bytes(ByteBuffer(string: "{}"))
        return try await HTTPClient.shared.execute(request, timeout: .seconds(20)).status
      }
      #expect(try await alarm() != .unauthorized)
      try await district.run(["intake", "revoke", "towers"])
      #expect(try await alarm() == .unauthorized)
      let keys = try await district.run(["intake", "list"])
      #expect(keys.hasPrefix("towers  for=cameras  revoked="))

      let entries = try await district.run(["audit", "list", "--limit", "2"])
      let lines = entries.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines[0].contains("system:command  intake-key.revoke  intake-key/1"), "\(entries)")
      let entry = String(lines[0].prefix { $0 != " " })
      try await district.run(["audit", "erase", entry, "--why", "letter-7"])
      let erased = try await district.run(["audit", "list", "--object", "intake-key/1"])
      #expect(erased.hasPrefix(entry) && erased.contains("intake-key.revoke  intake-key/1  erased"))
    }
  }

  @Test(arguments: [
    (["account", "disable", "root"], "last enabled administrator"),
    (["account", "disable", "nobody"], "no account is named \"nobody\""),
    (["account", "change", "root"], "nothing to change; give"),
    (["account", "change", "root", "--role", "king"], "role \"king\" is not known"),
    (["account", "change", "root", "--unit", "moon"], "unit \"moon\" is not in the plan"),
    (["intake", "revoke", "towers"], "there is no valid key \"towers\""),
    (["audit", "erase", "99", "--why", "x"], "has no entry 99"),
  ])
  func `what cannot be administered is said`(arguments: [String], reason: String) async throws {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    let elsewhere = try await BuiltCommand.run(arguments + ["--data", site.data.path])
    #expect(elsewhere.status != 0)
    #expect(!FileManager.default.fileExists(atPath: site.data.path), "a typing error made a folder")
    let made = try await BuiltCommand.run([
      "account", "create", "root", "--role", "administrator", "--data", site.data.path,
      "--plan", Self.plan.path,
    ])
    #expect(made.status == 0, "\(made.errors)")
    let outcome = try await BuiltCommand.run(arguments + ["--data", site.data.path])
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains(reason), "\(outcome.errors)\(outcome.output)")
  }

  @Test func `a folder made by hand is closed to other users, and so is what is written there`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    try FileManager.default.createDirectory(
      at: site.data, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let server = try await ServerProcess.start(site)
    try await server.servesPages()
    #expect(try await server.stop() == 0)
    #expect(try mode(site.data) == 0o700)
    for name in try FileManager.default.contentsOfDirectory(atPath: site.data.path) {
      #expect(try mode(site.data.appending(path: name)) & 0o077 == 0, "\(name)")
    }
  }

  @Test func `a plan that reads no more is named with its faults, and people are still managed`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: Self.plan)
    defer { site.remove() }
    for name in ["root", "anna"] {
      let made = try await BuiltCommand.run([
        "account", "create", name, "--role", "administrator", "--data", site.data.path,
        "--plan", Self.plan.path,
      ])
      #expect(made.status == 0, "\(made.errors)")
    }
    let ledger = try DatabaseQueue(path: site.data.appending(path: "ledger.sqlite").path)
    try await ledger.write { db in
      try db.execute(
        sql: "UPDATE plan_file SET bytes = CAST('id: [' AS BLOB) WHERE path = 'plan.yml'")
      #expect(db.changesCount == 1)
    }
    try ledger.close()
    let sheet = site.folder.appending(path: "rows.csv")
    try Data("name\n".utf8).write(to: sheet)
    let refused = try await BuiltCommand.run([
      "register", "import", "cameras", sheet.path, "--data", site.data.path,
    ])
    #expect(refused.status != 0)
    #expect(refused.errors.contains(#/plan\.yml:\d+:\d+: error:/#), "\(refused.errors)")
    #expect(refused.errors.contains("start `lantian serve` with it once"))
    let left = try await BuiltCommand.run([
      "account", "disable", "anna", "--data", site.data.path,
    ])
    #expect(left.status == 0, "\(left.errors)")
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

  private func mode(_ file: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    return try #require(attributes[.posixPermissions] as? Int)
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
