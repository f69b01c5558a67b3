import ActionPlan
import AirQuality
import Ledger

/// A field's value as pages show it.
struct ShownValue: Sendable {
  let shownText: String
  let isNothing: Bool
  let isLinked: Bool
  /// Where a link leads; empty for none.
  let target: String
  /// A photo, which lies at `target`.
  let isPhoto: Bool
}

/// Registers, fields and values in the page's language.
struct RegisterWording: Sendable {
  let plan: Plan
  let texts: Texts
  let names: RegisterNames
  /// Whose ledger it is, where links lead to the own page alone.
  let owner: RowOwner?

  init(plan: Plan, texts: Texts, names: RegisterNames? = nil, owner: RowOwner? = nil) {
    self.plan = plan
    self.texts = texts
    self.names = names ?? RegisterNames(language: texts.language)
    self.owner = owner
  }

  init(_ visit: RegisterVisit, texts: Texts, names: RegisterNames?) {
    self.init(plan: visit.plan, texts: texts, names: names, owner: visit.owner)
  }

  var planNames: PlanNames { PlanNames(plan: plan, texts: texts) }

  func title(of row: RegisterRow, in register: Register) -> String {
    names.title(of: row, in: register, plan: plan)
  }

  /// A field's name with its unit: `架设高度（m）`.
  func label(_ field: Field) -> String {
    let label = texts(field.label)
    guard let unit = field.unit else { return label }
    return texts("registers.labelWithUnit", ["label": label, "unit": texts(unit)])
  }

  /// A value as text, a flag in words, a number with its unit; empty for none.
  func text(_ value: FieldValue, of field: Field) -> String {
    if case .flag(let isSet) = value {
      return texts(isSet ? "registers.yes" : "registers.no")
    }
    let text = names.plainText(of: value, field, plan: plan)
    guard let unit = field.unit, value.number != nil else { return text }
    return "\(text) \(texts(unit))"
  }

  /// Where a row's page is, for whoever reads the page.
  func address(ofRow row: Int64, in register: Register) -> String {
    let list =
      owner.map { FirmAddress.ledger(register.id, of: $0.facility) }
      ?? RegisterAddress.list(register.id)
    return "\(list)/rows/\(row)"
  }

  /// - Parameter row: the row it stands in, for its photos.
  func shown(
    _ value: FieldValue, of field: Field, in register: Register, row: Int64
  ) -> ShownValue {
    var target = ""
    var isPhoto = false
    switch (field.kind, value) {
    case (.facility, .text(let id)) where names.facilities[id] != nil && owner == nil:
      target = "/facilities/\(LocalPath.encode(id))"
    case (.row(let other), .integer(let id)) where names.rows[other]?[id] != nil:
      target = RegisterAddress.row(id, of: other)
    case (.attachment, .text(let id)):
      target = address(ofRow: row, in: register) + "/files/\(field.id)"
      isPhoto = Int64(id).flatMap { names.attachments[$0] }?.mediaType.isPhoto ?? false
    default: break
    }
    return ShownValue(
      shownText: isPhoto
        ? texts("registers.photoOf", ["field": texts(field.label)])
        : text(value, of: field),
      isNothing: value == .null, isLinked: !target.isEmpty && !isPhoto, target: target,
      isPhoto: isPhoto)
  }

  /// Why a row was written: as a person wrote it, or as a part of Lantian says it by its code.
  func ground(_ why: String) -> String {
    let codes = ["offset.draw", "facility.merge", "facility.none", "facility.unsettle"]
    return codes.contains(why) ? texts("registers.ground-\(why.replacing(".", with: "-"))") : why
  }

  /// What is wrong with a field, and what to do.
  func fault(_ fault: FieldFault, in register: Register) -> String {
    let field = register.field(fault.field)
    var values = ["found": fault.found]
    values["least"] = field?.atLeast.map(\.description) ?? ""
    values["most"] = field?.atMost.map(\.description) ?? ""
    values["unit"] = field?.unit.map { texts($0) } ?? ""
    if case .row(let other)? = field?.kind {
      values["register"] = plan.register(other).map { texts($0.label) } ?? other
    }
    if let filter = field?.requiredWhen {
      values["when"] = FilterWording(register: register, plan: plan, texts: texts).text(filter)
    }
    var code = fault.code.rawValue
    if fault.code == .wrongKind { code += "-\(field?.kind.code ?? "text")" }
    if fault.code == .missing, field?.isRequired == false, field?.requiredWhen != nil {
      code = "required-when"
    }
    let key = "registers.fault-\(code)"
    let text = texts(key, values)
    return text == key ? "\(fault.found): \(fault.remedy)" : text
  }

  /// Units that keep a register, in words; empty for none.
  func keepers(of register: Register) -> String {
    plan.keepers(of: register).compactMap { planNames.unit($0) }
      .joined(separator: texts("layout.separator"))
  }
}

/// The addresses of registers' pages.
enum RegisterAddress {
  static let route = "registers/:id"
  static func list(_ register: String) -> String { "/registers/\(register)" }
  static func row(_ row: Int64, of register: String) -> String {
    "/registers/\(register)/rows/\(row)"
  }
}
