import ActionPlan
import Casework
import Detection
import Ledger

/// One entry of the timeline, ready for its template.
struct CaseEventView: Sendable {
  struct Photo: Sendable {
    let href: String
    let name: String
  }

  let title: String
  let at: Moment
  let actor: String
  // Names of their own: a template looks for what is nil here in the page around it.
  let givenTo: String?
  let said: String?
  let foundCause: String?
  /// What a portable instrument showed.
  let measured: String?
  let told: String?
  let spot: String?
  /// When it was done in the field, where that is not when it came; why that is not sure.
  let doneText: String?
  let isDoneDoubtful: Bool
  let photos: [Photo]
  /// Lateness or a return; an end.
  let isBad: Bool
  let isDone: Bool
}

/// Turns a case's events into the page's language.
struct CaseTimeline: Sendable {
  let reading: CaseReading
  let names: PlanNames
  let parts: CaseParts
  let time: LocalTime
  let now: Int
  /// A firm's contact sees units, not the names of their people.
  let hidesPeople: Bool

  var events: [CaseEventView] {
    reading.detail.events.filter { event in
      !hidesPeople || !event.isHiddenFromFacility
    }.map { event in
      let procedure = reading.detail.procedure
      return CaseEventView(
        title: title(of: event),
        at: Moment(event.at, now: now, time: time, texts: names.texts),
        actor: actor(event.actor),
        givenTo: event.assignedUnit.flatMap { names.unit($0) },
        said: event.values["note"] ?? event.reporterMessage,
        foundCause: event.values["cause"].map { id in
          procedure.causes.first { $0.id == id }.map { names.texts($0.label) } ?? id
        },
        measured: measured(event),
        told: event.values["publicAnswer"] ?? event.publicMessage,
        spot: event.position.map(CaseView.text),
        doneText: done(event), isDoneDoubtful: event.doneDoubt != nil,
        photos: event.attachments.enumerated().map { index, id in
          CaseEventView.Photo(
            href: "/cases/\(reading.detail.file.id)/photos/\(id)",
            name: photoName(event, index))
        },
        isBad: event.kind == .late || event.kind == .returned
          || event.values["row-change"] == "lost"
          || [.appealLate, .refused, .relapsed, .reopened].contains(event.kind),
        isDone: event.toState.map { procedure.isFinal($0) } ?? false)
    }
  }

  private func title(of event: CaseEvent) -> String {
    let texts = names.texts
    switch event.kind {
    case .opened: return texts("cases.eventOpened")
    case .noted where event.reporterMessage != nil: return texts("cases.eventReporterMessage")
    case .noted where event.publicMessage != nil: return texts("cases.eventPublicMessage")
    case .noted:
      if let note = CaseDocumentNote(event) { return documentNote(note) }
      if let note = AlarmNote(event) { return alarmNote(note) }
      return CaseRowNote(event).map(rowNote) ?? texts("cases.eventNoted")
    case .late, .reminded: return late(event)
    case .outside: return NumberWording(names: names).title(of: event)
    case .shared, .skipped: return stepped(event)
    case .step, .returned:
      let step = reading.detail.procedure.steps.first { step in
        step.to == event.toState && step.isReturn == (event.kind == .returned)
          && step.from.contains(event.fromState ?? "")
      }
      return step.map { texts($0.label) } ?? event.toState ?? ""
    default: return ActWording(names: names, time: time, now: now).title(of: event)
    }
  }

  /// A unit's share of a step, or a step that was left out.
  private func stepped(_ event: CaseEvent) -> String {
    let step = reading.detail.procedure.steps.first { $0.to == event.toState }
    return names.texts(
      event.kind == .skipped ? "acts.eventSkipped" : "acts.eventShared",
      [
        "step": step.map { names.texts($0.label) } ?? "",
        "unit": names.unit(event.values["share"]) ?? "",
      ])
  }

  /// A photo from a phone also says when it was taken.
  private func photoName(_ event: CaseEvent, _ index: Int) -> String {
    let name = names.texts("cases.photo", ["n": "\(index + 1)"])
    return event.takenAt(ofPhoto: index).map { at in
      "\(name) · \(names.texts("field.takenAt", ["time": time.short(at, now: now)]))"
    } ?? name
  }

  /// What was done on the spot and came here at once is told by when it came.
  private func done(_ event: CaseEvent) -> String? {
    guard let doneAt = event.doneAt else { return nil }
    let doubt = event.doneDoubt
    guard doubt != nil || event.at - doneAt > TimeOfDoing.secondsAllowed else { return nil }
    let text = names.texts(
      "field.doneAt",
      ["done": time.short(doneAt, now: now), "arrived": time.short(event.at, now: now)])
    return doubt.map { "\(text) · \(names.texts("field.doubt-\($0.rawValue)"))" } ?? text
  }

  private func documentNote(_ note: CaseDocumentNote) -> String {
    let label = names.plan.document(note.form).map { names.texts($0.label) } ?? note.form
    return names.texts(
      "documents.event-\(note.change)",
      ["document": note.number.map { "\(label) \($0)" } ?? label])
  }

  private func alarmNote(_ note: AlarmNote) -> String {
    names.texts(
      "cameras.event-\(note.verdict)",
      [
        "camera": note.camera, "kind": names.alarm(note.kind),
        "time": time.short(note.occurredAt, now: now),
      ])
  }

  private func measured(_ event: CaseEvent) -> String? {
    guard let instrument = event.values["reading-instrument"],
      let quantity = event.values["reading-quantity"], let value = event.values["reading-value"]
    else { return nil }
    return names.texts(
      "cases.measured",
      [
        "instrument": instrument, "quantity": names.quantity(quantity), "value": value,
        "unit": names.unitOfMeasure(quantity), "until": event.values["reading-valid-until"] ?? "",
      ])
  }

  private func rowNote(_ note: CaseRowNote) -> String {
    let row = reading.rows.first {
      $0.ground.row == note.row && $0.ground.register == note.register
    }
    return names.texts(
      "cases.row-\(note.change)",
      [
        "row": row?.title ?? "#\(note.row)", "holding": "\(note.holding)",
        "needed": "\(note.needed)",
      ])
  }

  private func late(_ event: CaseEvent) -> String {
    let texts = names.texts
    let told = (event.values["told"] ?? "").split(separator: ",").compactMap { recipient in
      let pair = recipient.split(separator: ":", maxSplits: 1)
      guard pair.count == 2 else { return String?.none }
      switch pair[0] {
      case "role": return texts("actor.\(pair[1])")
      case "unit": return names.unit(String(pair[1]))
      case "facility": return parts.facility
      default: return nil
      }
    }
    let level = event.values["levelSeconds"].flatMap { Int($0) } ?? 0
    let key =
      level < 0
      ? "cases.eventReminded" : level == 0 ? "cases.eventLate" : "cases.eventLateBy"
    return texts(
      key,
      [
        "told": told.joined(separator: texts("layout.separator")),
        "duration": texts.duration(seconds: abs(level)),
      ])
  }

  private func actor(_ auditName: String) -> String {
    let texts = names.texts
    switch Actor(auditName: auditName) {
    case .account(let id):
      guard let account = reading.people[id] else { return texts("actor.unknown") }
      let unit = names.unit(account.unit)
      if account.roles == [.enterprise] { return parts.facility ?? account.displayName }
      if hidesPeople { return unit ?? texts("actor.staff") }
      return unit.map { "\(account.displayName) · \($0)" } ?? account.displayName
    case .system(let name): return texts.platform(name)
    case .reporter: return texts("actor.reporter")
    case nil: return auditName
    }
  }
}
