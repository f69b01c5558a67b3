import ActionPlan
import Console
import GRDB
import HJ212
import Ledger

/// What `lantian device` lists.
extension FolderCommand {
  private static func lines(_ grid: Grid, _ format: String) -> [String] {
    grid.text(Grid.Format(rawValue: format) ?? .table)
      .split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func time(_ district: OpenDistrict) -> LocalTime {
    LocalTime(utcOffsetSeconds: district.plan?.utcOffsetSeconds ?? 0)
  }

  static func listDevices(_ format: String, in district: OpenDistrict) async throws -> [String] {
    let now = district.now()
    let devices = try await district.ledger.read { db in
      try Devices.list(in: db).map { device in
        (
          device, try DevicePresence.spans(device.mn, from: 0, until: now + 1, in: db).last,
          try DeviceCommands.list(mn: device.mn, isOpenOnly: true, in: db).count,
          try DeviceGaps.unsettled(mn: device.mn, in: db).count
        )
      }
    }
    let time = time(district)
    var grid = Grid(["mn", "name", "edition", "enabled", "heard", "commands", "gaps"])
    grid.rows = devices.map { device, span, commands, gaps in
      [
        .text(device.mn), .text(device.label.zh), Grid.Cell(device.edition),
        .text(device.isEnabled ? "yes" : "no"), Grid.Cell((span?.last).map(time.rfc3339)),
        Grid.Cell(commands), Grid.Cell(gaps),
      ]
    }
    return lines(grid, format)
  }

  static func showDevice(
    _ mn: String, _ language: Language, in district: OpenDistrict
  ) async throws -> [String] {
    let (device, commands, gaps) = try await district.ledger.read { db in
      (
        try Devices.find(mn, in: db), try DeviceCommands.list(mn: mn, limit: 10, in: db),
        try DeviceGaps.unsettled(mn: mn, limit: 10, in: db)
      )
    }
    guard let device else { throw DeviceCommandError.noSuchDevice(mn) }
    let wording = try AskingWording(language: language)
    let manner = device.manner
    let quirks = zip(
      DeviceManner.quirkNames,
      [device.acceptsModbusCRC, manner.countsTailInLength, manner.hasThreeDigitLength]
    ).filter(\.1).map(\.0)
    let time = time(district)
    return [
      "mn: \(device.mn)",
      "name: \(device.label.text(in: language))",
      "facility: \(device.facility ?? "-")", "st: \(device.st ?? "-")",
      "edition: \(device.edition ?? "-")", "enabled: \(device.isEnabled ? "yes" : "no")",
      "interval_s: \(device.intervalSeconds.map(String.init) ?? "-")",
      "segment_limit: \(device.segmentLimit)",
      "quirks: \(quirks.isEmpty ? "-" : quirks.joined(separator: " "))",
      "coding: \(manner.coding)", "sealing_key: \(manner.sealingKey == nil ? "no" : "yes")",
      "answer_s: \(manner.answerSeconds.map(String.init) ?? "-")",
      "resends: \(manner.resends.map(String.init) ?? "-")",
      "asked: \(manner.mayBeAsked ? "yes" : "no")",
      "networks: \(manner.networks.isEmpty ? "-" : manner.networks.joined(separator: " "))",
    ]
      + commands.map { command in
        "\(command.id)  \(time.second(command.askedAt))  \(wording.request(command.name))  "
          + wording.state(command)
      }
      + gaps.map { gap in
        "\(time.minute(gap.from)) – \(time.minute(gap.until))  \(wording.kind(gap))  "
          + wording.state(gap)
      }
  }

  static func listCommands(
    _ mn: String?, _ isOpenOnly: Bool, _ format: String, _ language: Language,
    in district: OpenDistrict
  ) async throws -> [String] {
    let commands = try await district.ledger.read { db in
      try DeviceCommands.list(mn: mn, isOpenOnly: isOpenOnly, limit: 200, in: db)
    }
    let (wording, time) = (try AskingWording(language: language), time(district))
    var grid = Grid(["command", "mn", "request", "with", "by", "asked", "state", "told"])
    grid.rows = commands.map { command in
      [
        .number("\(command.id)"), .text(command.mn), .text(wording.request(command.name)),
        .text(wording.parameters(command)), .text(wording.actor(command.askedBy)),
        .text(time.second(command.askedAt)), .text(wording.state(command)),
        Grid.Cell(command.told),
      ]
    }
    return lines(grid, format)
  }

  static func listGaps(
    _ mn: String, _ format: String, _ language: Language, in district: OpenDistrict
  ) async throws -> [String] {
    let gaps = try await district.ledger.read { db in
      try DeviceGaps.list(mn: mn, limit: 500, in: db)
    }
    let (wording, time) = (try AskingWording(language: language), time(district))
    var grid = Grid(["gap", "what", "from", "until", "missing", "state"])
    grid.rows = gaps.map { gap in
      [
        .number("\(gap.id)"), .text(wording.kind(gap)), .text(time.minute(gap.from)),
        .text(time.minute(gap.until)), Grid.Cell(gap.missing), .text(wording.state(gap)),
      ]
    }
    return lines(grid, format)
  }

  /// What can be asked, with what, in which editions.
  static func requests(in language: Language) -> Grid {
    var grid = Grid(["request", "cn", "meaning", "with", "editions"])
    grid.rows = UnitRequest.all.map { request in
      let values = request.parameters.filter { $0.name != UnitRequest.secret }.map { parameter in
        parameter.isRequired ? parameter.name : "[\(parameter.name)]"
      }
      let editions = Edition.allCases.filter { request.form(in: $0) != nil }
      return [
        .text(request.name), .text("\(request.command.rawValue)"),
        .text(language == .zh ? request.chinese : request.english),
        .text(values.joined(separator: " ")),
        .text(editions.map { String($0.name.suffix(4)) }.joined(separator: " ")),
      ]
    }
    return grid
  }
}
