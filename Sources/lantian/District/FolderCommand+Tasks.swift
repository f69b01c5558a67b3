import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

extension FolderCommand {
  static func listTasks(
    _ question: TaskQuestion, in district: OpenDistrict
  ) async throws -> [String] {
    guard let plan = try district.planIfAny() else {
      throw CommandRefusal(
        "\(district.folder.layout.folder) has no plan yet; name one with --plan, or serve it once")
    }
    if let unit = question.unit, plan.unit(unit) == nil {
      let known = plan.units.map(\.id).joined(separator: ", ")
      throw CommandRefusal("unit \"\(unit)\" is not in the plan; choose of \(known)")
    }
    let today = CalendarDay(
      ofEpoch: district.now(), utcOffsetSeconds: plan.utcOffsetSeconds)
    let tasks = try await district.ledger.read { db in
      try TaskBook.tasks(of: plan, on: today, in: db)
    }
    var grid = Grid([
      "clause", "unit", "state", "owed", "limit", "days left", "progress %", "label",
    ])
    grid.rows = tasks.filter { standing in
      (question.unit.map { $0 == standing.task.id.unit } ?? true)
        && (!question.isLate || standing.state == .overdue)
    }.map { row($0, today: today) }
    let format = Grid.Format(rawValue: question.format) ?? .table
    return grid.text(format).split(whereSeparator: \.isNewline).map(String.init)
  }

  private static func row(_ standing: TaskStanding, today: CalendarDay) -> [Grid.Cell] {
    let limit = standing.nearestLimit
    return [
      .text(standing.task.id.clause), .text(standing.task.id.unit),
      .text(standing.state.rawValue),
      Grid.Cell(
        standing.owed.isEmpty ? nil : standing.owed.map(\.item.id).joined(separator: " ")),
      Grid.Cell(limit.map { "\($0)" }),
      Grid.Cell(limit.map { $0.dayNumber - today.dayNumber }),
      Grid.Cell(standing.progress), .text(standing.task.clause.label.zh),
    ]
  }
}
