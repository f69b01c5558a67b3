import ActionPlan
import Ledger

/// Rows of a list of facilities with what each means, ready for its template.
struct FacilityRowsView: Sendable {
  struct Like: Sendable {
    let href: String
    let name: String
    let about: String
    let why: String
    let isLinked: Bool
  }

  struct Choice: Sendable {
    let value: String
    let text: String
    let isChosen: Bool
  }

  struct Difference: Sendable {
    let what: String
    let before: String
    let after: String
    let hasBefore: Bool
  }

  struct Line: Sendable {
    let line: String
    let name: String
    let about: String
    let meaning: String
    let tone: String
    let isDoubtful: Bool
    let field: String
    let asks: Bool
    let choices: [Choice]
    let likes: [Like]
    let differences: [Difference]
  }

  /// Rows that a form can ask of, and rows that are shown at once.
  static let askLimit = 60
  static let limit = 300

  let lines: [Line]
  let hasLines: Bool
  /// Doubtful rows for which the form has no room.
  let isTooDoubtful: Bool
  let moreDoubtful: String
  let shown: String

  init(
    _ preview: FacilityPreview, facilities: [String: Facility],
    answers: [Int: FacilityListAnswer], wording: FacilityWording
  ) {
    let texts = wording.texts
    let about = FacilityAbout(
      facilities: facilities, wording: wording,
      names: PlanNames(plan: wording.plan, texts: texts))
    let differing = preview.rows.filter { !$0.isSame }
    let sorted = differing.enumerated().sorted {
      (Self.rank($0.element), $0.offset) < (Self.rank($1.element), $1.offset)
    }.map(\.element)
    var asked = 0
    let earlier = Dictionary(
      preview.rows.map { ($0.draft.line, $0.draft.name) }, uniquingKeysWith: { one, _ in one })
    lines = sorted.prefix(Self.limit).map { row in
      let asks = !row.likenesses.isEmpty && asked < Self.askLimit
      if asks { asked += 1 }
      return Self.line(row, asks: asks, answer: answers[row.draft.line], earlier, about)
    }
    hasLines = !lines.isEmpty
    let rest = preview.doubtful.count - Self.askLimit
    isTooDoubtful = rest > 0
    moreDoubtful = texts("firms.tooDoubtful", ["count": "\(max(rest, 0))"])
    shown = texts(
      "firms.rowsShown", ["shown": "\(lines.count)", "all": "\(differing.count)"])
  }

  private static func rank(_ row: FacilityListRow) -> Int {
    switch row.meaning {
    case .doubtful: 0
    case .new where !row.likenesses.isEmpty: 1
    case .known: row.likenesses.isEmpty ? 2 : 1
    case .spelling: 1
    case .new: 3
    }
  }

  private static func line(
    _ row: FacilityListRow, asks: Bool, answer: FacilityListAnswer?, _ earlier: [Int: String],
    _ about: FacilityAbout
  ) -> Line {
    let (draft, texts) = (row.draft, about.wording.texts)
    let (meaning, tone): (String, String) =
      switch row.meaning {
      case .new: (texts("firms.isNew"), "info")
      case .known(let id): (texts("firms.isKnown", ["name": about.name(id)]), "plain")
      case .spelling(let line):
        (texts("firms.isSpelling", ["name": earlier[line] ?? "\(line)"]), "plain")
      case .doubtful: (texts("firms.isDoubtful"), "warn")
      }
    let likes = row.likenesses.map { like -> Like in
      switch like.other {
      case .facility(let id):
        Like(
          href: about.href(id), name: about.name(id), about: about.text(id),
          why: about.wording.why(like.why), isLinked: true)
      case .row(let line):
        Like(
          href: "", name: earlier[line] ?? "", about: texts("firms.inRow", ["line": "\(line)"]),
          why: about.wording.why(like.why), isLinked: false)
      }
    }
    return Line(
      line: texts("firms.line", ["line": "\(draft.line)"]), name: draft.name,
      about: [
        draft.kind.map(about.wording.kind), about.names.place(draft.place), draft.creditCode,
        draft.position.map(CaseView.text),
      ].compactMap(\.self).joined(separator: " · "),
      meaning: meaning, tone: tone, isDoubtful: row.meaning == .doubtful,
      field: "row-\(draft.line)", asks: asks, choices: choices(row, answer, likes, texts),
      likes: likes,
      differences: row.differences.map { difference in
        Difference(
          what: texts("firms.change-\(difference.what.rawValue)"),
          before: shown(difference.old, difference.what, about),
          after: shown(difference.new, difference.what, about),
          hasBefore: !difference.old.isEmpty)
      })
  }

  private static func choices(
    _ row: FacilityListRow, _ answer: FacilityListAnswer?, _ likes: [Like], _ texts: Texts
  ) -> [Choice] {
    guard !likes.isEmpty else { return [] }
    let others = zip(row.likenesses, likes).map { like, view -> Choice in
      let (value, isChosen): (String, Bool) =
        switch like.other {
        case .facility(let id): ("is-\(id)", answer == .facility(id))
        case .row(let line): ("as-\(line)", answer == .row(line))
        }
      return Choice(
        value: value, text: texts("firms.isThat", ["name": view.name, "about": view.about]),
        isChosen: isChosen)
    }
    let new = Choice(
      value: "new", text: texts("firms.isOther"),
      isChosen: row.meaning == .new || answer == .new)
    return others + [new]
  }

  private static func shown(
    _ value: String, _ what: FacilityListRow.Difference.What, _ about: FacilityAbout
  ) -> String {
    switch what {
    case .kind: Facility.Kind(rawValue: value).map(about.wording.kind) ?? value
    case .place: about.names.place(value.isEmpty ? nil : value) ?? ""
    case .name, .nameEn, .creditCode, .position, .alias: value
    }
  }
}
