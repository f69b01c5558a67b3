import Foundation
import Yams

extension Scenario {
  /// Reads a scenario file.
  ///
  /// - Throws: `ScenarioFault` with file, line and column.
  public static func read(_ path: String) throws(ScenarioFault) -> Scenario {
    do {
      return try parse(String(contentsOfFile: path, encoding: .utf8), file: path)
    } catch let fault as ScenarioFault {
      throw fault
    } catch {
      throw ScenarioFault(
        file: path, line: 1, column: 1,
        text: "cannot be read (\(error.localizedDescription)); give a YAML file in UTF-8")
    }
  }

  /// - Parameter file: how messages call it.
  public static func parse(_ yaml: String, file: String) throws(ScenarioFault) -> Scenario {
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch {
      throw ScenarioFault(file: file, line: 1, column: 1, text: "\(error)")
    }
    guard let root else {
      throw ScenarioFault(file: file, line: 1, column: 1, text: "the file is empty")
    }
    let top = try ScenarioNode(
      root, file: file,
      keys: ["scenario", "signals", "utc-offset", "password", "seed", "devices", "incidents"],
      what: "the scenario")
    var devices: [SimulatedDevice] = []
    for node in try top.list("devices") {
      let device = try SimulatedDevice.parse(node, file: file)
      guard !devices.contains(where: { $0.mn == device.mn }) else {
        throw ScenarioNode.fault(file, node, "\(device.mn) is listed twice; give it once")
      }
      devices.append(device)
    }
    guard !devices.isEmpty else { throw top.fault("devices", "no devices; list at least one") }
    var incidents: [Incident] = []
    for node in try top.list("incidents") {
      incidents.append(try Incident.parse(node, file: file, among: devices))
    }
    return Scenario(
      utcOffsetSeconds: try top.duration("utc-offset"), password: try top.text("password"),
      seed: UInt64(try top.whole("seed", in: 0...Int.max, or: 1)), devices: devices,
      incidents: incidents)
  }
}

extension SimulatedDevice {
  fileprivate static func parse(_ node: Node, file: String) throws(ScenarioFault)
    -> SimulatedDevice
  {
    let device = try ScenarioNode(
      node, file: file, keys: ["mn", "st", "connection", "factor", "uploads"], what: "a device")
    let mn = try device.text("mn")
    guard mn.utf8.count <= 24 else {
      throw device.fault("mn", "mn has more than 24 characters; write 24 of 0-9 A-F")
    }
    var uploads: [Upload] = []
    for member in try device.list("uploads") {
      uploads.append(try Upload.parse(member, file: file))
    }
    guard !uploads.isEmpty, uploads.count < 1000 else {
      throw device.fault("uploads", "\(uploads.count) uploads; list 1 to 999")
    }
    return SimulatedDevice(
      mn: mn, st: try device.text("st"),
      connection: device.has("connection") ? try device.text("connection") : mn,
      factor: try device.number("factor", or: 1), uploads: uploads)
  }
}

extension Upload {
  fileprivate static func parse(_ node: Node, file: String) throws(ScenarioFault) -> Upload {
    let upload = try ScenarioNode(
      node, file: file, keys: ["cn", "every", "delay", "history", "values"], what: "an upload")
    let every = try upload.duration("every")
    guard (1...86_400).contains(every) else {
      throw upload.fault("every", "every is \(every) s; write 1 s to 1 d")
    }
    var signals: [Signal] = []
    for member in try upload.list("values") { signals.append(try Signal.parse(member, file: file)) }
    guard !signals.isEmpty else { throw upload.fault("values", "no values; list at least one") }
    return Upload(
      cn: try upload.text("cn"), everySeconds: every,
      delaySeconds: max(0, try upload.duration("delay", or: 0)),
      historySeconds: max(0, try upload.duration("history", or: 0)), signals: signals)
  }
}

extension Signal {
  fileprivate static func parse(_ node: Node, file: String) throws(ScenarioFault) -> Signal {
    let signal = try ScenarioNode(
      node, file: file,
      keys: ["key", "level", "swing", "peak-hour", "wander", "noise", "least", "decimals", "flag"],
      what: "a value")
    return Signal(
      key: try signal.text("key"), level: try signal.number("level"),
      swing: try signal.number("swing", or: 0), peakHour: try signal.number("peak-hour", or: 0),
      wander: try signal.number("wander", or: 0), noise: try signal.number("noise", or: 0),
      least: try signal.number("least", or: 0),
      decimals: try signal.whole("decimals", in: 0...6, or: 0),
      isFlagged: try signal.flag("flag", or: true))
  }
}

extension Incident {
  fileprivate static func parse(
    _ node: Node, file: String, among devices: [SimulatedDevice]
  ) throws(ScenarioFault) -> Incident {
    let incident = try ScenarioNode(
      node, file: file,
      keys: ["incident", "mn", "key", "level", "noise", "silent", "at", "for", "every"],
      what: "an incident")
    let mn = try incident.text("mn")
    guard let device = devices.first(where: { $0.mn == mn }) else {
      throw incident.fault("mn", "no device \(mn); name one of the devices above")
    }
    let effect: Effect
    if try incident.flag("silent", or: false) {
      effect = .silent
    } else {
      let key = try incident.text("key")
      guard device.uploads.contains(where: { $0.signals.contains { $0.key == key } }) else {
        throw incident.fault("key", "\(mn) sends no \(key); name one of its keys")
      }
      effect = .value(
        key: key, level: try incident.number("level"), noise: try incident.number("noise", or: 0))
    }
    let lasts = try incident.duration("for")
    let every = incident.has("every") ? try incident.duration("every") : nil
    guard lasts > 0, every.map({ $0 >= lasts }) ?? true else {
      throw incident.fault("for", "for must be longer than nothing and no longer than every")
    }
    return Incident(
      id: try incident.text("incident"), mn: mn, effect: effect, at: try incident.duration("at"),
      lastsSeconds: lasts, everySeconds: every)
  }
}
