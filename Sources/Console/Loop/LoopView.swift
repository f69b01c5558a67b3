import ActionPlan
import AirQuality
import Casework
import Ledger

/// How long loops take, ready for its template.
struct LoopView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }
  struct Choice: Sendable {
    let choiceName: String
    let options: [Option]
    let field: String
  }
  struct Month: Sendable {
    let monthHref: String
    let monthName: String
    let isChosen: Bool
  }
  struct Stage: Sendable {
    let stageHref: String
    let stageName: String
    let isChosen: Bool
    let median: String
    let ninth: String
    let inTime: String
  }
  struct Bar: Sendable {
    let barHref: String
    let barName: String
    /// Of 1,000 wide.
    let reachedWidth: String
    let openWidth: String
    let reached: String
    let open: String
    let hasOpen: Bool
  }
  struct Cell: Sendable {
    let cellName: String
    let cellMedian: String
    let cellNinth: String
    let cellShare: String
  }
  struct Row: Sendable {
    let rowHref: String
    let rowName: String
    let rowCount: String
    let cells: [Cell]
  }

  let from: String
  let until: String
  let months: [Month]
  let dimensions: [Option]
  let choices: [Choice]
  let stage: String
  let stages: [Stage]
  let chosenStage: String
  let count: String
  let openCount: String
  let withoutText: String
  let undecidedText: String
  let bars: [Bar]
  let columns: [String]
  let groupName: String
  let rows: [Row]
  let isEmpty: Bool
  let csvHref: String
  let sheetHref: String
  let maySigns: Bool

  init(
    _ report: LoopReport, query: LoopQuery, names: PlanNames, today: CalendarDay, account: Account
  ) {
    let (texts, wording) = (names.texts, LoopWording(names: names))
    from = "\(query.from)"
    until = "\(query.until)"
    months = Self.months(query, today: today)
    choices = Self.choices(query, names)
    dimensions = LoopDimension.allCases.map {
      Option(
        value: $0.rawValue, name: texts("loop.by-\($0.rawValue)"), isChosen: $0 == query.by)
    }
    stage = query.stage.rawValue
    stages = LoopStage.allCases.map { stage in
      var other = query
      other.stage = stage
      let figures = report.all.stages[stage]
      return Stage(
        stageHref: other.href("/loop"), stageName: wording.stage(stage),
        isChosen: stage == query.stage, median: wording.quantile(figures?.times, 0.5),
        ninth: wording.quantile(figures?.times, 0.9), inTime: wording.share(figures))
    }
    chosenStage = wording.stage(query.stage)
    count = "\(report.all.count)"
    let chosen = report.all.stages[query.stage]
    openCount = "\(chosen?.times.openCount ?? 0)"
    withoutText = texts("loop.without", ["n": "\(chosen?.without ?? 0)"])
    undecidedText = texts(
      "loop.deadlines",
      [
        "in": "\(chosen?.inTime ?? 0)", "late": "\(chosen?.late ?? 0)",
        "open": "\(chosen?.undecided ?? 0)",
      ])
    bars = Self.bars(chosen?.times.histogram ?? [], query, wording)
    columns = LoopStage.allCases.map(wording.stage)
    groupName = texts("loop.by-\(query.by.rawValue)")
    rows = report.groups.map { group in
      Row(
        rowHref: query.narrowed(to: group.id).href(group.id == nil ? "/loop/cases" : "/loop"),
        rowName: wording.group(group.id, of: query.by), rowCount: "\(group.count)",
        cells: LoopStage.allCases.map { stage in
          let figures = group.stages[stage]
          return Cell(
            cellName: wording.stage(stage), cellMedian: wording.quantile(figures?.times, 0.5),
            cellNinth: wording.quantile(figures?.times, 0.9), cellShare: wording.share(figures))
        })
    }
    isEmpty = report.all.count == 0
    csvHref = query.href("/loop/export") + "&format=csv"
    sheetHref = query.href("/loop/export") + "&format=xlsx"
    maySigns = Policy.may(account, .judgeSigns)
  }

  /// The last six months.
  private static func months(_ query: LoopQuery, today: CalendarDay) -> [Month] {
    (0..<6).map { back in
      let number = today.year * 12 + today.month - 1 - back
      let period = AssessmentPeriod.month(number % 12 + 1, of: number / 12)
      var other = query
      (other.from, other.until) = (period.firstDay, period.lastDay)
      return Month(
        monthHref: other.href("/loop"), monthName: "\(period)",
        isChosen: query.from == period.firstDay && query.until == period.lastDay)
    }
  }

  private static func choices(_ query: LoopQuery, _ names: PlanNames) -> [Choice] {
    let (plan, texts) = (names.plan, names.texts)
    func choice(
      _ field: String, _ chosen: String?, _ options: [(id: String, label: String)]
    ) -> Choice {
      Choice(
        choiceName: texts("loop.by-\(field)"),
        options: options.map { Option(value: $0.id, name: $0.label, isChosen: $0.id == chosen) },
        field: field)
    }
    let towns = Set(plan.places.map(\.unit))
    return [
      choice(
        "town", query.town,
        plan.units.filter { towns.contains($0.id) }.map { ($0.id, texts($0.label)) }),
      choice("unit", query.unit, plan.units.map { ($0.id, texts($0.label)) }),
      choice("rule", query.rule, plan.rules.map { ($0.id, texts($0.label)) }),
      choice("procedure", query.procedure, plan.procedures.map { ($0.id, texts($0.label)) }),
      choice(
        "severity", query.severity?.rawValue,
        Severity.allCases.reversed().map { ($0.rawValue, texts("case.severity-\($0.rawValue)")) }),
    ]
  }

  private static func bars(
    _ bins: [LoopDistribution.Bin], _ query: LoopQuery, _ wording: LoopWording
  ) -> [Bar] {
    let most = max(bins.map { $0.reached + $0.open }.max() ?? 0, 1)
    return bins.map { bin in
      var below = query
      below.bin = bin.from
      return Bar(
        barHref: below.href("/loop/cases"), barName: wording.bin(bin.from, bin.until),
        reachedWidth: "\(bin.reached * 1_000 / most)", openWidth: "\(bin.open * 1_000 / most)",
        reached: "\(bin.reached)", open: "\(bin.open)", hasOpen: bin.open > 0)
    }
  }
}

/// The cases of one bin, ready for their template.
struct LoopCasesView: Sendable {
  struct Line: Sendable {
    let caseHref: String
    let caseTitle: String
    let caseNumber: String
    let caseState: String
    let caseUnit: String
    let took: String
    let isOpen: Bool
    let opened: Moment
  }

  let backHref: String
  let heading: String
  let period: String
  let lines: [Line]
  let isEmpty: Bool
  let isCut: Bool
  let limit: String

  init(
    _ lines: [LoopLine], query: LoopQuery, facilities: [String: Facility], names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let (texts, wording) = (names.texts, LoopWording(names: names))
    var back = query
    (back.bin, back.isWithout) = (nil, false)
    backHref = back.href("/loop")
    let bin = query.binSeconds.map {
      wording.bin($0.lowerBound, $0.upperBound == .max ? nil : $0.upperBound)
    }
    heading = [wording.stage(query.stage), bin].compactMap(\.self).joined(separator: " · ")
    period = "\(query.from) – \(query.until)"
    let cases = CaseWording(plan: names.plan, texts: texts)
    self.lines = lines.map { line in
      let facility = line.file.facility.flatMap { facilities[$0] }.map { texts($0.name) }
      return Line(
        caseHref: "/cases/\(line.file.id)",
        caseTitle: [cases.title(of: line.file), facility].compactMap(\.self).joined(
          separator: " · "),
        caseNumber: line.file.number, caseState: cases.state(of: line.file),
        caseUnit: names.unit(line.file.assignedUnit ?? line.file.leadUnit) ?? "",
        took: texts.duration(seconds: line.seconds), isOpen: line.isOpen,
        opened: Moment(line.file.openedAt, now: now, time: time, texts: texts))
    }
    isEmpty = lines.isEmpty
    isCut = lines.count == LoopBook.lineLimit
    limit = texts("loop.cut", ["n": "\(LoopBook.lineLimit)"])
  }
}
