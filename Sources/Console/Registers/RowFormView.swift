import ActionPlan
import AirQuality
import Ledger

/// The form of a row: an input for each field, made from the schema.
struct RowFormView: Sendable {
  let register: String
  let homeHref: String
  let homeText: String
  let listHref: String
  let title: String
  let action: String
  let backHref: String
  /// What a change was made from; empty for a new row.
  let version: String
  /// Id of the row that a new one becomes only once.
  let request: String
  let inputs: [RowInputView]
  let why: String
  let asksWhy: Bool
  let problem: String
  let hasProblem: Bool
  let faultCount: String
  let hasFaults: Bool
  let isConflict: Bool
  let sendText: String

  /// - Parameters:
  ///   - row: nil for a new one.
  ///   - conflicts: what somebody else wrote meanwhile, by field.
  init(
    _ form: RowForm, _ visit: RegisterVisit, row: Int64?, version: Int?, title: String,
    wording: RegisterWording, why: String, problem: String = "",
    conflicts: [String: String] = [:], request: String
  ) {
    let (register, texts) = (visit.register, wording.texts)
    self.register = texts(register.label)
    (homeHref, homeText) = visit.home(texts)
    listHref = visit.address
    self.title = title
    let address = row.map(visit.address(ofRow:))
    action = address ?? visit.address + "/rows"
    backHref = address ?? listHref
    self.version = version.map { "\($0)" } ?? ""
    self.request = request
    inputs = register.fields.filter { $0.id != visit.owner?.field }.map { field in
      RowInputView(
        field, form, in: register, row: row, wording: wording, conflict: conflicts[field.id])
    }
    self.why = why
    asksWhy = row != nil
    self.problem = problem
    hasProblem = !problem.isEmpty
    let faulty = Set(form.faults.map(\.field)).count
    faultCount = texts("registers.faultCount", ["count": "\(faulty)"])
    hasFaults = faulty > 0
    isConflict = !conflicts.isEmpty
    sendText = texts(row == nil ? "registers.add" : "registers.save")
  }
}

/// The input of one field.
struct RowInputView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Candidate: Sendable {
    let text: String
  }

  let id: String
  let name: String
  let label: String
  let isRequired: Bool
  let hint: String
  let hasHint: Bool
  let fault: String
  let isFaulty: Bool
  let conflict: String
  let isContested: Bool
  let typed: String
  let isText: Bool
  let isNumber: Bool
  let isDate: Bool
  let isInstant: Bool
  let isSelect: Bool
  let isReference: Bool
  let isPosition: Bool
  let isFile: Bool
  let options: [Option]
  /// Where a script asks for suggestions.
  let suggestHref: String
  let candidates: [Candidate]
  let hasCandidates: Bool
  let longitudeName: String
  let latitudeName: String
  let longitude: String
  let latitude: String
  let fileName: String
  let hasFile: Bool
  let fileText: String
  let fileHref: String
  let hasFileHref: Bool

  init(
    _ field: Field, _ form: RowForm, in register: Register, row: Int64?,
    wording: RegisterWording, conflict: String?
  ) {
    name = RowForm.input(field)
    id = name
    label = wording.label(field)
    isRequired = field.isRequired
    hint = Self.hint(field, register, wording)
    hasHint = !hint.isEmpty
    fault = form.faults.filter { $0.field == field.id }
      .map { wording.fault($0, in: register) }.joined(separator: " ")
    isFaulty = !fault.isEmpty
    self.conflict = conflict ?? ""
    isContested = conflict != nil
    let typed = form.typed[name] ?? ""
    self.typed = typed
    isNumber = field.kind == .integer || field.kind == .decimal
    // A browser shows nothing of a date that it cannot read.
    isDate = field.kind == .date && (typed.isEmpty || CalendarDate(typed)?.description == typed)
    isInstant = field.kind == .instant && (typed.isEmpty || Self.isLocalMinute(typed))
    let points = field.kind == .point ? form.points : nil
    options =
      points.map { points in
        points.map {
          Option(
            value: $0.id, name: wording.texts($0.label),
            isChosen: form.values[field.id] == .text($0.id))
        }
      } ?? Self.options(field, typed: typed, wording: wording)
    isSelect = points != nil || !options.isEmpty
    isReference = points == nil && field.kind.isReference
    isPosition = field.kind == .position
    isFile = field.kind == .attachment
    isText =
      !isNumber && !isDate && !isInstant && !isSelect && !isReference && !isPosition && !isFile
    suggestHref = "/api/registers/\(register.id)/suggestions/\(field.id)"
    candidates = (form.candidates[field.id] ?? []).map { Candidate(text: $0.text) }
    hasCandidates = !candidates.isEmpty
    longitudeName = RowForm.longitude(field)
    latitudeName = RowForm.latitude(field)
    longitude = form.typed[longitudeName] ?? ""
    latitude = form.typed[latitudeName] ?? ""
    fileName = RowForm.file(field)
    hasFile = isFile && !typed.isEmpty
    let attachment = Int64(typed).flatMap { wording.names.attachments[$0] }
    fileText = attachment?.name ?? wording.texts("registers.fileKept")
    fileHref =
      row.map { wording.shown(.text("0"), of: field, in: register, row: $0).target } ?? ""
    hasFileHref = hasFile && row != nil
  }

  /// `2021-03-01T08:30`, as an input of a local time takes it.
  private static func isLocalMinute(_ typed: String) -> Bool {
    typed.utf8.count == 16 && typed.contains("T")
  }

  private static func hint(
    _ field: Field, _ register: Register, _ wording: RegisterWording
  ) -> String {
    let texts = wording.texts
    var parts: [String] = []
    switch (field.atLeast, field.atMost) {
    case (let least?, let most?):
      parts.append(
        texts("registers.hintRange", ["least": "\(least)", "most": "\(most)"]))
    case (let least?, nil): parts.append(texts("registers.hintLeast", ["least": "\(least)"]))
    case (nil, let most?): parts.append(texts("registers.hintMost", ["most": "\(most)"]))
    case (nil, nil): break
    }
    switch field.kind {
    case .point where wording.owner != nil: break
    case .facility, .point, .row, .creditCode, .plate, .attachment, .integer:
      parts.append(texts("registers.hint-\(field.kind.code)"))
    default: break
    }
    if let filter = field.requiredWhen {
      let words = FilterWording(register: register, plan: wording.plan, texts: texts).text(filter)
      parts.append(texts("registers.hintRequiredWhen", ["when": words]))
    }
    return parts.joined(separator: " ")
  }

  /// What can be chosen; none where the field is no choice. A value that the plan no longer knows stays
  /// among them, so that it is not lost unseen.
  static func options(
    _ field: Field, typed: String, wording: RegisterWording
  ) -> [Option] {
    let texts = wording.texts
    var known: [(id: String, name: String)]
    switch field.kind {
    case .choice(let choices): known = choices.map { ($0.id, texts($0.label)) }
    case .place: known = wording.plan.places.map { ($0.id, texts($0.label)) }
    case .unit: known = wording.plan.units.map { ($0.id, texts($0.label)) }
    case .flag: known = [("1", texts("registers.yes")), ("0", texts("registers.no"))]
    default: return []
    }
    if !typed.isEmpty, !known.contains(where: { $0.id == typed }) { known.append((typed, typed)) }
    return known.map { Option(value: $0.id, name: $0.name, isChosen: $0.id == typed) }
  }
}

extension Field.Kind {
  /// Names something else, which is looked up.
  var isReference: Bool {
    switch self {
    case .facility, .point, .row: true
    default: false
    }
  }
}
