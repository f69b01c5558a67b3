import Foundation
import Testing

@testable import lantian

/// What may be set or typed is written down for the people who do it.
@Suite struct DocumentationTests {
  private static let folder = BuiltCommand.packageRoot.appending(path: "Docs")

  private static func page(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  @Test(arguments: SettingKey.all.map(\.name))
  func `every setting has its line`(key: String) throws {
    #expect(try Self.page("operations.md").contains("\n| `\(key)` |"))
  }

  @Test func `every command is on a page, with every option it takes`() async throws {
    let pages = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".md") }.map(Self.page)
    let dump = try await BuiltCommand.run(["--experimental-dump-help"])
    let help = try JSONDecoder().decode(Help.self, from: Data(dump.output.utf8))
    let commands = help.command.leaves(under: [])
    #expect(commands.count > 10)
    for command in commands {
      let telling = pages.filter { $0.contains(command.name) }
      #expect(!telling.isEmpty, "no page has `\(command.name)`")
      for option in command.options {
        #expect(
          telling.contains { $0.contains("--\(option)") },
          "no page that has `\(command.name)` has --\(option)")
      }
    }
  }

  @Test func `everything in a state folder has its line`() async throws {
    let site = try await ServerProcess.Site.fresh(plan: OperationsTests.plan)
    defer { site.remove() }
    let server = try await ServerProcess.start(site)
    defer { server.kill() }
    let page = try Self.page("operations.md")
    let names = try FileManager.default.contentsOfDirectory(atPath: site.data.path)
    #expect(names.count > 5)
    for name in names + ["audit.key"] {
      let file = name.replacing(/-(wal|shm)$/, with: "")
      #expect(page.contains("`\(file)`") || page.contains("`\(file)/`"), "\(file)")
    }
  }

  private struct Help: Decodable {
    let command: Command

    struct Command: Decodable {
      let commandName: String
      let subcommands: [Command]?
      let arguments: [Argument]?

      /// The commands that do something, each with its whole name and its options.
      func leaves(under parents: [String]) -> [(name: String, options: [String])] {
        let path = parents + [commandName]
        let children = (subcommands ?? []).filter { $0.commandName != "help" }
        guard children.isEmpty else { return children.flatMap { $0.leaves(under: path) } }
        let names = (arguments ?? []).flatMap { $0.names ?? [] }
        let options = names.filter { $0.kind == "long" }.map(\.name)
        return [(path.joined(separator: " "), options.filter { $0 != "help" })]
      }
    }

    struct Argument: Decodable {
      let names: [Name]?
    }

    struct Name: Decodable {
      let kind: String
      let name: String
    }
  }
}
