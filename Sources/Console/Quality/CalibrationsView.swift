import AirQuality
import DataQuality
import Ledger

/// Instruments with their calibrations, ready for the template.
struct CalibrationsView: Sendable {
  struct Line: Sendable {
    let instrumentName: String
    let last: String
    let due: String
    let isOverdue: Bool
  }

  struct Instrument: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let lines: [Line]
  let hasLines: Bool
  let instruments: [Instrument]
  let maySettle: Bool
  let day: String
  let today: String
  let note: String
  let noteLimit: String
  let problem: String
  let hasProblem: Bool

  init(
    _ standings: [Calibrations.Standing], reading: QualityReading, today: CalendarDay,
    maySettle: Bool, form: SubmittedForm, problem: String, names: PlanNames
  ) {
    func name(_ standing: Calibrations.Standing) -> String {
      let point = reading.points[standing.point].map { names.texts($0.label) } ?? standing.point
      return "\(point) · \(names.quantity(standing.quantity))"
    }
    lines = standings.map { standing in
      Line(
        instrumentName: name(standing), last: standing.last?.description ?? "—",
        due: standing.due?.description ?? "—", isOverdue: standing.isOverdue(on: today))
    }
    hasLines = !lines.isEmpty
    let chosen = form.text("instrument")
    instruments = standings.map { standing in
      let value = "\(standing.point)~\(standing.quantity)"
      return Instrument(value: value, name: name(standing), isChosen: value == chosen)
    }
    self.maySettle = maySettle && hasLines
    self.today = today.description
    day = form.text("day") ?? today.description
    note = form.text("note") ?? ""
    noteLimit = "\(QualityMarks.noteLimit)"
    self.problem = problem
    hasProblem = !problem.isEmpty
  }
}
