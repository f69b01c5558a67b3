import ActionPlan
import AirQuality
import Casework
import Hummingbird
import Ledger

/// Which loops a page measures, as its address says it: `?from=2021-05-01&until=2021-05-31&by=town`.
struct LoopQuery: Sendable, Hashable {
  /// Both days count.
  var from: CalendarDay
  var until: CalendarDay
  var by: LoopDimension
  var stage: LoopStage
  var town: String?
  var unit: String?
  var rule: String?
  var procedure: String?
  var severity: Severity?
  /// Of a drill-down: where a bin begins; nil for all loops.
  var bin: Int?
  /// Of a drill-down: only loops without what `by` names.
  var isWithout = false

  /// The month of today unless the address says otherwise. A month, `month=2021-05`, stands for its days.
  ///
  /// - Throws: `PageError` that names the parameter and the remedy.
  init(_ parameters: Parameters, today: CalendarDay) throws(PageError) {
    func text(_ name: String) -> String? {
      let value = parameters.get(name)?.replacing("+", with: " ").trimmingBlanks() ?? ""
      return value.isEmpty ? nil : value
    }
    func word<T: RawRepresentable & CaseIterable>(
      _ name: String, _ usual: T
    ) throws(PageError) -> T where T.RawValue == String {
      guard let given = text(name) else { return usual }
      guard let word = T(rawValue: given) else {
        throw .badQuery(name, T.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return word
    }
    func day(_ name: String) throws(PageError) -> CalendarDay? {
      guard let given = text(name) else { return nil }
      guard let day = CalendarDay(given), day.description == given else {
        throw .badQuery(name, "2021-05-31")
      }
      return day
    }
    let month: AssessmentPeriod
    if let given = text("month") {
      guard let period = AssessmentPeriod(given), period.kind == .month else {
        throw .badQuery("month", "2021-05")
      }
      month = period
    } else {
      month = .month(today.month, of: today.year)
    }
    from = try day("from") ?? month.firstDay
    until = try day("until") ?? (text("from") == nil ? month.lastDay : today)
    guard from <= until else { throw .badQuery("until", "≥ \(from)") }
    by = try word("by", LoopDimension.town)
    stage = try word("stage", LoopStage.onSite)
    (town, unit, rule) = (text("town"), text("unit"), text("rule"))
    procedure = text("procedure")
    if let given = text("severity") {
      guard let severity = Severity(rawValue: given) else {
        throw .badQuery("severity", Severity.allCases.map(\.rawValue).joined(separator: ", "))
      }
      self.severity = severity
    }
    if let given = text("bin") {
      guard let bin = Int(given), bin == 0 || LoopDistribution.bounds.contains(bin) else {
        throw .badQuery(
          "bin", (["0"] + LoopDistribution.bounds.map(String.init)).joined(separator: ", "))
      }
      self.bin = bin
    }
    isWithout = text("without") == "1"
  }

  /// A form sends the fields that somebody left empty; a program that sends one so has made a mistake.
  ///
  /// - Throws: `PageError` that names the parameter and the remedy.
  static func refuseEmpty(_ parameters: Parameters) throws(PageError) {
    for name in ["from", "until", "month", "by", "stage", "severity"] {
      guard let given = parameters.get(name), given.trimmingBlanks().isEmpty else { continue }
      throw .badQuery(name, "a value, or no \(name)")
    }
  }

  func filter(utcOffsetSeconds: Int) -> LoopFilter {
    LoopFilter(
      from: from.dayNumber * 86_400 - utcOffsetSeconds,
      until: (until.dayNumber + 1) * 86_400 - utcOffsetSeconds, town: town, unit: unit, rule: rule,
      procedure: procedure, severity: severity)
  }

  /// The bin's seconds; nil for all loops.
  var binSeconds: Range<Int>? {
    bin.map { start in start..<(LoopDistribution.bounds.first { $0 > start } ?? .max) }
  }

  /// The same with one group only.
  func narrowed(to id: String?) -> LoopQuery {
    var query = self
    switch (by, id) {
    case (_, nil): query.isWithout = true
    case (.town, let id?): query.town = id
    case (.unit, let id?): query.unit = id
    case (.rule, let id?): query.rule = id
    case (.procedure, let id?): query.procedure = id
    case (.severity, let id?): query.severity = Severity(rawValue: id)
    }
    return query
  }

  /// - Parameter path: `/loop`, or what is below it.
  func href(_ path: String) -> String {
    var parts = ["from=\(from)", "until=\(until)", "by=\(by.rawValue)", "stage=\(stage.rawValue)"]
    for (name, value) in [
      ("town", town), ("unit", unit), ("rule", rule), ("procedure", procedure),
      ("severity", severity?.rawValue), ("bin", bin.map(String.init)),
      ("without", isWithout ? "1" : nil),
    ] {
      if let value { parts.append("\(name)=\(LocalPath.encode(value))") }
    }
    return path + "?" + parts.joined(separator: "&")
  }
}
