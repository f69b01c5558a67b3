import ActionPlan
import Ledger

/// The plan's checks that the account may ask.
struct CheckListView: Sendable {
  struct Line: Sendable {
    let href: String
    let title: String
    let about: String
    let clause: String
  }

  let lines: [Line]
  let isEmpty: Bool

  init(_ checks: [Check], vetoes: [Veto], texts: Texts) {
    let asked = checks.map { check in
      let page = if case .draw = check.kind { "/draws" } else { "" }
      return Line(
        href: "/checks/\(check.id)\(page)", title: texts(check.label),
        about: texts("checks.about-\(check.kind.word)"), clause: check.clause)
    }
    let barred = vetoes.prefix(1).map { veto in
      Line(
        href: "/checks/veto", title: texts("veto.title"), about: texts("veto.more"),
        clause: veto.clause)
    }
    lines = asked + barred
    isEmpty = lines.isEmpty
  }
}
