import ActionPlan
import AirQuality
import GRDB
import Ledger

/// What a form says of a row: what was typed, what it means, what is wrong with it.
struct RowForm: Sendable {
  /// By name of the input.
  var typed: [String: String] = [:]
  /// By field; every field of the form is there, an empty one as `.null`.
  var values: [String: FieldValue] = [:]
  var faults: [FieldFault] = []
  /// What comes near to a reference that was not found, by field.
  var candidates: [String: [ReferenceSearch.Candidate]] = [:]
  /// Among which points a firm chooses: its own. nil where any may be named.
  var points: [MonitoringPoint]?

  static func input(_ field: Field) -> String { "f-\(field.id)" }
  static func longitude(_ field: Field) -> String { "f-\(field.id)-longitude" }
  static func latitude(_ field: Field) -> String { "f-\(field.id)-latitude" }
  static func file(_ field: Field) -> String { "file-\(field.id)" }

  init() {}

  /// As a row is written into the form.
  init(_ values: [String: FieldValue], of register: Register, plan: Plan, names: RegisterNames) {
    self.values = values
    for field in register.fields {
      write(values[field.id] ?? .null, of: field, plan: plan, names: names)
    }
  }

  /// Writes a value as somebody would type it.
  mutating func write(_ value: FieldValue, of field: Field, plan: Plan, names: RegisterNames) {
    values[field.id] = value
    typed[Self.input(field)] = ""
    switch (field.kind, value) {
    case (.position, .position(let position)):
      typed[Self.longitude(field)] = "\(position.longitude)"
      typed[Self.latitude(field)] = "\(position.latitude)"
    case (.facility, .text(let id)):
      let name = names.facilities[id]?.name.text(in: names.language) ?? id
      typed[Self.input(field)] = ReferenceText.write(name, id: id)
    case (.point, .text(let id)):
      let name = names.points[id]?.label.text(in: names.language) ?? id
      typed[Self.input(field)] = ReferenceText.write(name, id: id)
    case (.row(let other), .integer(let id)):
      typed[Self.input(field)] = ReferenceText.write(
        names.rows[other]?[id] ?? "#\(id)", id: "#\(id)")
    case (.instant, .instant(let at)):
      let time = LocalTime(utcOffsetSeconds: plan.utcOffsetSeconds)
      typed[Self.input(field)] =
        at % 60 == 0 ? time.minute(at).replacing(" ", with: "T") : time.second(at)
    case (.choice, .text(let id)), (.place, .text(let id)), (.unit, .text(let id)),
      (.attachment, .text(let id)):
      typed[Self.input(field)] = id
    default:
      typed[Self.input(field)] = names.plainText(of: value, field, plan: plan)
    }
  }

  /// Reads what was sent.
  ///
  /// - Parameter attachments: of files that were sent or kept, by field.
  static func read(
    _ form: SubmittedForm, fields: [Field], attachments: [String: Int64], plan: Plan,
    language: Language, in db: Database
  ) throws -> RowForm {
    var read = RowForm()
    for field in fields {
      for name in [input(field), longitude(field), latitude(field)] {
        read.typed[name] = form.fields[name]?.first ?? ""
      }
      if field.kind == .attachment {
        let id = attachments[field.id].map { String($0) }
        read.typed[input(field)] = id ?? ""
        read.values[field.id] = id.map { .text($0) } ?? .null
      } else {
        try read.take(form, field, plan: plan, language: language, in: db)
      }
    }
    return read
  }

  private mutating func take(
    _ form: SubmittedForm, _ field: Field, plan: Plan, language: Language, in db: Database
  ) throws {
    values[field.id] = .null
    if field.kind == .position { return takePosition(form, field) }
    guard let typed = form.text(Self.input(field)) else { return }
    switch field.kind {
    case .facility, .point, .row:
      let found = try ReferenceSearch(plan: plan, language: language, db: db)
        .find(typed, of: field)
      guard let exact = found.exact else {
        candidates[field.id] = found.near
        return faults.append(Self.notFound(field, typed))
      }
      values[field.id] = exact.value
    default:
      let reader = TypedValue(field: field, utcOffsetSeconds: plan.utcOffsetSeconds)
      guard let value = reader.read(typed) else {
        return faults.append(
          FieldFault(field: field.id, code: .wrongKind, found: typed, remedy: "correct it"))
      }
      values[field.id] = value
    }
  }

  private mutating func takePosition(_ form: SubmittedForm, _ field: Field) {
    let (longitude, latitude) = (
      form.text(Self.longitude(field)), form.text(Self.latitude(field))
    )
    if longitude == nil, latitude == nil { return }
    guard let longitude = longitude.flatMap({ Double($0) }), longitude.isFinite,
      let latitude = latitude.flatMap({ Double($0) }), latitude.isFinite
    else {
      let found = [longitude, latitude].compactMap(\.self).joined(separator: " ")
      return faults.append(
        FieldFault(field: field.id, code: .notOnEarth, found: found, remedy: "write degrees"))
    }
    values[field.id] = .position(Coordinate(longitude: longitude, latitude: latitude))
  }

  private static func notFound(_ field: Field, _ typed: String) -> FieldFault {
    let code: FieldFault.Code =
      switch field.kind {
      case .facility: .unknownFacility
      case .point: .unknownPoint
      default: .wrongKind
      }
    return FieldFault(field: field.id, code: code, found: typed, remedy: "choose one")
  }
}

/// Reads what was typed as a field's value.
struct TypedValue {
  let field: Field
  let utcOffsetSeconds: Int

  /// - Parameter typed: not empty, without blanks around it.
  /// - Returns: nil where it is none; whether it may stand there the register judges.
  func read(_ typed: String) -> FieldValue? {
    switch field.kind {
    case .text: return .text(typed.replacing("\r\n", with: "\n"))
    case .creditCode, .plate: return .text(typed.uppercased())
    case .choice, .place, .unit, .attachment, .facility, .point: return .text(typed)
    case .integer, .row: return Int64(typed).map { .integer($0) }
    case .decimal: return ExactDecimal(typed).map { .decimal($0) }
    case .flag: return typed == "1" ? .flag(true) : typed == "0" ? .flag(false) : nil
    case .date: return CalendarDate(typed).map { .text($0.description) }
    case .instant:
      return CalendarDate.instant(typed, utcOffsetSeconds: utcOffsetSeconds).map { .instant($0) }
    case .position: return nil
    }
  }
}
