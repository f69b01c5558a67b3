import ActionPlan
import Detection
import Ledger

/// One violation that lasts and of which so far only the facility was told.
struct ToldLine: Sendable {
  let key: String
  let title: String
  /// Facility or place; nil where the rule watched a device that stands nowhere.
  let place: String?
  /// For how long it has been seen to hold.
  let lasting: String
  let since: Moment
  let announcement: String

  init(
    _ finding: Finding, facilities: [String: Facility], names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    key = "finding-\(finding.id)"
    title = names.plan.rule(finding.rule).map { texts($0.label) } ?? finding.rule
    place =
      finding.facility.flatMap { facilities[$0] }.map { texts($0.name) }
      ?? names.place(finding.place)
      ?? finding.subject
    lasting = texts("desk.lasting", ["duration": texts.duration(seconds: now - finding.start)])
    since = Moment(finding.start, now: now, time: time, texts: texts)
    announcement = [title, place].compactMap { $0 }.joined(separator: " ")
  }
}
