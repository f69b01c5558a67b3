import ArgumentParser
import Foundation
import Synchronization

/// Pages of a server over a ledger that `measure cases --keep` made, with many people on the desk.
///
/// The server's settings say that it stands behind a proxy: each person signs in from an address of
/// their own.
struct CasePagesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "case-pages",
    abstract: "Cases' pages and lists over HTTP, and the desk while many follow it live.")

  @Option(help: "Address of the pages.") var console = "http://127.0.0.1:8080"
  @Option(help: "Cases of the ledger.") var cases = 1_000_000
  @Option(help: "How often each page is asked.") var times = 60
  @Option(help: "People who follow the desk.") var people = CaseFilling.watchers
  @Option(help: "Changes of a case while they do, one a second.") var changes = 20

  func validate() throws {
    guard (1...CaseFilling.watchers).contains(people), (1...1_000).contains(changes) else {
      throw ValidationError("give 1 to \(CaseFilling.watchers) --people and 1 to 1000 --changes")
    }
  }

  func run() async throws {
    let one = client(0)
    try await one.signIn("desk0", password: CaseFilling.password)
    try await measurePages(one)
    try await measureDesk(one)
  }

  private func client(_ number: Int) -> PageClient {
    PageClient(console, address: "10.0.0.\(1 + number)")
  }

  private func measurePages(_ client: PageClient) async throws {
    let asked: [(name: String, path: (Int) -> String)] = [
      ("a closed case", { "/cases/\(1 + ($0 + 1) * (cases - 6_000) / (times + 2))" }),
      ("an open case", { "/cases/\(cases - 4_000 + $0 * 17 % 3_900)" }),
      ("open cases", { _ in "/cases?show=open" }),
      ("closed, grave", { _ in "/cases?show=closed&severity=grave" }),
      ("found by a text", { "/cases?show=all&q=%E7%AC%AC\($0 * 97 % 9_000)%E5%8F%B7" }),
      ("the desk", { _ in "/desk" }),
      ("the desk's parts", { _ in "/desk/live" }),
    ]
    for (name, path) in asked {
      var durations = Durations()
      for number in 0..<times {
        durations.add(try await timed { try await client.get(path(number)) })
      }
      print("page, \(name): \(durations.summary)")
    }
  }

  private func timed(_ body: () async throws -> Void) async rethrows -> Duration {
    let clock = ContinuousClock()
    let begin = clock.now
    try await body()
    return clock.now - begin
  }

  /// Everybody hears of each change and fetches the desk's parts, as the page's script does.
  private func measureDesk(_ first: PageClient) async throws {
    let fetched = Fetched()
    let clients = (0..<people).map(client)
    for (number, client) in clients.enumerated() {
      try await client.signIn("desk\(number)", password: CaseFilling.password)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for client in clients {
        group.addTask {
          try await client.follow("/desk/events") { event in
            guard event == "case" else { return }
            let took = try await timed { try await client.fetch("/desk/live") }
            fetched.add(took)
          }
        }
      }
      try await Task.sleep(for: .seconds(3))
      for number in 0..<changes {
        try await note(on: cases - 4_000 + number, by: first)
        try await Task.sleep(for: .seconds(1))
      }
      try await Task.sleep(for: .seconds(3))
      group.cancelAll()
      do { try await group.waitForAll() } catch is CancellationError {}
    }
    let durations = fetched.durations
    print(
      "the desk's parts, \(people) people, \(changes) changes, \(durations.count) fetches: \(durations.summary)"
    )
  }

  private final class Fetched: Sendable {
    private let kept = Mutex(Durations())
    var durations: Durations { kept.withLock { $0 } }
    func add(_ duration: Duration) { kept.withLock { $0.add(duration) } }
  }

  private func note(on id: Int, by client: PageClient) async throws {
    let page = try await client.get("/cases/\(id)")
    func hidden(_ name: String) -> String {
      guard let begin = page.range(of: "name=\"\(name)\" value=\"") else { return "" }
      return String(page[begin.upperBound...].prefix { $0 != "\"" })
    }
    let answer = try await client.post(
      "/cases/\(id)/notes",
      ["note": "电话核实", "request": hidden("request"), "version": hidden("version")])
    guard (300..<400).contains(Int(answer.status.code)) else {
      throw Stopped("a note on case \(id): \(answer.status.code)")
    }
  }
}
