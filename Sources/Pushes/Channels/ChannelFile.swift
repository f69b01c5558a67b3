import ActionPlan
import Foundation
import Ledger
import Yams

/// Reads the file of channels: a YAML mapping, a channel an entry.
///
/// Secrets stand in the environment or in files of their own and are named here alone. Hosts are
/// written out: what a message holds never decides where it goes.
public struct ChannelFile {
  /// What is wrong: each complaint names place, value and remedy.
  public struct Faults: Error, Equatable, CustomStringConvertible {
    public let complaints: [String]
    public var description: String { complaints.joined(separator: "\n") }
  }

  let path: String
  /// Of the process, by name.
  let environment: [String: String]

  public init(path: String) {
    self.init(path: path, environment: ProcessInfo.processInfo.environment)
  }

  init(path: String, environment: [String: String]) {
    self.path = path
    self.environment = environment
  }

  /// - Throws: `Faults` with every complaint at once.
  public func read() throws -> [ChannelSettings] {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw Faults(complaints: ["\(path): cannot be read; name a readable file with push.channels"])
    }
    return try read(text)
  }

  func read(_ text: String) throws -> [ChannelSettings] {
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      throw Faults(complaints: ["\(path): is not YAML: \(error)"])
    }
    guard let root else { return [] }
    guard let entries = root.mapping else {
      throw Faults(complaints: ["\(path): expected a mapping, a channel an entry"])
    }
    var (channels, complaints) = ([ChannelSettings](), [String]())
    for (name, node) in entries {
      var entry = ChannelEntry(file: self, id: name.string ?? "", name: name, node: node)
      if let channel = entry.channel() { channels.append(channel) }
      complaints += entry.complaints
    }
    guard complaints.isEmpty else { throw Faults(complaints: complaints) }
    return channels
  }

  func place(_ node: Node) -> String {
    node.mark.map { "\(path):\($0.line):\($0.column)" } ?? path
  }
}
