import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Testing

/// Signing in by other people's services, with the built command and real sockets.
@Suite struct SingleSignOnStoryTests {
  /// Keeps cookies and follows nothing.
  private final class Visitor {
    private var cookies: [String: String] = [:]
    private let client: HTTPClient
    private let console: String

    init(_ client: HTTPClient, at console: String) {
      (self.client, self.console) = (client, console)
    }

    func send(_ path: String, form: String? = nil) async throws -> (
      status: Int, location: String, text: String
    ) {
      var request = HTTPClientRequest(url: console + path)
      request.headers.add(
        name: "Cookie", value: cookies.map { "\($0)=\($1)" }.joined(separator: "; "))
      if let form {
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        request.body = .bytes(ByteBuffer(string: form))
      }
      let response = try await client.execute(request, timeout: .seconds(20))
      for line in response.headers["set-cookie"] {
        let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
        cookies[String(pair[0])] = pair.count > 1 ? String(pair[1]) : nil
      }
      let text = String(buffer: try await response.body.collect(upTo: 1 << 22))
      return (
        Int(response.status.code), response.headers.first(name: "location") ?? "", text
      )
    }
  }

  private static func state(_ location: String) -> String {
    URLComponents(string: location)?.queryItems?.first { $0.name == "state" }?.value ?? ""
  }

  private static func token(_ page: String) -> String {
    page.firstMatch(of: /name="form-token" value="([^"]+)"/).map { String($0.1) } ?? ""
  }

  private static func config(
    _ site: ServerProcess.Site, _ services: StandInServices
  ) throws -> String {
    func file(_ name: String, _ text: String) throws -> String {
      let file = site.folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return file.path
    }
    return try file(
      "lantian.yml",
      """
      sign-in:
        site: "http://127.0.0.1:\(site.consolePort)"
        oidc-issuer: "\(services.address)"
        oidc-client: lantian
        oidc-secret-file: \(try file("oidc", "s3cret\n"))
        oidc-trusts-names: true
        dingtalk-client: key
        dingtalk-secret-file: \(try file("ding", "d1ng\n"))
        dingtalk-login: "\(services.address)"
        dingtalk-service: "\(services.address)"
        sms-url: "\(services.address)/sms"
        sms-body-file: \(try file("sms.json", #"{"to":"{phone}","code":"{code}"}"#))
        sms-authorization-file: \(try file("sms.key", "APPCODE abc\n"))
      """)
  }

  @Test func `single sign-on and DingTalk open the desk by their documented calls`() async throws {
    let services = try await StandInServices.start()
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    let server = try await ServerProcess.start(
      site, arguments: ["--config", try Self.config(site, services)])
    defer { server.kill() }
    try await server.servesPages()
    let district = TestDistrict(server: server)
    _ = try await district.account("wang.li", role: "officer", unit: "baiguan")
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    let visitor = Visitor(client, at: district.console)
    #expect(try await visitor.send("/sign-in").text.contains("统一身份认证登录"))
    let left = try await visitor.send("/sign-in/by/oidc?next=%2Fcases")
    #expect(left.location.hasPrefix("\(services.address)/authorize?response_type=code"))
    #expect(left.location.contains("code_challenge_method=S256"))
    services.visit(left.location)
    let back = try await visitor.send(
      "/sign-in/by/oidc/answer?code=c&state=\(Self.state(left.location))")
    #expect(back.location == "/cases", "\(back.text)")
    #expect(try await visitor.send("/desk").status == 200)
    let asked = try #require(services.all.first { $0.path == "/token" })
    #expect(asked.headers.first(name: "Authorization") == "Basic bGFudGlhbjpzM2NyZXQ=")
    #expect(asked.body.contains("code_verifier="))

    // DingTalk is connected by whoever is signed in.
    let connect = try await visitor.send("/account/identities/dingtalk")
    #expect(connect.location.hasPrefix("\(services.address)/oauth2/auth?"))
    let connected = try await visitor.send(
      "/sign-in/by/dingtalk/answer?authCode=c&state=\(Self.state(connect.location))")
    #expect(connected.location == "/account", "\(connected.text)")
    let phone = Visitor(client, at: district.console)
    let away = try await phone.send("/sign-in/by/dingtalk")
    let entered = try await phone.send(
      "/sign-in/by/dingtalk/answer?authCode=c&state=\(Self.state(away.location))")
    #expect(entered.location == "/desk", "\(entered.text)")
    let told = try #require(services.all.first { $0.path == "/v1.0/oauth2/userAccessToken" })
    #expect(told.body.contains(#""clientSecret":"d1ng""#))

    // A number that nobody has is asked for and nothing is sent.
    let page = try await phone.send("/sign-in/sms")
    let sent = try await Visitor(client, at: district.console).send("/sign-in/sms")
    #expect(page.status == 200 && !Self.token(sent.text).isEmpty)
    #expect(!services.all.contains { $0.path == "/sms" })
    try await client.shutdown()
    try await services.stop()
    #expect(try await server.stop() == 0)
    let log = try String(contentsOf: site.log, encoding: .utf8)
    for secret in ["s3cret", "d1ng", Self.state(left.location)] {
      #expect(!log.contains(secret))
    }
    site.remove()
  }

  @Test func `settings that do not go together, or send secrets in the clear, are refused`()
    async throws
  {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let file = site.folder.appending(path: "bad.yml")
    try Data(
      """
      sign-in:
        oidc-issuer: "http://id.example"
        dingtalk-client: key
        wecom-agent: "1"
        sms-url: "https://sms.example/"
      """.utf8
    ).write(to: file)
    let outcome = try await BuiltCommand.run([
      "serve", "--plan", OperationsTests.plan.path, "--data", site.data.path, "--config",
      file.path,
    ])
    #expect(outcome.status != 0)
    for complaint in [
      "oidc-issuer and oidc-client go together", "dingtalk-client and dingtalk-secret-file",
      "wecom-corporation, wecom-agent and wecom-secret-file", "sign-in.site: nothing given",
      "sign-in.oidc-issuer is \"http://id.example\"", "sms-url and sms-body-file",
    ] {
      #expect(outcome.errors.contains(complaint), "\(complaint) in \(outcome.errors)")
    }
  }
}
