import ActionPlan
import Checks
import Ledger

/// Draws of a check, newest first, each with all that anyone needs to draw again.
struct DrawsView: Sendable {
  struct Line: Sendable {
    let subject: String
    let key: String
    let digest: String
    let inspectors: String
  }
  struct Step: Sendable {
    let words: String
  }
  struct Lot: Sendable {
    let action: String
    let seed: String
    let published: String
    let publisher: String
    let counts: String
    let note: String
    let hasNote: Bool
    let isOpen: Bool
    let drawn: String
    let lines: [Line]
    /// The page that anyone may open.
    let publicHref: String
    let steps: [Step]
    /// A script that draws again.
    let script: String
  }

  let title: String
  let clause: String
  let action: String
  let hasProblem: Bool
  let problem: String
  let mayDraw: Bool
  let lots: [Lot]
  let isEmpty: Bool
  /// For everybody: keys instead of names.
  let isPublic: Bool

  init(
    _ draws: [PublishedDraw], of check: Check, problem: String?, mayDraw: Bool,
    showsNames: Bool = true, texts: Texts, time: LocalTime
  ) {
    title = texts(check.label)
    clause = check.clause
    action = "/checks/\(check.id)/draws"
    hasProblem = problem != nil
    self.problem = problem ?? ""
    self.mayDraw = mayDraw
    let separator = texts("layout.separator")
    lots = draws.map { draw in
      Lot(
        action: "/checks/\(check.id)/draws/\(draw.id)", seed: draw.seed,
        published: time.second(draw.publishedAt), publisher: showsNames ? draw.publisher : "",
        counts: texts(
          "checks.counts", ["subjects": "\(draw.subjects)", "inspectors": "\(draw.inspectors)"]),
        note: draw.note, hasNote: !draw.note.isEmpty, isOpen: draw.drawn == nil,
        drawn: draw.drawn.map { time.second($0.at) + (showsNames ? " \($0.person)" : "") } ?? "",
        lines: (draw.drawn?.result.lines ?? []).map { line in
          Line(
            subject: showsNames ? line.subject.title : line.subject.key, key: line.subject.key,
            digest: line.digest,
            inspectors: line.inspectors.map { showsNames ? $0.title : $0.key }
              .joined(separator: separator))
        }, publicHref: "/draws/\(draw.id)",
        steps: (1...4).map { step in
          Step(
            words: texts(
              "checks.step\(step)",
              [
                "subjects": "\(draw.subjects)", "inspectors": "\(draw.inspectors)",
                "all": "\(draw.pool.subjects.count)", "people": "\(draw.pool.inspectors.count)",
              ]))
        }, script: DrawScript.text(of: draw))
    }
    isEmpty = lots.isEmpty
    isPublic = !showsNames
  }
}
