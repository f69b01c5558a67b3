import ActionPlan
import Casework
import Ledger

/// One case in a list of the desk.
struct CaseLine: Sendable {
  let key: String
  /// Id and version, for a change of several cases at once.
  let target: String
  let href: String
  let number: String
  let title: String
  /// `minor`, `ordinary`, `serious`, `grave`: the class; and in words.
  let severity: String
  let severityName: String
  let state: String
  let priority: String?
  let priorityClass: String
  let marks: [CaseMark]
  /// Facility or place.
  let place: String?
  let unit: String?
  let clause: String?
  let opened: Moment
  let due: Deadline?
  /// Found in data that came late: no live alarm.
  let isFromLateData: Bool
  /// What a screen reader is told when the case appears.
  let announcement: String

  init(
    _ file: CaseFile, facilities: [String: Facility], names: PlanNames, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let wording = CaseWording(plan: names.plan, texts: texts)
    key = "case-\(file.id)"
    target = "\(file.id).\(file.version)"
    href = "/cases/\(file.id)"
    number = file.number
    title = wording.title(of: file)
    severity = file.severity.rawValue
    severityName = wording.severity(file.severity)
    state = wording.state(of: file)
    let more = CaseMarks(file, texts: texts)
    (priority, priorityClass, marks) = (more.priority, more.priorityClass, more.marks)
    let facility = file.facility.flatMap { facilities[$0] }.map { texts($0.name) }
    place = [facility, names.place(file.place)].compactMap { $0 }.reduce(nil) { line, name in
      line.map { "\($0) · \(name)" } ?? name
    }
    unit = names.unit(file.assignedUnit)
    clause = file.clause
    opened = Moment(file.openedAt, now: now, time: time, texts: texts)
    due = file.isOpen ? file.dueAt.map { Deadline($0, now: now, time: time, texts: texts) } : nil
    isFromLateData = file.isOpenedLate
    announcement = [severityName, title, place].compactMap { $0 }.joined(separator: " ")
  }
}
