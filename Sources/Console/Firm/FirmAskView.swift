import ActionPlan
import Casework
import Ledger

/// One thing that is asked of a firm now: a case, an order, a notice. What is late comes first, then
/// what is due soonest, then what has no deadline.
struct FirmAskView: Sendable {
  struct StepLink: Sendable {
    let href: String
    let text: String
  }

  /// What a form that acknowledges it carries: `case`, `document` or `notice`, and its id.
  let what: String
  let id: String
  let request: String
  let action: String
  let kind: String
  let href: String
  let isLinked: Bool
  let name: String
  let more: String
  let severity: String
  let due: [Deadline]
  let isLate: Bool
  let steps: [StepLink]
  let mayAcknowledge: Bool
  /// When it was acknowledged, in words; empty where it was not.
  let acknowledged: String
  let isAcknowledged: Bool

  /// - Parameter mayAcknowledge: the account is a contact of the firm.
  static func list(
    _ reading: FirmReading, mayAcknowledge: Bool, names: PlanNames, time: LocalTime, now: Int
  ) -> [FirmAskView] {
    let maker = Maker(
      action: FirmAddress.page(reading.facility.id) + "/acknowledgements",
      mayAcknowledge: mayAcknowledge, names: names, time: time, now: now)
    let cases = reading.asks.filter { !$0.steps.isEmpty || $0.acknowledgement.isDue }
      .map(maker.ask)
    let orders = reading.documents.filter { $0.document.state == .issued }.map(maker.ask)
    let notices = reading.notices.filter { $0.acknowledgedAt == nil }.map(maker.ask)
    return (cases + orders + notices).sorted { $0.due < $1.due }.map(\.view)
  }

  private struct Maker {
    let action: String
    let mayAcknowledge: Bool
    let names: PlanNames
    let time: LocalTime
    let now: Int

    /// With its deadline, by which it stands; the greatest for none.
    func ask(_ ask: FirmReading.Ask) -> (due: Int, view: FirmAskView) {
      let (texts, file) = (names.texts, ask.file)
      let wording = CaseWording(plan: names.plan, texts: texts)
      let isOurs = !ask.steps.isEmpty
      let due = isOurs ? file.dueAt : nil
      let at = ask.acknowledgement.at.map {
        texts("firm.acknowledgedAt", ["time": time.minute($0)])
      }
      return (
        due ?? .max,
        FirmAskView(
          what: "case", id: "\(file.id)", request: RequestID.make(), action: action,
          kind: texts(isOurs ? "firm.askCase" : "firm.askNews"), href: "/cases/\(file.id)",
          isLinked: true, name: wording.title(of: file),
          more: "\(file.number) · \(wording.state(of: file))",
          severity: file.severity.rawValue,
          due: due.map { [Deadline($0, now: now, time: time, texts: texts)] } ?? [],
          isLate: due.map { $0 < now } ?? false,
          steps: ask.steps.map {
            StepLink(href: "/cases/\(file.id)#step-\($0.to)", text: texts($0.label))
          },
          mayAcknowledge: mayAcknowledge && ask.acknowledgement.isDue,
          acknowledged: ask.acknowledgement.isDue ? "" : at ?? "",
          isAcknowledged: !ask.acknowledgement.isDue && at != nil)
      )
    }

    /// An order or another document that nobody has acknowledged.
    func ask(_ line: DocumentLine) -> (due: Int, view: FirmAskView) {
      let (texts, document) = (names.texts, line.document)
      return (
        .max,
        FirmAskView(
          what: "document", id: "\(document.id)", request: RequestID.make(), action: action,
          kind: texts("firm.askDocument"), href: "/documents/\(document.id)", isLinked: true,
          name: texts(line.form.label), more: document.issue?.number ?? "", severity: "serious",
          due: [], isLate: false, steps: [], mayAcknowledge: mayAcknowledge, acknowledged: "",
          isAcknowledged: false)
      )
    }

    func ask(_ notice: FirmNotice) -> (due: Int, view: FirmAskView) {
      let (texts, told) = (names.texts, notice.notification)
      let rule = told.values["rule"] ?? ""
      return (
        .max,
        FirmAskView(
          what: "notice", id: "\(told.id)", request: RequestID.make(), action: action,
          kind: texts("firm.askNotice"), href: "", isLinked: false,
          name: names.plan.rule(rule).map { texts($0.label) }
            ?? texts.text(ofCode: told.code, in: "notifications"),
          more: told.values["since"].flatMap { Int($0) }.map {
            texts("notifications.findingSince", ["time": time.minute($0)])
          } ?? time.minute(told.at),
          severity: "ordinary", due: [], isLate: false, steps: [],
          mayAcknowledge: mayAcknowledge, acknowledged: "", isAcknowledged: false)
      )
    }
  }
}

/// A document that was issued to the firm.
struct FirmDocumentView: Sendable {
  let href: String
  let name: String
  let number: String
  let state: String
  let tone: String
  let issued: Moment
  /// How and by whom it was received, in words; empty before.
  let service: String
  let isServed: Bool

  init(
    _ line: DocumentLine, names: PlanNames, time: LocalTime, now: Int
  ) {
    let (texts, document) = (names.texts, line.document)
    let wording = DocumentWording(names: names)
    href = "/documents/\(document.id)"
    name = texts(line.form.label)
    number = document.issue?.number ?? ""
    state = wording.state(document.state)
    tone = wording.tone(document.state)
    issued = Moment(
      document.issue?.at ?? document.draftedAt, now: now, time: time, texts: texts)
    service =
      document.service.map {
        texts(
          "firm.served",
          [
            "way": texts("documents.way-\($0.way.rawValue)"), "on": $0.on, "receiver": $0.receiver,
          ])
      } ?? ""
    isServed = document.service != nil
  }
}
