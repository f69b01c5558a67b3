import ActionPlan
import Casework
import Ledger

/// A row's page, ready for its template.
struct RowView: Sendable {
  struct Fact: Sendable {
    let label: String
    let shown: ShownValue
  }

  struct Difference: Sendable {
    let label: String
    let before: ShownValue
    let after: ShownValue
  }

  struct Entry: Sendable {
    let title: String
    let when: Moment
    let who: String
    let ground: String
    let hasGround: Bool
    let differences: [Difference]
    let isBad: Bool
  }

  /// A case that rests on the row.
  struct CaseLine: Sendable {
    let caseHref: String
    let caseTitle: String
    let caseNumber: String
    let caseState: String
    let caseIsOpen: Bool
  }

  struct Photo: Sendable {
    let photoHref: String
    let photoName: String
    /// When and where it was taken, as the phone said, else when it came here.
    let photoTaken: String
    let photoSpot: String
    let photoHash: String
  }

  let register: String
  let homeHref: String
  let homeText: String
  let listHref: String
  let title: String
  let number: String
  /// Last written by the firm itself.
  let isFirmsOwn: Bool
  let facts: [Fact]
  let entries: [Entry]
  let cases: [CaseLine]
  let hasCases: Bool
  let photos: [Photo]
  let hasPhotos: Bool
  let isRemoved: Bool
  let mayEdit: Bool
  let mayPutBack: Bool
  let editHref: String
  let removeAction: String
  let putBackAction: String
  let version: String
  let lastChange: String
  /// `latitude,longitude` of the map; empty for none.
  let mapAt: String
  let hasMap: Bool
  let problem: String
  let hasProblem: Bool
  /// Typed before a refusal.
  let why: String

  init(
    _ reading: RowReading, _ visit: RegisterVisit, wording: RegisterWording, time: LocalTime,
    now: Int, problem: String = "", why: String = ""
  ) {
    let (register, texts) = (visit.register, wording.texts)
    let values = reading.values
    self.register = texts(register.label)
    (homeHref, homeText) = visit.home(texts)
    listHref = visit.address
    number = "#\(reading.id)"
    let named = RegisterRow(
      id: reading.id, version: 1, values: values, createdAt: 0, changedAt: 0)
    title = wording.title(of: named, in: register)
    facts = register.fields.map { field in
      Fact(
        label: texts(field.label),
        shown: wording.shown(values[field.id] ?? .null, of: field, in: register, row: reading.id))
    }
    let people = RowPeople(
      people: reading.people, names: wording.planNames, hidesStaff: visit.hidesStaff)
    isFirmsOwn = reading.changes.last.map { people.isContact($0.actor) } ?? false
    entries = reading.changes.enumerated().reversed().map { index, change in
      Self.entry(
        change, isFirst: index == 0, row: reading.id, register: register, people: people,
        wording: wording, time: time, now: now)
    }
    let caseWording = CaseWording(plan: visit.plan, texts: texts)
    cases = reading.cases.map { file in
      CaseLine(
        caseHref: "/cases/\(file.id)", caseTitle: caseWording.title(of: file),
        caseNumber: file.number, caseState: caseWording.state(of: file), caseIsOpen: file.isOpen)
    }
    hasCases = !cases.isEmpty
    photos = reading.photos.enumerated().map { index, photo in
      let at = photo.taking?.takenAt ?? photo.attachment.at
      // Where the phone told of the taking, the place of the inspection is not the photo's.
      let position =
        if let taking = photo.taking { taking.position } else { photo.attachment.position }
      let taken = texts("field.takenAt", ["time": time.minute(at)])
      return Photo(
        photoHref: visit.address(ofRow: reading.id) + "/photos/\(photo.attachment.id)",
        photoName: texts("cases.photo", ["n": "\(index + 1)"]),
        photoTaken: photo.taking?.isFromAlbum == true
          ? "\(taken) · \(texts("field.photoAlbum"))" : taken,
        photoSpot: position.map(CaseView.text) ?? texts("field.photoNoPlace"),
        photoHash: photo.attachment.sha256)
    }
    hasPhotos = !photos.isEmpty
    isRemoved = reading.row == nil
    mayEdit = visit.mayEdit && reading.row != nil
    mayPutBack = visit.mayEdit && reading.row == nil
    let address = visit.address(ofRow: reading.id)
    editHref = address + "/edit"
    removeAction = address + "/removal"
    putBackAction = address + "/return"
    version = "\(reading.row?.version ?? 0)"
    lastChange =
      reading.changes.last.map { "\(people.name($0.actor)) · \(time.minute($0.at))" } ?? ""
    let position = RowPosition(register).position(of: values, names: wording.names)
    mapAt = position.map { "\($0.latitude),\($0.longitude)" } ?? ""
    hasMap = position != nil
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.why = why
  }

  private static func entry(
    _ change: RowChange, isFirst: Bool, row: Int64, register: Register, people: RowPeople,
    wording: RegisterWording, time: LocalTime, now: Int
  ) -> Entry {
    let texts = wording.texts
    let differences =
      change.kind == .update
      ? register.fields.compactMap { field -> Difference? in
        let (old, new) = (change.old[field.id] ?? .null, change.new[field.id] ?? .null)
        guard old != new else { return nil }
        return Difference(
          label: texts(field.label),
          before: wording.shown(old, of: field, in: register, row: row),
          after: wording.shown(new, of: field, in: register, row: row))
      } : []
    let kind = change.kind == .insert && !isFirst ? "return" : change.kind.rawValue
    return Entry(
      title: texts("registers.change-\(kind)"),
      when: Moment(change.at, now: now, time: time, texts: texts),
      who: people.name(change.actor), ground: wording.ground(change.why),
      hasGround: !change.why.isEmpty,
      differences: differences, isBad: change.kind == .remove)
  }
}

/// Who wrote a row, as its history names them.
struct RowPeople: Sendable {
  let people: [Int64: Account]
  let names: PlanNames
  /// Units stand for their people.
  var hidesStaff = false

  func isContact(_ auditName: String) -> Bool {
    guard case .account(let id)? = Actor(auditName: auditName) else { return false }
    return people[id]?.roles.contains(.enterprise) ?? false
  }

  func name(_ auditName: String) -> String {
    let texts = names.texts
    switch Actor(auditName: auditName) {
    case .account(let id):
      guard let account = people[id] else { return texts("actor.unknown") }
      if account.roles.contains(.enterprise) {
        return hidesStaff
          ? account.displayName : texts("firm.contactOf", ["name": account.displayName])
      }
      if hidesStaff { return names.unit(account.unit) ?? texts("actor.staff") }
      return names.unit(account.unit).map { "\(account.displayName) · \($0)" }
        ?? account.displayName
    case .system(let name): return texts.platform(name)
    case .reporter: return texts("actor.reporter")
    case nil: return auditName
    }
  }
}

/// Where a row lies: its own position, else that of its point or facility.
struct RowPosition: Sendable {
  let register: Register

  init(_ register: Register) { self.register = register }

  /// Whether rows of the register can lie anywhere.
  var isKnown: Bool {
    register.fields.contains { [.position, .point, .facility].contains($0.kind) }
  }

  func position(of values: [String: FieldValue], names: RegisterNames) -> Coordinate? {
    for kind in [Field.Kind.position, .point, .facility] {
      for field in register.fields where field.kind == kind {
        switch (kind, values[field.id] ?? .null) {
        case (.position, .position(let position)): return position
        case (.point, .text(let id)):
          if let position = names.points[id]?.position { return position }
        case (.facility, .text(let id)):
          if let position = names.facilities[id]?.position { return position }
        default: break
        }
      }
    }
    return nil
  }
}
