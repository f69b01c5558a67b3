import ActionPlan
import Foundation
import Gateway
import Testing

@testable import lantian

/// Where sources and destinations are reached, and what is said of a file that cannot be right.
@Suite struct ConnectionsFileTests {
  private static let plan: Plan? = {
    let files = PlanFolder.read(OperationsTests.plan.path).files
    let sources = """
      - {source: air, label: {zh: a, en: a}, kind: pull, point: p1, time: {at: t, format: rfc3339}, values: [{at: v, quantity: pm25}]}
      - {source: fume, label: {zh: a, en: a}, kind: push, point: p1, time: {at: t, format: rfc3339}, values: [{at: v, quantity: pm25}]}
      - {source: files, label: {zh: a, en: a}, kind: drop, point: p1, time: {at: t, format: rfc3339}, values: [{at: v, quantity: pm25}]}
      - {source: noise, label: {zh: a, en: a}, kind: mqtt, point: p1, time: {at: t, format: rfc3339}, values: [{at: v, quantity: pm25}]}
      """
    return PlanFolder.read(
      files: files + [
        PlanFile(path: "sources.yml", bytes: Array(sources.utf8)),
        PlanFile(
          path: "destinations.yml",
          bytes: Array("- {destination: city, label: {zh: a, en: a}}\n".utf8)),
      ]
    ).plan
  }()

  private func read(_ text: String) throws -> Connections {
    try ConnectionsFile(
      path: "c.yml", plan: try #require(Self.plan), environment: ["KEY": "Bearer secret"]
    ).read(text)
  }

  @Test func `every kind of entry is read, with its secrets from elsewhere`() throws {
    let read = try read(
      """
      sources:
        air:
          url: https://air.example/api?from={from}&until={until}&page={page}
          headers: {Authorization: {env: KEY}, Accept: application/json}
          every-seconds: 60
          times: yyyyMMddHHmmss
        files: {folder: /srv/drop}
        noise: {host: broker.example, tls: true, user: lantian, password: {env: KEY}, topics: ["a/#"]}
      destinations:
        city: {host: 10.0.0.5, port: 9003, password: {env: KEY}, window: 4, answer-seconds: 5}
      """)
    #expect(read.pulls.map(\.source) == ["air"])
    #expect(
      read.pulls.first?.settings.headers.map(\.value) == ["Bearer secret", "application/json"])
    #expect(read.pulls.first?.settings.everySeconds == 60)
    #expect(read.drops.map(\.folder) == ["/srv/drop"])
    #expect(read.brokers.first?.settings.port == 8_883)
    #expect(read.brokers.first?.settings.client == "lantian-noise")
    #expect(read.destinations.first?.settings.answerMilliseconds == 5_000)
    #expect(read.destinations.first?.settings.password == "Bearer secret")
  }

  @Test(arguments: [
    ("sauces: {}", "c.yml:1:1: sauces is no section; write sources and destinations"),
    ("sources: {fumes: {}}", "c.yml:1:11: the plan has no source \"fumes\"; did you mean fume?"),
    (
      "sources: {fume: {}}",
      "c.yml:1:11: source fume is sent to us and is reached nowhere; remove the entry"
    ),
    (
      "sources: {files: {folder: drop}}",
      "c.yml:1:27: folder takes the whole path of a folder, /srv/…"
    ),
    (
      "sources: {air: {url: ftp://a}}",
      "c.yml:1:22: url takes https://HOST/…, with {from}, {until} and {page} where those belong"
    ),
    (
      "sources: {air: {url: \"http://a.example/\", headers: {X: {env: KEY}}}}",
      "c.yml:1:22: url is not https, and what headers hold could be read on its way"
    ),
    (
      "sources: {air: {url: \"https://a.example/\", headers: {X: {env: NONE}}}}",
      "c.yml:1:57: the environment has no NONE; set it for the server"
    ),
    (
      "sources: {air: {url: \"https://a.example/\", evry-seconds: 5}}",
      "did you mean every-seconds?"
    ),
    (
      "sources: {air: {url: \"https://a.example/\", every-seconds: 0}}",
      "c.yml:1:59: every-seconds takes a whole number from 5 to 86400"
    ),
    (
      "sources: {noise: {host: b, topics: []}}",
      "topics takes a list of what is read, such as [fume/#]"
    ),
    (
      "sources: {noise: {host: b, topics: [a], user: u, password: {env: KEY}}}",
      "the password could be read on its way; write tls: true"
    ),
    (
      "sources: {noise: {host: b, topics: [a], password: plain}}",
      "a secret is {env: VARIABLE} or {file: PATH}, never written here"
    ),
    ("destinations: {cty: {host: a}}", "the plan has no destination \"cty\"; did you mean city?"),
    ("destinations: {city: {host: \"a b\"}}", "host takes the platform's name or address"),
    ("destinations: {city: {host: a, window: 0}}", "window takes a whole number from 1 to 1000"),
    ("[]", "expected the sections sources and destinations"), ("a: [", "is not YAML"),
  ])
  func `what cannot be right is told with its place and remedy`(text: String, told: String) throws {
    let errors = #expect(throws: SettingsErrors.self) { try read(text) }
    #expect(errors?.description.contains(told) == true, "\(errors?.description ?? "")")
  }

  @Test func `an empty file connects nothing`() throws {
    let read = try read("")
    #expect(read.pulls.isEmpty && read.drops.isEmpty && read.brokers.isEmpty)
    #expect(read.destinations.isEmpty)
  }
}
