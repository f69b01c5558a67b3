import ActionPlan
import AirQuality
import Ledger

/// The page of a bulk change: which rows, which field, what it will do.
struct BulkView: Sendable {
  struct Option: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  struct Line: Sendable {
    let href: String
    let title: String
    let before: ShownValue
    let after: ShownValue
    let fault: String
    let isFaulty: Bool
  }

  struct Hidden: Sendable {
    let name: String
    let value: String
  }

  /// Changes shown before they are made; all that are at fault stand among them.
  static let shownLimit = 50

  let register: String
  let listHref: String
  let action: String
  let targetText: String
  /// Why there is nothing to change here.
  let barred: String
  let isBarred: Bool
  let targets: String
  let given: [Hidden]
  let fields: [Option]
  let fieldID: String
  let input: RowInputView?
  let hasInput: Bool
  let why: String
  let problem: String
  let hasProblem: Bool
  let isPreview: Bool
  let typed: [Hidden]
  let lines: [Line]
  let previewText: String
  let moreText: String
  let mayApply: Bool

  /// What a preview shows.
  struct Preview: Sendable {
    let rows: [RegisterRow]
    let change: BulkChange
    let faults: [BulkChange.Fault]
  }

  init(
    _ visit: RegisterVisit, targets: [BulkChange.Target], barred: String = "",
    given: [(name: String, value: String)] = [], field: Field?, form: RowForm = RowForm(),
    why: String = "", problem: String = "", preview: Preview? = nil, wording: RegisterWording
  ) {
    let (register, texts) = (visit.register, wording.texts)
    self.register = texts(register.label)
    listHref = RegisterAddress.list(register.id)
    action = listHref + "/bulk"
    targetText = texts("registers.bulkTarget", ["count": "\(targets.count)"])
    self.barred = barred
    isBarred = !barred.isEmpty
    self.targets = BulkChange.write(targets)
    self.given = given.map { Hidden(name: $0.name, value: $0.value) }
    fields = Self.fields(of: register).map {
      Option(value: $0.id, name: texts($0.label), isChosen: $0.id == field?.id)
    }
    fieldID = field?.id ?? ""
    input = field.map {
      RowInputView($0, form, in: register, row: nil, wording: wording, conflict: nil)
    }
    hasInput = field != nil
    self.why = why
    self.problem = problem
    hasProblem = !problem.isEmpty
    isPreview = preview != nil
    typed = form.typed.sorted { $0.key < $1.key }.map { Hidden(name: $0.key, value: $0.value) }
    let lines = preview.map { Self.lines($0, register, wording) } ?? []
    self.lines = Array(lines.prefix(Self.shownLimit))
    let changing = preview?.changing.count ?? 0
    let faulty = preview?.faults.count ?? 0
    previewText = texts(
      faulty > 0 ? "registers.bulkFaulty" : "registers.bulkPreview",
      [
        "changed": "\(changing)", "same": "\(targets.count - changing)", "faults": "\(faulty)",
      ])
    let hidden = lines.count - Self.shownLimit
    moreText = hidden > 0 ? texts("registers.bulkMore", ["count": "\(hidden)"]) : ""
    mayApply = faulty == 0 && changing > 0
  }

  /// Fields of which many rows may have the same.
  static func fields(of register: Register) -> [Field] {
    register.fields.filter { $0.kind != .position && $0.kind != .attachment }
  }

  private static func lines(
    _ preview: Preview, _ register: Register, _ wording: RegisterWording
  ) -> [Line] {
    let faults = Dictionary(preview.faults.map { ($0.row, $0.error) }) { first, _ in first }
    let change = preview.change
    let lines = preview.changing.map { row in
      let error = faults[row.id]
      return Line(
        href: RegisterAddress.row(row.id, of: register.id),
        title: wording.title(of: row, in: register),
        before: wording.shown(row[change.field.id], of: change.field, in: register, row: row.id),
        after: wording.shown(change.value, of: change.field, in: register, row: row.id),
        fault: error.map { wording.problem($0, in: register) } ?? "", isFaulty: error != nil)
    }
    return lines.filter(\.isFaulty) + lines.filter { !$0.isFaulty }
  }
}

extension BulkView.Preview {
  /// Rows that will differ, or are at fault.
  var changing: [RegisterRow] {
    let faulty = Set(faults.map(\.row))
    return rows.filter { $0[change.field.id] != change.value || faulty.contains($0.id) }
  }
}
