import ActionPlan
import AirQuality
import GRDB

/// Whether a row may be written: every fault at once, each with field and remedy.
struct RegisterCheck {
  let register: Register
  let plan: Plan
  /// Local day of the writing.
  let today: CalendarDay

  /// - Parameter at: epoch seconds of the writing.
  init(register: Register, plan: Plan, at: Int) {
    self.register = register
    self.plan = plan
    today = CalendarDay(ofEpoch: at, utcOffsetSeconds: plan.utcOffsetSeconds)
  }

  /// Facilities that will be made in the same write.
  var standIns: Set<String> = []
  /// By field, what was looked for and found in this state of the database.
  private var met: [String: Set<FieldValue>] = [:]

  /// Remembers that what a sound row names is there, for the rows after it in the same read.
  mutating func remember(_ values: [String: FieldValue]) {
    for field in register.fields {
      switch field.kind {
      case .facility, .point, .row:
        if let value = values[field.id] { met[field.id, default: []].insert(value) }
      default: break
      }
    }
  }

  mutating func forget() { met = [:] }

  static let textLimit = 2_000

  /// - Parameters:
  ///   - values: by field id; a missing field is `.null`.
  ///   - row: the row that is changed; `nil` for a new one.
  func faults(
    _ values: [String: FieldValue], row: Int64? = nil, in db: Database
  ) throws -> [FieldFault] {
    var faults = try faultsOfValues(values, in: db)
    if faults.isEmpty, let other = try rowOfSameKey(values, but: row, in: db) {
      faults.append(
        FieldFault(
          field: register.key[0], code: .keyTaken,
          found: register.key.compactMap { values[$0]?.shown }.joined(separator: ", "),
          remedy: "row \(other) has it already; change that row, or correct "
            + register.key.joined(separator: ", ")))
    }
    guard faults.isEmpty else { return faults }
    return try OffsetLimit.all(of: register, plan: plan, today: today).compactMap {
      try $0.fault(values, of: register, row: row, in: db)
    }
  }

  /// The faults of the values themselves, whatever other rows there are.
  func faultsOfValues(
    _ values: [String: FieldValue], in db: Database
  ) throws -> [FieldFault] {
    var faults: [FieldFault] = []
    for id in values.keys.filter({ register.field($0) == nil }).sorted() {
      let known = register.fields.map(\.id).joined(separator: ", ")
      faults.append(
        FieldFault(
          field: id, code: .unknownField, found: id, remedy: "use one of the fields \(known)"))
    }
    for field in register.fields {
      let value = RegisterStore.canonical(values[field.id], of: field)
      if value == .null, mustHave(field, values) {
        faults.append(
          FieldFault(
            field: field.id, code: .missing, found: "", remedy: remedyWhereMissing(field)))
      } else if let fault = try fault(value, of: field, in: db) {
        faults.append(fault)
      }
    }
    if register.role == .declarations, let from = values["from"]?.instant,
      let until = values["until"]?.instant, until <= from
    {
      faults.append(
        FieldFault(
          field: "until", code: .endsBeforeItBegins, found: String(until),
          remedy: "write a time after the beginning"))
    }
    return faults
  }

  private func mustHave(_ field: Field, _ values: [String: FieldValue]) -> Bool {
    field.isRequired || register.key.contains(field.id)
      || field.requiredWhen?.holds(
        values, today: today, utcOffsetSeconds: plan.utcOffsetSeconds) == true
  }

  private func remedyWhereMissing(_ field: Field) -> String {
    if field.isRequired { return "write a value; it is required" }
    if register.key.contains(field.id) { return "write a value; it names the row" }
    return "write a value; it is required where \(field.requiredWhen?.text ?? "")"
  }

  private func rowOfSameKey(
    _ values: [String: FieldValue], but row: Int64?, in db: Database
  ) throws -> Int64? {
    guard let key = RegisterKey(register) else { return nil }
    return try key.row(of: values, in: db, but: row)
  }

  private func fault(_ value: FieldValue, of field: Field, in db: Database) throws -> FieldFault? {
    func fault(_ code: FieldFault.Code, _ found: String, _ remedy: String) -> FieldFault {
      FieldFault(field: field.id, code: code, found: found, remedy: remedy)
    }
    switch (field.kind, value) {
    case (_, .null):
      return nil
    case _ where met[field.id]?.contains(value) == true:
      return nil
    case (.text, .text(let text)):
      return textFault(text, of: field)
    case (.integer, .integer), (.integer, .decimal), (.decimal, .decimal), (.decimal, .integer):
      guard let number = value.number else { return nil }
      if case (.integer, .decimal) = (field.kind, value) {
        return fault(.wrongKind, number.description, "write a whole number")
      }
      return boundsFault(number, of: field)
    case (.flag, .flag), (.instant, .instant):
      return nil
    case (.date, .text(let text)):
      return CalendarDate(text) == nil
        ? fault(.notADate, text, "write a date as 2021-03-01") : nil
    case (.choice(let choices), .text(let text)):
      guard !choices.contains(where: { $0.id == text }) else { return nil }
      return fault(
        .notAChoice, text, "write one of \(choices.map(\.id).joined(separator: ", "))")
    case (.position, .position(let position)):
      return position.isOnEarth
        ? nil
        : fault(
          .notOnEarth, "\(position.longitude) \(position.latitude)",
          "write WGS-84 degrees, longitude first")
    case (.facility, .text(let id)):
      let kept = try Facilities.kept(id, in: db)
      if kept != id { return fault(.unknownFacility, id, "it is facility \(kept) now; write that") }
      return try !standIns.contains(id) && !Facilities.isThere(id, in: db)
        ? fault(.unknownFacility, id, "add the facility first or correct its id") : nil
    case (.point, .text(let id)):
      return try Points.find(id, in: db) == nil
        ? fault(.unknownPoint, id, "add the point first or correct its id") : nil
    case (.place, .text(let id)):
      return plan.place(id) == nil
        ? fault(.unknownPlace, id, "write the id of one of the plan's places") : nil
    case (.unit, .text(let id)):
      return plan.unit(id) == nil
        ? fault(.unknownUnit, id, "write the id of one of the plan's units") : nil
    case (.creditCode, .text(let code)):
      return CreditCode.isValid(code)
        ? nil : fault(.notACreditCode, code, "copy all 18 characters from the licence")
    case (.plate, .text(let plate)):
      return Plate.isValid(plate) ? nil : fault(.notAPlate, plate, Plate.rule)
    case (.row(let other), .integer(let id)):
      let isKnown = try plan.register(other).map { try RegisterStore.isThere($0, id, in: db) }
      return isKnown == true
        ? nil : fault(.unknownRow, String(id), "write the number of a row of register \(other)")
    case (.attachment, .text(let id)):
      let known = try Int64(id).flatMap { try Attachments.find($0, in: db) }
      return known == nil ? fault(.unknownAttachment, id, "add the file to the row first") : nil
    default:
      return fault(.wrongKind, value.shown, "write a value of kind \(field.kind.code)")
    }
  }

  private func textFault(_ text: String, of field: Field) -> FieldFault? {
    if text.trimmed.isEmpty {
      return FieldFault(
        field: field.id, code: .missing, found: text, remedy: "write something, or leave it out")
    }
    if text.utf8.count > Self.textLimit, text.count > Self.textLimit {
      return FieldFault(
        field: field.id, code: .tooLong, found: "\(text.count)",
        remedy: "write at most \(Self.textLimit) characters")
    }
    let isPrintable = text.unicodeScalars.allSatisfy { $0.isPrintable || $0 == "\n" || $0 == "\t" }
    return isPrintable
      ? nil
      : FieldFault(
        field: field.id, code: .notPrintable, found: "control characters", remedy: "remove them")
  }

  private func boundsFault(_ number: ExactDecimal, of field: Field) -> FieldFault? {
    if let least = field.atLeast, number < least {
      return FieldFault(
        field: field.id, code: .tooSmall, found: number.description,
        remedy: "write at least \(least)")
    }
    if let most = field.atMost, number > most {
      return FieldFault(
        field: field.id, code: .tooGreat, found: number.description, remedy: "write at most \(most)"
      )
    }
    return nil
  }
}

extension FieldValue {
  /// For messages.
  var shown: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .decimal(let value): value.description
    case .flag(let value): String(value)
    case .instant(let at): String(at)
    case .position(let position): "\(position.longitude) \(position.latitude)"
    case .null: ""
    }
  }
}
