import ActionPlan
import Casework
import Ledger

/// Signs of gaming, ready for their template.
struct SignsView: Sendable {
  struct Tab: Sendable {
    let href: String
    let name: String
    let isChosen: Bool
  }
  struct Case: Sendable {
    let caseHref: String
    let caseNumber: String
  }
  struct Photo: Sendable {
    let photoHref: String
    let photoName: String
  }
  struct Line: Sendable {
    let anchor: String
    let kindName: String
    let who: String
    let grounds: String
    let excerpt: String
    let hasExcerpt: Bool
    let happened: Moment
    let cases: [Case]
    let photos: [Photo]
    let isJudged: Bool
    let verdictName: String
    let verdictClass: String
    let verdictNote: String
    let judgedBy: String
    let judgedAt: String
    let action: String
    let request: String
    let lineProblem: String
    let hasProblem: Bool
    let noteText: String
    let explainedChosen: Bool
    let followChosen: Bool
  }

  let tabs: [Tab]
  let kinds: [Tab]
  let kind: String
  let show: String
  let lines: [Line]
  let isEmpty: Bool
  let emptyText: String
  let noteLimit: String
  let nextHref: String
  let hasNext: Bool

  init(
    _ signs: [LoopSign], counts: [LoopSign.Kind: Int], query: SignQuery,
    people: [String: Account], names: PlanNames, problem: String, faulty: Int64?, unsent: String,
    time: LocalTime, now: Int
  ) {
    let texts = names.texts
    tabs = [true, false].map { isOpen in
      Tab(
        href: query.href(isOpen: isOpen), name: texts(isOpen ? "signs.open" : "signs.judged"),
        isChosen: isOpen == query.isOpen)
    }
    let all = counts.values.reduce(0, +)
    kinds =
      [
        Tab(
          href: query.href(kind: .some(nil)), name: "\(texts("signs.all")) \(all)",
          isChosen: query.kind == nil)
      ]
      + LoopSign.Kind.allCases.map { kind in
        Tab(
          href: query.href(kind: kind),
          name: "\(texts("signs.kind-\(kind.rawValue)")) \(counts[kind] ?? 0)",
          isChosen: kind == query.kind)
      }
    kind = query.kind?.rawValue ?? ""
    show = query.isOpen ? "open" : "judged"
    lines = signs.map { sign in
      Line(
        sign, people: people, names: names, problem: sign.id == faulty ? problem : "",
        unsent: sign.id == faulty ? unsent : "", time: time, now: now)
    }
    isEmpty = signs.isEmpty
    emptyText = texts(query.isOpen ? "signs.noneOpen" : "signs.noneJudged")
    noteLimit = "\(LoopSigns.noteLimit)"
    hasNext = signs.count == LoopSigns.pageLimit
    nextHref = query.href(before: signs.last?.id)
  }
}

extension SignsView.Line {
  init(
    _ sign: LoopSign, people: [String: Account], names: PlanNames, problem: String,
    unsent: String, time: LocalTime, now: Int
  ) {
    let texts = names.texts
    func name(_ actor: String) -> String {
      guard let account = people[actor] else { return actor }
      return [account.displayName, names.unit(account.unit)].compactMap(\.self)
        .joined(separator: " · ")
    }
    anchor = "sign-\(sign.id)"
    kindName = texts("signs.kind-\(sign.kind.rawValue)")
    who = name(sign.actor)
    grounds = Self.grounds(sign, texts)
    excerpt = sign.grounds["text"] ?? ""
    hasExcerpt = !excerpt.isEmpty
    happened = Moment(sign.lastAt, now: now, time: time, texts: texts)
    cases = sign.cases.map {
      SignsView.Case(caseHref: "/cases/\($0.id)", caseNumber: $0.number)
    }
    // The photo is of the case that was closed with it, the other of one of the rest.
    photos = zip(["photo", "other"], sign.cases.reversed()).compactMap { key, file in
      sign.grounds[key].map {
        SignsView.Photo(
          photoHref: "/cases/\(file.id)/photos/\($0)", photoName: texts("signs.\(key)"))
      }
    }
    let judgement = sign.judgement
    isJudged = judgement != nil
    verdictName = judgement.map { texts("signs.verdict-\($0.verdict.rawValue)") } ?? ""
    verdictClass = judgement?.verdict == .followUp ? "bad" : "good"
    verdictNote = judgement?.note ?? ""
    judgedBy = judgement.map { name($0.by) } ?? ""
    judgedAt = judgement.map { time.minute($0.at) } ?? ""
    action = "/loop/signs/\(sign.id)/judgement"
    request = RequestID.make()
    lineProblem = problem
    hasProblem = !problem.isEmpty
    noteText = unsent.isEmpty ? judgement?.note ?? "" : unsent
    explainedChosen = judgement?.verdict == .explained
    followChosen = judgement?.verdict == .followUp
  }

  private static func grounds(_ sign: LoopSign, _ texts: Texts) -> String {
    var values = sign.grounds
    for key in ["seconds", "left"] {
      if let seconds = values[key].flatMap({ Int($0) }) {
        values[key] = texts.duration(seconds: seconds)
      }
    }
    if let metres = values["metres"].flatMap({ Int($0) }) {
      values["kilometres"] = "\(metres / 1_000).\(metres % 1_000 / 100)"
    }
    if let permille = values["permille"].flatMap({ Int($0) }) {
      values["percent"] = "\(permille / 10)"
    }
    let variant: String =
      switch sign.kind {
      case .lastMinute: "-\(values["lacks"] ?? "visit")"
      case .tooFast: values["speed"] == nil ? "-at-once" : ""
      default: ""
      }
    return texts("signs.grounds-\(sign.kind.rawValue)\(variant)", values)
  }
}
