import ActionPlan
import Foundation
import Gateway
import Yams

/// Where the plan's sources and destinations are reached.
struct Connections: Sendable {
  var pulls: [(source: String, settings: PullSettings)] = []
  var drops: [(source: String, folder: String)] = []
  var brokers: [(source: String, settings: MQTTSettings)] = []
  var destinations: [(destination: String, settings: ForwardSettings)] = []
}

/// Reads the file that says where sources and destinations are reached. Secrets stand in the
/// environment or in files of their own and are named here alone.
struct ConnectionsFile {
  let path: String
  let plan: Plan
  /// Of the process, by name.
  var environment = ProcessInfo.processInfo.environment

  /// - Throws: `SettingsErrors` with every complaint at once.
  func read() throws -> Connections {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SettingsErrors(complaints: [
        "\(path): cannot be read (\(error.localizedDescription)); name a readable file with gateway.connections"
      ])
    }
    return try read(text)
  }

  func read(_ text: String) throws -> Connections {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw SettingsErrors(complaints: ["\(path): is not YAML: \(error)"])
    }
    guard let root else { return Connections() }
    guard let sections = root.mapping else {
      throw SettingsErrors(complaints: ["\(path): expected the sections sources and destinations"])
    }
    var connections = Connections()
    var complaints: [String] = []
    for (name, section) in sections {
      let word = name.string ?? ""
      guard ["sources", "destinations"].contains(word), let entries = section.mapping else {
        complaints.append("\(place(name)): \(word) is no section; write sources and destinations")
        continue
      }
      for (id, node) in entries {
        var entry = ConnectionEntry(file: self, id: id.string ?? "", name: id, node: node)
        if word == "sources" {
          entry.source(into: &connections)
        } else {
          entry.destination(into: &connections)
        }
        complaints += entry.complaints
      }
    }
    guard complaints.isEmpty else { throw SettingsErrors(complaints: complaints) }
    return connections
  }

  func place(_ node: Node) -> String {
    node.mark.map { "\(path):\($0.line):\($0.column)" } ?? path
  }
}
