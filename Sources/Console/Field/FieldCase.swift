import ActionPlan
import Casework
import GRDB
import Ledger

/// A case as a phone keeps it for a day without a network, in both languages.
struct FieldCase: Encodable, Sendable {
  struct Step: Encodable, Sendable {
    let to: String
    let label: Label
    /// What the case is called afterwards.
    let reached: Label
    let isReturn: Bool
    let isSkip: Bool
    /// `photo`, `position`, `note`, `cause`, `reading`.
    let needs: [String]
    /// Whether its taker says which unit the case goes to, and which is proposed.
    let asksUnit: Bool
    let unit: String?
    /// An earlier step of the same person that bars them.
    let barredBy: Label?
    /// What the person who reported may be told with it.
    let offersAnswer: Bool
  }

  struct Event: Encodable, Sendable {
    let at: Int
    let title: Label
    let note: String?
  }

  /// One of the case's photos, of which the phone keeps a small copy.
  struct Photo: Encodable, Sendable {
    let id: Int64
    /// When it was taken by the phone's word, else when it came here.
    let at: Int
    /// Of the event that it came with.
    let title: Label
  }

  struct Named: Encodable, Sendable {
    let id: String
    let label: Label
  }

  let id: Int64
  let number: String
  let version: Int
  let title: Label
  let procedure: Label
  let state: String
  let stateLabel: Label
  let severity: String
  let severityLabel: Label
  let isOpen: Bool
  let isUrgent: Bool
  let isSuspended: Bool
  let openedAt: Int
  let dueAt: Int?
  let facility: Label?
  let place: Label?
  let unit: Label?
  /// Latitude, longitude.
  let at: [Double]?
  /// What somebody reported.
  let report: String?
  let causes: [Named]
  let mayNote: Bool
  let steps: [Step]
  /// Steps after own steps, by the state that these lead to.
  let later: [String: [Step]]
  /// The last ones, oldest first.
  let events: [Event]
  /// The last ones, newest first.
  let photos: [Photo]

  /// So many of its events, and of its photos, are kept on a phone.
  static let eventLimit = 8
  static let photoLimit = 4
}

/// Reads cases for phones.
struct FieldCaseReader: Sendable {
  let plan: Plan
  let catalogue: Catalogue
  let account: Account
  let time: LocalTime
  let now: Int

  func read(_ file: CaseFile, in db: Database) throws -> FieldCase {
    let ahead = try CaseBook.stepsAhead(in: file, for: account, plan: plan, in: db)
    let history = try CaseBook.events(of: file.id, in: db)
    let events = history.suffix(FieldCase.eventLimit)
    let facility = try file.facility.flatMap { try Facilities.find($0, in: db) }
    let position = file.position ?? facility?.position
    let isReport = ahead.report != nil
    return FieldCase(
      id: file.id, number: file.number, version: file.version,
      title: both { CaseWording(plan: plan, texts: $0).title(of: file) },
      procedure: ahead.procedure.label, state: file.state,
      stateLabel: ahead.procedure.label(ofState: file.state) ?? .same(file.state),
      severity: file.severity.rawValue,
      severityLabel: both { $0("case.severity-\(file.severity.rawValue)") },
      isOpen: file.isOpen, isUrgent: file.priority == .urgent,
      isSuspended: file.suspension != nil, openedAt: file.openedAt, dueAt: file.dueAt,
      facility: facility?.name ?? file.facility.map { .same($0) },
      place: file.place.map { plan.place($0)?.label ?? .same($0) },
      unit: file.assignedUnit.map { plan.unit($0)?.label ?? .same($0) },
      at: position.map { MapAnswer.place($0) },
      report: ahead.report,
      causes: ahead.procedure.causes.map { FieldCase.Named(id: $0.id, label: $0.label) },
      mayNote: ahead.mayAnnotate,
      steps: ahead.open.map { step($0, ahead.procedure, isReport) },
      later: ahead.later.mapValues { $0.map { step($0, ahead.procedure, isReport) } },
      events: events.map { event($0, ahead.procedure) },
      photos: try photos(history, ahead.procedure, in: db))
  }

  private func photos(
    _ events: [CaseEvent], _ procedure: Procedure, in db: Database
  ) throws -> [FieldCase.Photo] {
    var photos: [FieldCase.Photo] = []
    for event in events.reversed() {
      for (index, id) in event.attachments.enumerated().reversed() {
        guard photos.count < FieldCase.photoLimit else { return photos }
        guard let photo = try Attachments.find(id, in: db), photo.mediaType.isPhoto,
          photo.mediaType == .jpeg || photo.byteCount <= SmallPhoto.mostBytes,
          !photos.contains(where: { $0.id == id })
        else { continue }
        photos.append(
          FieldCase.Photo(
            id: id, at: event.takenAt(ofPhoto: index) ?? photo.at,
            title: both { title(of: event, procedure, $0) }))
      }
    }
    return photos
  }

  private func step(
    _ open: OpenStep, _ procedure: Procedure, _ isReport: Bool
  ) -> FieldCase.Step {
    let (asksUnit, unit): (Bool, String?) =
      switch open.unitChoice {
      case .none: (false, nil)
      case .choose: (true, nil)
      case .confirm(let proposed): (true, proposed)
      }
    return FieldCase.Step(
      to: open.step.to,
      label: open.isSkip
        ? both { $0("acts.skip", ["step": $0(open.step.label)]) } : open.step.label,
      reached: procedure.label(ofState: open.step.to) ?? .same(open.step.to),
      isReturn: open.step.isReturn, isSkip: open.isSkip, needs: open.needs.map(\.rawValue),
      asksUnit: asksUnit, unit: unit,
      barredBy: open.barredBy.map { earlier in
        procedure.steps.first { $0.to == earlier }?.label ?? .same(earlier)
      },
      offersAnswer: isReport && !open.step.isReturn)
  }

  private func event(_ event: CaseEvent, _ procedure: Procedure) -> FieldCase.Event {
    FieldCase.Event(
      at: event.at, title: both { title(of: event, procedure, $0) }, note: event.values["note"])
  }

  private func title(of event: CaseEvent, _ procedure: Procedure, _ texts: Texts) -> String {
    switch event.kind {
    case .opened: return texts("cases.eventOpened")
    case .noted: return texts("cases.eventNoted")
    case .step, .returned, .skipped, .shared:
      let step = procedure.steps.first {
        $0.to == event.toState && $0.isReturn == (event.kind == .returned)
      }
      return step.map { texts($0.label) } ?? event.toState ?? ""
    case .late, .reminded:
      return texts("field.event-\(event.kind.rawValue)")
    default:
      return ActWording(
        names: PlanNames(plan: plan, texts: texts), time: time, now: now
      ).title(of: event)
    }
  }

  /// A text in both languages.
  func both(_ text: (Texts) -> String) -> Label {
    Label(zh: text(catalogue.texts(in: .zh)), en: text(catalogue.texts(in: .en)))
  }
}
