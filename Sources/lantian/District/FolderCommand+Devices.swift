import ActionPlan
import AirQuality
import Console
import Foundation
import GRDB
import HJ212
import Ledger

extension FolderCommand {
  /// What is asked about devices, and of them.
  enum DeviceCommand: Codable, Sendable {
    /// The formats are of a `Grid.Format`.
    case list(format: String)
    case show(mn: String, language: Language)
    case ask(DeviceQuestion)
    case commands(mn: String?, isOpenOnly: Bool, format: String, language: Language)
    case withdraw(Int64, language: Language)
    case gaps(mn: String, format: String, language: Language)
    case retry(Int64, language: Language)
    case replace(old: String, new: String, password: String?, language: Language)
  }

  /// Something a device is to be asked.
  struct DeviceQuestion: Codable, Sendable {
    var mn: String
    /// Name of a `UnitRequest`.
    var request: String
    /// By the parameters' names, as typed.
    var values: [String: String]
    /// Of a change of the password.
    var password: String?
    var hours: Int
    /// Seconds to wait for its end.
    var waitSeconds: Int
    var language: Language
  }

  static func devices(
    _ command: DeviceCommand, in district: OpenDistrict
  ) async throws -> [String] {
    switch command {
    case .list(let format): return try await listDevices(format, in: district)
    case .show(let mn, let language): return try await showDevice(mn, language, in: district)
    case .ask(let question): return try await ask(question, in: district)
    case .commands(let mn, let isOpenOnly, let format, let language):
      return try await listCommands(mn, isOpenOnly, format, language, in: district)
    case .withdraw(let id, let language):
      let (at, wording) = (district.now(), try AskingWording(language: language))
      try await district.ledger.write { db in
        try DeviceCommands.withdraw(id, by: actor, at: at, in: db)
      }
      await district.changed()
      return [wording.text("withdrawn", ["id": "\(id)"])]
    case .gaps(let mn, let format, let language):
      return try await listGaps(mn, format, language, in: district)
    case .retry(let id, let language):
      let (at, wording) = (district.now(), try AskingWording(language: language))
      let isReopened = try await district.ledger.write { db in
        try DeviceGaps.reopen(id, by: actor, at: at, in: db)
      }
      guard isReopened else {
        throw CommandRefusal("there is no gap \(id) that was given up; see lantian device gaps")
      }
      return [wording.text("reopened", ["id": "\(id)"])]
    case .replace(let old, let new, let password, let language):
      return try await replace(old, new, password, language, in: district)
    }
  }

  // MARK: Asking

  private static func ask(
    _ question: DeviceQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    guard let request = UnitRequest.named(question.request) else {
      throw UnitRequestFault.unknownRequest(question.request)
    }
    let wording = try AskingWording(language: question.language)
    let values = try moments(in: question.values, of: request)
    let isPassword = request.name == DeviceCommands.passwordChange
    var checked = values
    if isPassword {
      checked[UnitRequest.secret] = question.password
      guard values.isEmpty else {
        throw CommandRefusal("a password is not typed on the command line; use --password-file")
      }
    }
    try request.check(checked)
    let (at, mn, hours) = (district.now(), question.mn, question.hours)
    let password = checked[UnitRequest.secret]
    let id = try await district.ledger.write { db in
      if let password, isPassword {
        try Devices.setNextPassword(password, of: mn, by: actor, at: at, in: db)
      }
      return try DeviceCommands.ask(
        request.name, values, of: mn, isRepeatable: request.isRepeatable,
        expiresIn: hours * 3_600, by: actor, at: at, in: db)
    }
    if isPassword { await district.changed() }
    district.gateway?.wake()
    var lines = [
      wording.text("asked", ["mn": mn, "request": wording.request(request.name), "id": "\(id)"])
    ]
    guard let gateway = district.gateway else { return lines + [wording.text("notServed")] }
    if !gateway.isConnected(mn) { lines.append(wording.text("askedAway")) }
    guard question.waitSeconds > 0 else { return lines }
    return lines + (try await end(of: id, within: question.waitSeconds, wording, in: district))
  }

  /// Times as typed, `2021-06-07` or `2021-06-07 10:00`, as the standard writes them.
  private static func moments(
    in values: [String: String], of request: UnitRequest
  ) throws -> [String: String] {
    var written = values
    for parameter in request.parameters where parameter.kind == .time {
      guard let text = values[parameter.name] else { continue }
      let digits = text.filter(\.isNumber)
      written[parameter.name] =
        digits.count < 14 ? digits + String(repeating: "0", count: 14 - digits.count) : digits
    }
    return written
  }

  private static func end(
    of id: Int64, within seconds: Int, _ wording: AskingWording, in district: OpenDistrict
  ) async throws -> [String] {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while true {
      let command = try await district.ledger.read { db in try DeviceCommands.find(id, in: db) }
      guard let command else { throw DeviceCommandError.unknown(id) }
      if !command.state.isOpen { return lines(of: command, wording) }
      guard ContinuousClock.now < deadline else {
        return [wording.text("stillOpen", ["state": wording.state(command)])]
      }
      try await Task.sleep(for: .milliseconds(200))
    }
  }

  private static func lines(
    of command: DeviceCommandRecord, _ wording: AskingWording
  ) -> [String] {
    var lines = [wording.state(command)]
    if let told = command.told { lines.append(wording.text("told", ["told": told])) }
    if command.dataFrames > 0 {
      lines.append(wording.text("frames", ["count": "\(command.dataFrames)"]))
    }
    return lines
  }

  // MARK: Replacing

  private static func replace(
    _ old: String, _ new: String, _ password: String?, _ language: Language,
    in district: OpenDistrict
  ) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal("\(district.folder.layout.folder) has no plan yet; serve it once")
    }
    let wording = try AskingWording(language: language)
    let at = district.now()
    let count = try await district.ledger.write { db in
      try Devices.replace(
        old, by: new, password: password, plan: plan, actor: actor, at: at, in: db)
    }
    await district.changed()
    let time = LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds)
    return [
      wording.text(
        "replaced", ["old": old, "new": new, "count": "\(count)", "at": time.second(at)])
    ]
  }
}
