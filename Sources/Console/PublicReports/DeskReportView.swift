import ActionPlan
import Casework
import Ledger

/// The form of a report that is written down for somebody, with what was typed before.
struct DeskReportView: Sendable {
  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let categories: [Choice]
  let channels: [Choice]
  let text: String
  let contact: String
  let longitude: String
  let latitude: String
  let request: String
  let textLimit: String
  let contactLimit: String
  let problem: String
  let hasProblem: Bool
  let near: [NearbyCaseView]
  let hasNear: Bool

  init(
    _ form: SubmittedForm, near: [NearbyCase], problem: String, names: PlanNames,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    let (category, channel) = (form.text("category"), form.text("channel") ?? "phone")
    categories = PublicReports.categories(of: names.plan).map {
      Choice(value: $0.id, name: texts($0.label), isChosen: $0.id == category)
    }
    channels = ReportChannel.onBehalf.map {
      Choice(
        value: $0.rawValue, name: texts("report.channel-\($0.rawValue)"),
        isChosen: $0.rawValue == channel)
    }
    text = form.text("text") ?? ""
    contact = form.text("contact") ?? ""
    longitude = form.text("longitude") ?? ""
    latitude = form.text("latitude") ?? ""
    request = form.text("request") ?? RequestID.make()
    textLimit = "\(ReportDraft.textLimit)"
    contactLimit = "\(ReportDraft.contactLimit)"
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.near = near.map { NearbyCaseView($0, names: names, time: time, now: now) }
    hasNear = !near.isEmpty
  }
}

/// What the caller is told.
struct DeskReceiptView: Sendable {
  let code: String
  let number: String
  let caseHref: String
  /// By when it is taken up and answered.
  let promised: [String]
}

/// A case that happened near, ready for its template.
struct NearbyCaseView: Sendable {
  let nearHref: String
  let nearTitle: String
  let nearNumber: String
  let distance: String
  let nearState: String
  let happened: Moment

  init(_ near: NearbyCase, names: PlanNames, time: LocalTime, now: Int) {
    let (file, texts) = (near.file, names.texts)
    nearHref = "/cases/\(file.id)"
    let wording = CaseWording(plan: names.plan, texts: texts)
    nearTitle = wording.title(of: file)
    nearNumber = file.number
    distance = texts("report.metres", ["metres": "\(near.metres)"])
    nearState = wording.state(of: file)
    happened = Moment(file.occurredAt, now: now, time: time, texts: texts)
  }
}
