import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// A district of the test: `lantian serve` with people, devices and register rows of its own.
struct TestDistrict: Sendable {
  struct Person: Sendable {
    let name: String
    let password: String
  }

  let server: ServerProcess
  var site: ServerProcess.Site { server.site }
  var console: String { "http://127.0.0.1:\(site.consolePort)" }

  /// Starts a district on a plan folder, runs the body and stops the district, also where the body
  /// fails. The state folder is kept after a failure.
  ///
  /// - Parameter before: what is done in the folder before it is served.
  static func during(
    plan: URL = BuiltCommand.packageRoot.appending(path: "Plans/shangyu-2021"),
    before: (ServerProcess.Site) async throws -> Void = { _ in },
    _ body: (TestDistrict) async throws -> Void
  ) async throws {
    let site = try await ServerProcess.Site.fresh(plan: plan)
    try await before(site)
    let server = try await ServerProcess.start(site)
    let district = TestDistrict(server: server)
    do {
      try await district.consoleAnswers()
      try await body(district)
    } catch {
      server.kill()
      throw error
    }
    guard try await server.stop() == 0 else {
      throw HarnessFailure(description: "the server did not stop well:\n\(server.logTail())")
    }
    try await district.run(["audit", "verify"])
    site.remove()
  }

  /// Runs a command on the district's state folder, beside the server.
  @discardableResult
  func run(_ arguments: [String]) async throws -> String {
    let outcome = try await BuiltCommand.run(arguments + ["--data", site.data.path])
    guard outcome.status == 0 else {
      throw HarnessFailure(
        description: "lantian \(arguments.joined(separator: " ")): \(outcome.output)"
          + outcome.errors)
    }
    return outcome.output
  }

  func importDevices(_ csv: String) async throws {
    try await run(["device", "import", try file("devices.csv", csv)])
  }

  func importRegister(_ register: String, _ csv: String) async throws {
    try await run(["register", "import", register, try file("\(register).csv", csv)])
  }

  func account(_ name: String, role: String, unit: String) async throws -> Person {
    let output = try await run([
      "account", "create", name, "--role", role, "--unit", unit, "--keep-password",
    ])
    guard let match = output.firstMatch(of: /password: (\S+)/) else {
      throw HarnessFailure(description: "no password for \(name) in: \(output)")
    }
    return Person(name: name, password: String(match.1))
  }

  /// A contact of a firm.
  func contact(_ name: String, of facility: String) async throws -> Person {
    let output = try await run([
      "account", "create", name, "--role", "enterprise", "--facility", facility,
      "--keep-password",
    ])
    guard let match = output.firstMatch(of: /password: (\S+)/) else {
      throw HarnessFailure(description: "no password for \(name) in: \(output)")
    }
    return Person(name: name, password: String(match.1))
  }

  private func file(_ name: String, _ text: String) throws -> String {
    let file = site.folder.appending(path: name)
    try Data(text.utf8).write(to: file)
    return file.path
  }

  private func consoleAnswers() async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      let request = HTTPClientRequest(url: console + "/healthz")
      let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(5))
      if answer?.status == .ok { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw HarnessFailure(description: "the console does not answer:\n\(server.logTail())")
  }
}
