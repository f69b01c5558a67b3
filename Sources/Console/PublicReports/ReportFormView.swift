import ActionPlan
import Casework

/// The report form, ready for its template, with what was typed before a refusal.
struct ReportFormView: Sendable {
  struct Category: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let categories: [Category]
  let takesReports: Bool
  let text: String
  let contact: String
  let longitude: String
  let latitude: String
  let request: String
  let textLimit: String
  let contactLimit: String
  let photoMegabytes: String
  let problem: String?

  init(plan: Plan, texts: Texts, form: SubmittedForm, problem: String?) {
    let chosen = form.text("category")
    categories = PublicReports.categories(of: plan).map {
      Category(value: $0.id, name: texts($0.label), isChosen: $0.id == chosen)
    }
    takesReports = !categories.isEmpty
    text = form.text("text") ?? ""
    contact = form.text("contact") ?? ""
    longitude = form.text("longitude") ?? ""
    latitude = form.text("latitude") ?? ""
    request = RequestID.make()
    textLimit = "\(ReportDraft.textLimit)"
    contactLimit = "\(ReportDraft.contactLimit)"
    photoMegabytes = SubmittedForm.photoMegabytes
    self.problem = problem
  }
}

/// What the reporter gets: the only page that ever shows the code.
struct ReportReceiptView: Sendable {
  let code: String
  let number: String
  /// By when it is taken up and answered.
  let promised: [String]
}
