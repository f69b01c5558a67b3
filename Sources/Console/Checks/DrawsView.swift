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
  struct Lot: Sendable {
    let action: String
    let seed: String
    let published: String
    let publisher: String
    let counts: String
    let note: String
    let isOpen: Bool
    let drawn: String
    let lines: [Line]
    /// Every key that could be drawn, one a line.
    let subjects: String
    let inspectors: String
  }

  let title: String
  let clause: String
  let action: String
  let hasProblem: Bool
  let problem: String
  let mayDraw: Bool
  let lots: [Lot]
  let isEmpty: Bool

  init(
    _ draws: [PublishedDraw], of check: Check, problem: String?, mayDraw: Bool, texts: Texts,
    time: LocalTime
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
        published: time.second(draw.publishedAt), publisher: draw.publisher,
        counts: texts(
          "checks.counts", ["subjects": "\(draw.subjects)", "inspectors": "\(draw.inspectors)"]),
        note: draw.note, isOpen: draw.drawn == nil,
        drawn: draw.drawn.map { "\(time.second($0.at)) \($0.person)" } ?? "",
        lines: (draw.drawn?.result.lines ?? []).map { line in
          Line(
            subject: line.subject.title, key: line.subject.key, digest: line.digest,
            inspectors: line.inspectors.map(\.title).joined(separator: separator))
        },
        subjects: draw.pool.subjects.map(\.key).joined(separator: "\n"),
        inspectors: draw.pool.inspectors.map(\.key).joined(separator: "\n"))
    }
    isEmpty = lots.isEmpty
  }
}
