import ActionPlan
import Ledger

/// What somebody typed of a facility, kept as typed.
struct FacilityEntry: Sendable {
  var name = ""
  var nameEn = ""
  var kind = Facility.Kind.enterprise
  var place: String?
  var creditCode: String?
  var longitude = ""
  var latitude = ""
  private var form = SubmittedForm()

  init() {}

  init(_ facility: Facility) {
    name = facility.name.zh
    nameEn = facility.name.en == facility.name.zh ? "" : facility.name.en
    kind = facility.kind
    place = facility.place
    creditCode = facility.creditCode
    longitude = facility.position.map { "\($0.longitude)" } ?? ""
    latitude = facility.position.map { "\($0.latitude)" } ?? ""
  }

  init(_ form: SubmittedForm) {
    self.form = form
    name = form.text("name") ?? ""
    nameEn = form.text("name-en") ?? ""
    kind = form.text("kind").flatMap { Facility.Kind(rawValue: $0) } ?? .other
    place = form.text("place")
    creditCode = form.text("code").map(CreditCode.canonical)
    longitude = form.text("longitude") ?? ""
    latitude = form.text("latitude") ?? ""
  }

  /// The same for the same facts, by which it shows whether somebody changed one meanwhile.
  static func mark(_ facility: Facility) -> String {
    let position = facility.position.map { "\($0.longitude) \($0.latitude)" } ?? ""
    return [
      facility.name.zh, facility.name.en, facility.kind.rawValue, facility.place ?? "",
      facility.creditCode ?? "", position,
    ].joined(separator: "|")
  }

  func facility(id: String, isSimulated: Bool) throws(PositionFault) -> Facility {
    Facility(
      id: id, name: Label(zh: name, en: nameEn.isEmpty ? name : nameEn), creditCode: creditCode,
      kind: kind, place: place, position: try form.position(), isSimulated: isSimulated)
  }
}

/// The form of a facility, ready for its template.
struct FacilityFormView: Sendable {
  /// A facility that may be the one that is added.
  struct Candidate: Sendable {
    let href: String
    let name: String
    let about: String
  }

  let title: String
  let action: String
  let backHref: String
  let problem: String
  let hasProblem: Bool
  let candidates: [Candidate]
  let hasCandidates: Bool
  /// What the form began with.
  let seen: String
  let name: String
  let nameEn: String
  let code: String
  let longitude: String
  let latitude: String
  let mapAt: String
  let hasPosition: Bool
  let kinds: [FacilityChoice]
  let places: [FacilityChoice]

  init(
    _ entry: FacilityEntry, of facility: Facility?, problem: String, like: [Facility],
    names: PlanNames
  ) {
    let texts = names.texts
    title =
      facility.map { texts("facilities.editTitle", ["name": texts($0.name)]) }
      ?? texts("facilities.addTitle")
    action = facility.map { "/facilities/\($0.id)" } ?? "/facilities"
    backHref = action
    self.problem = problem
    hasProblem = !problem.isEmpty
    candidates = like.map { other in
      Candidate(
        href: "/facilities/\(other.id)", name: texts(other.name),
        about: [
          texts(other.kind.label), names.place(other.place),
          other.creditCode, other.id,
        ].compactMap(\.self).joined(separator: " · "))
    }
    hasCandidates = !like.isEmpty
    seen = facility.map(FacilityEntry.mark) ?? ""
    name = entry.name
    nameEn = entry.nameEn
    code = entry.creditCode ?? ""
    longitude = entry.longitude
    latitude = entry.latitude
    mapAt = facility?.position.map { "\($0.latitude),\($0.longitude)" } ?? ""
    hasPosition = !mapAt.isEmpty
    kinds = FacilityChoice.kinds(entry.kind, texts)
    places = FacilityChoice.places(entry.place, names)
  }
}
