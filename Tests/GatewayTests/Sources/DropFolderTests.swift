import ActionPlan
import Foundation
import Gateway
import Telemetry
import Testing

@Suite struct `A folder of files` {
  private struct Place {
    let shop: Shop
    let drop: DropFolder
    let url: URL

    func lay(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: url.appending(path: name))
    }

    /// Two looks, so that a file has come to rest.
    func settle() async {
      await drop.turn()
      await drop.turn()
    }

    func names(_ place: String = "") throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: url.appending(path: place).path).sorted()
    }

    func note(_ name: String) throws -> String {
      try String(contentsOf: url.appending(path: name), encoding: .utf8)
    }
  }

  private func open(body: (Place) async throws -> Void) async throws {
    try await Shop.open(.fume(.drop)) { shop in
      let url = shop.folder.url.appending(path: "drop")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      let drop = DropFolder(source: "fume", folder: url.path, desk: shop.desk, logger: .silent)
      try await body(Place(shop: shop, drop: drop, url: url))
    }
  }

  @Test func `a file at rest is taken once and moved to done`() async throws {
    try await open { place in
      try place.lay("a.json", fumeDocument("0.5"))
      await place.drop.turn()
      #expect(try place.names().contains("a.json"))
      await place.drop.turn()
      #expect(try place.names() == ["done", "refused"])
      #expect(try place.names("done") == ["a.json"])
      #expect(try await place.shop.values() == [`Messages of a source`.nine: "500 N"])
      #expect(try await place.shop.inbox.frame(1)?.peer == "a.json")
    }
  }

  @Test func `a file that still grows stays, as does one that is hidden or in parts`() async throws
  {
    try await open { place in
      try place.lay("a.json", Array(fumeDocument("0.5").dropLast(3)))
      try place.lay(".b.json", fumeDocument("0.5"))
      try place.lay("c.json.part", fumeDocument("0.5"))
      await place.drop.turn()
      try place.lay("a.json", fumeDocument("0.5"))
      await place.drop.turn()
      #expect(try await place.shop.inbox.lastSequence == 0)
      await place.drop.turn()
      #expect(try place.names() == [".b.json", "c.json.part", "done", "refused"])
      #expect(try await place.shop.inbox.lastSequence == 1)
    }
  }

  @Test func `a file of which nothing can be used is kept, and refused with a note`() async throws {
    try await open { place in
      try place.lay("a.json", Array("{\"data\":".utf8))
      await place.settle()
      #expect(try place.names("refused") == ["a.json", "a.json.txt"])
      #expect(try place.note("refused/a.json.txt").contains("no JSON at byte 8"))
      #expect(try await place.shop.inbox.lastSequence == 1)
    }
  }

  @Test func `an empty and a too long file are refused with a note`() async throws {
    try await open { place in
      try place.lay("a.json", [])
      try place.lay("b.json", [UInt8](repeating: 0x20, count: SourceDesk.byteLimit + 1))
      await place.settle()
      #expect(
        try place.names("refused") == ["a.json", "a.json.txt", "b.json", "b.json.txt"])
      #expect(try place.note("refused/b.json.txt").contains("split it"))
      #expect(try await place.shop.inbox.lastSequence == 0)
    }
  }

  @Test func `the same file again is dropped, and neither file is overwritten`() async throws {
    try await open { place in
      for _ in 0..<2 {
        try place.lay("a.json", fumeDocument("0.5"))
        await place.settle()
      }
      #expect(try place.names("done") == ["2-a.json", "2-a.json.txt", "a.json"])
      #expect(try place.note("done/2-a.json.txt").contains("came before"))
      #expect(try await place.shop.inbox.lastSequence == 1)
    }
  }

  @Test func `a link is not followed`() async throws {
    try await open { place in
      let secret = place.shop.folder.url.appending(path: "secret")
      try Data("1".utf8).write(to: secret)
      try FileManager.default.createSymbolicLink(
        at: place.url.appending(path: "a.json"), withDestinationURL: secret)
      await place.settle()
      #expect(try await place.shop.inbox.lastSequence == 0)
      #expect(try place.names() == ["a.json", "done", "refused"])
    }
  }

  @Test func `what the disk refuses stays where it is`() async throws {
    let folder = Folder()
    let inbox = try Inbox(path: folder.path("inbox.sqlite"))
    let desk = try await SourceDesk(
      sources: [.fume(.drop)], inbox: inbox, now: { Gate.now }, logger: .silent)
    let place = folder.url.appending(path: "drop")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let file = place.appending(path: "a.json")
    try Data(fumeDocument("0.5")).write(to: file)
    try inbox.close()
    let drop = DropFolder(source: "fume", folder: place.path, desk: desk, logger: .silent)
    for _ in 0..<3 { await drop.turn() }
    #expect(FileManager.default.fileExists(atPath: file.path))
    #expect(desk.statuses()[0].state.lastFailure?.contains("is closed") == true)
  }

  @Test func `a folder that is not there is told`() async throws {
    try await Shop.open(.fume(.drop)) { shop in
      let path = shop.folder.path("nowhere")
      await DropFolder(source: "fume", folder: path, desk: shop.desk, logger: .silent).turn()
      #expect(shop.desk.statuses()[0].state.lastFailure?.contains("make the folder") == true)
    }
  }
}
