import Ledger

/// The names of a table that are to be registered, ready for its template.
struct FacilityNamesView: Sendable {
  let register: String
  let listHref: String
  let importHref: String
  let file: String
  let action: String
  let intro: String
  let problem: String
  let hasProblem: Bool
  let kinds: [FacilityChoice]
  let rows: [FacilityRowsView]
  let mayApply: Bool

  init(
    register: String, listHref: String, importHref: String, file: String, count: Int,
    kind: Facility.Kind, rows: FacilityRowsView, problem: String, isSound: Bool, texts: Texts
  ) {
    self.register = register
    self.listHref = listHref
    self.importHref = importHref
    self.file = file
    action = importHref + "/names"
    intro = texts("firms.namesIntro", ["file": file, "count": "\(count)"])
    self.problem = problem
    hasProblem = !problem.isEmpty
    kinds = FacilityChoice.kinds(kind, texts)
    self.rows = [rows]
    mayApply = isSound && !rows.isTooDoubtful
  }
}
