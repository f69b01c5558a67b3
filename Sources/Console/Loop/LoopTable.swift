import ActionPlan
import AirQuality
import Casework
import Foundation
import Ledger
import Sheets

/// The times of loops as a table: a line for each group and stage, the first for all together.
struct LoopTable: Sendable {
  let query: LoopQuery
  let names: PlanNames

  var title: String { names.texts("loop.title") }

  func write(_ report: LoopReport, _ format: RegisterExport.Format, to path: String) throws {
    let texts = names.texts
    let columns =
      [SheetColumn(header: texts("loop.by-\(query.by.rawValue)"), kind: .text)]
      + [
        "column-stage", "column-count", "column-reached", "column-open", "column-without",
        "column-median", "column-ninth", "column-in-time", "column-late", "column-undecided",
      ].map {
        SheetColumn(header: texts("loop.\($0)"), kind: $0 == "column-stage" ? .text : .number)
      }
    let wording = LoopWording(names: names)
    let named =
      [(texts("loop.all"), report.all)]
      + report.groups.map { (wording.group($0.id, of: query.by), $0) }
    var lines = named.flatMap { name, group in
      LoopStage.allCases.compactMap { stage in
        group.stages[stage].map { cells(name, group, stage, $0, wording) }
      }
    }[...]
    switch format {
    case .xlsx:
      try WorkbookWriter.write(columns, sheet: texts("loop.sheet"), to: path) { lines.popFirst() }
    case .csv:
      var writer = CSVWriter(columns)
      for cells in lines { writer.append(cells) }
      try writer.data.write(to: URL(filePath: path))
    }
  }

  private func cells(
    _ name: String, _ group: LoopGroup, _ stage: LoopStage, _ figures: LoopFigures,
    _ wording: LoopWording
  ) -> [SheetCell] {
    func number(_ count: Int) -> SheetCell {
      ExactDecimal("\(count)").map { .number($0) } ?? .empty
    }
    func minutes(_ share: Double) -> SheetCell {
      figures.times.quantile(share).map { number($0 / 60) } ?? .empty
    }
    return [
      .text(name), .text(wording.stage(stage)), number(group.count),
      number(figures.times.reachedCount), number(figures.times.openCount),
      number(figures.without), minutes(0.5), minutes(0.9), number(figures.inTime),
      number(figures.late), number(figures.undecided),
    ]
  }
}
