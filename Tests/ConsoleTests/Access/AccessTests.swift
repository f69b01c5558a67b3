import Casework
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

/// What strangers to a case can read.
struct AccessTests {
  @Test func `nobody reads of another's case, wherever they look`() async throws {
    let strangers = try await Strangers()
    let (number, facility) = (strangers.file.number, "染厂")
    let hidden: [(String?, [String])] = [
      (nil, [number, Strangers.secret, facility, House.meterMN]),
      ("fresh", [number, Strangers.secret, facility, House.meterMN]),
      ("rival", [number, Strangers.secret, facility, House.meterMN]),
      ("neighbour", [number, Strangers.secret]), ("builder", [number, Strangers.secret]),
    ]
    // But for the stream of events, which never ends.
    let routes = try await strangers.house.addresses()
      .filter { $0.method == "GET" && $0.path != "/desk/events" }.map(\.path).sorted()
    for (name, marks) in hidden {
      try await strangers.house.visit { browser in
        if let name { _ = try await browser.signIn(name) }
        for route in routes {
          guard let path = strangers.path(route) else {
            Issue.record("\(route): say in Strangers.path which object stands for it")
            continue
          }
          // A page may repeat the address that was asked for.
          let text = try await browser.get(path).text.replacing(path, with: "")
            .replacing(LocalPath.encode(path), with: "")
          for mark in marks {
            if text.contains(mark) {
              Issue.record("\(route) tells \(name ?? "a guest") of \(mark)")
            }
          }
        }
      }
    }
    // The marks are there for who may see them.
    try await strangers.house.visit { browser in
      _ = try await browser.signIn("bureau")
      let page = try await browser.get("/cases/\(strangers.file.id)").text
      for mark in [number, Strangers.secret, facility] { #expect(page.contains(mark)) }
    }
  }
}
