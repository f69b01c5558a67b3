public import ActionPlan
public import Ledger
public import Sheets

/// What is wrong with a table that was to be imported, in a reader's language: on pages and for
/// commands.
public struct ImportWording: Sendable {
  /// Of a table of a register's rows.
  private let rows: (register: Register, wording: RegisterWording)?
  private let texts: Texts

  init(register: Register, wording: RegisterWording) {
    rows = (register, wording)
    texts = wording.texts
  }

  /// For tables of something else.
  init(texts: Texts) {
    rows = nil
    self.texts = texts
  }

  /// For commands, with the texts that the pages use.
  ///
  /// - Throws: `Catalogue.Fault`.
  public init(register: Register, plan: Plan, language: Language) throws {
    let catalogue = try Catalogue(folder: ConsoleResources.folder("Texts"))
    self.init(
      register: register,
      wording: RegisterWording(plan: plan, texts: catalogue.texts(in: language)))
  }

  public func found(_ fault: ImportFault) -> String { texts(fault.foundWords) }

  public func remedy(_ fault: ImportFault) -> String {
    guard let rows, let fieldFault = fault.fieldFault else { return texts(fault.remedyWords) }
    return remedy(fieldFault, rows.register, rows.wording)
  }

  /// Of a value that may not stand in its field. Where a form offers a list, a table cannot.
  private func remedy(
    _ fault: FieldFault, _ register: Register, _ wording: RegisterWording
  ) -> String {
    let key = "imports.fault-\(fault.code.rawValue)"
    var values = ["found": fault.found]
    switch register.field(fault.field)?.kind {
    case .choice(let choices):
      values["choices"] = listed(choices.map(\.label))
    case .place: values["choices"] = listed(wording.plan.places.map(\.label))
    case .unit: values["choices"] = listed(wording.plan.units.map(\.label))
    case .row(let other):
      values["register"] = wording.plan.register(other).map { texts($0.label) } ?? other
    default: break
    }
    let text = texts(key, values)
    // What a form says of the kind is closer than what is said of all kinds.
    guard text == key || fault.code == .wrongKind else { return text }
    let ofForm = wording.fault(fault, in: register)
    return ofForm == "\(fault.found): \(fault.remedy)" ? text : ofForm
  }

  private func listed(_ labels: [Label]) -> String {
    let shown = labels.prefix(12).map { texts($0) }.joined(separator: texts("layout.separator"))
    return labels.count > 12 ? shown + " …" : shown
  }

  /// One line of a command's answer.
  public func line(_ fault: ImportFault) -> String {
    let sheet = fault.sheet.map { texts("imports.inSheet", ["sheet": $0]) } ?? ""
    let column = fault.column.map { texts("imports.inColumn", ["column": $0]) } ?? ""
    return texts(
      "imports.line",
      [
        "file": fault.file, "line": "\(fault.line)", "place": sheet + column,
        "found": found(fault), "remedy": remedy(fault),
      ])
  }

  /// Of a file that is no table.
  public func line(_ error: SheetError) -> String {
    let reason = Label(zh: error.reason.zh, en: error.reason.en)
    guard let place = error.place else {
      return texts("imports.fileLine", ["file": error.path, "reason": texts(reason)])
    }
    let sheet = place.sheet.map { texts("imports.inSheet", ["sheet": $0]) } ?? ""
    let column = place.column.map { texts("imports.inColumn", ["column": $0]) } ?? ""
    return texts(
      "imports.placeLine",
      [
        "file": error.path, "line": "\(place.row)", "place": sheet + column,
        "reason": texts(reason),
      ])
  }

  /// A text of the catalogue's group `imports`.
  public func text(_ key: String, _ values: [String: String] = [:]) -> String {
    texts("imports.\(key)", values)
  }

  public func text(_ label: Label) -> String { texts(label) }
}
