import ActionPlan
import Ledger

/// The page of doubtful facilities, ready for its template.
struct FacilityDoubtsView: Sendable {
  struct Candidate: Sendable {
    let id: String
    let href: String
    let name: String
    let about: String
    let why: String
    /// The only one: chosen beforehand.
    let isOnly: Bool
  }

  struct Row: Sendable {
    let href: String
    let text: String
  }

  struct Name: Sendable {
    let id: String
    let written: String
    let code: String
    let hasCode: Bool
    let source: String
    let when: Moment
    let rows: [Row]
    let candidates: [Candidate]
    let action: String
    let kinds: [FacilityChoice]
  }

  struct Side: Sendable {
    let id: String
    let href: String
    let name: String
    let about: String
  }

  struct Pair: Sendable {
    let key: String
    let one: Side
    let other: Side
    let why: String
  }

  /// What was settled, and can be taken back.
  struct Done: Sendable {
    let text: String
    let who: String
    let when: Moment
    let action: String
    let kept: String
    let other: String
  }

  let problem: String
  let hasProblem: Bool
  let isSettled: Bool
  let maySettle: Bool
  let waiting: String
  let names: [Name]
  let pairs: [Pair]
  let done: [Done]
  let isEmpty: Bool
  let isCut: Bool
  let cutText: String
  let places: [FacilityChoice]

  init(
    _ reading: FacilityDoubtReading, isSettled: Bool, maySettle: Bool, problem: String,
    wording: FacilityWording, time: LocalTime, now: Int
  ) {
    let texts = wording.texts
    let names = PlanNames(plan: wording.plan, texts: texts)
    let people = RowPeople(people: reading.people, names: names)
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.isSettled = isSettled
    self.maySettle = maySettle
    waiting = texts("facilities.doubtCount", ["count": "\(reading.waiting)"])
    let about = FacilityAbout(facilities: reading.facilities, wording: wording, names: names)
    self.names =
      isSettled
      ? []
      : reading.names.map {
        Self.name(
          $0, about, people: people, moment: Moment($0.doubt.at, now: now, time: time, texts: texts)
        )
      }
    pairs = reading.pairs.map { Self.pair($0, about) }
    done =
      isSettled
      ? Self.done(reading, about, people) { Moment($0, now: now, time: time, texts: texts) } : []
    isEmpty = self.names.isEmpty && pairs.isEmpty && done.isEmpty
    let shown = self.names.count + pairs.count
    isCut = !isSettled && shown < reading.waiting
    cutText = texts(
      "facilities.doubtsCut", ["shown": "\(shown)", "all": "\(reading.waiting)"])
    places = FacilityChoice.places(nil, names)
  }

  private static func name(
    _ name: FacilityDoubtReading.Name, _ about: FacilityAbout, people: RowPeople, moment: Moment
  ) -> Name {
    let (doubt, texts) = (name.doubt, about.wording.texts)
    func register(_ id: String) -> String {
      about.wording.plan.register(id).map { texts($0.label) } ?? id
    }
    return Name(
      id: doubt.facility, written: doubt.name, code: doubt.creditCode ?? "",
      hasCode: doubt.creditCode != nil,
      source: texts(
        "facilities.doubtSource",
        [
          "register": register(doubt.register), "file": doubt.file, "line": "\(doubt.line)",
          "who": people.name(doubt.actor),
        ]), when: moment,
      rows: name.rows.map { found in
        Row(
          href: RegisterAddress.row(found.row.id, of: found.register.id),
          text: "\(register(found.register.id)) #\(found.row.id)")
      },
      candidates: name.candidates.map { candidate in
        Candidate(
          id: candidate.facility, href: about.href(candidate.facility),
          name: about.name(candidate.facility), about: about.text(candidate.facility),
          why: about.wording.why(candidate.why), isOnly: name.candidates.count == 1)
      },
      action: "/facilities/doubts/\(doubt.facility)",
      kinds: FacilityChoice.kinds(name.kind, texts))
  }

  private static func pair(_ pair: FacilityDoubtReading.Pair, _ about: FacilityAbout) -> Pair {
    func side(_ id: String) -> Side {
      let counts = pair.counts[id] ?? (0, 0)
      let holds = about.wording.texts(
        "facilities.holds", ["rows": "\(counts.rows)", "devices": "\(counts.devices)"])
      return Side(
        id: id, href: about.href(id), name: about.name(id), about: "\(about.text(id)) · \(holds)")
    }
    return Pair(
      key: "\(pair.doubt.one)-\(pair.doubt.other)", one: side(pair.doubt.one),
      other: side(pair.doubt.other), why: about.wording.why(pair.doubt.why))
  }

  private static func done(
    _ reading: FacilityDoubtReading, _ about: FacilityAbout, _ people: RowPeople,
    _ moment: (Int) -> Moment
  ) -> [Done] {
    let texts = about.wording.texts
    let names = reading.names.compactMap { name -> (at: Int, Done)? in
      guard let settled = name.doubt.settled else { return nil }
      let text =
        switch settled.outcome {
        case .same(let id):
          texts("facilities.doneSame", ["name": name.doubt.name, "other": about.name(id)])
        case .new: texts("facilities.doneNew", ["name": name.doubt.name])
        case .none: texts("facilities.doneNone", ["name": name.doubt.name])
        }
      return (
        settled.at,
        Done(
          text: text, who: people.name(settled.actor), when: moment(settled.at),
          action: "/facilities/doubts/\(name.doubt.facility)", kept: "", other: "")
      )
    }
    let pairs = reading.judgements.map { judgement in
      (
        judgement.at,
        Done(
          text: texts(
            judgement.isSame ? "facilities.doneMerged" : "facilities.doneApart",
            ["name": about.name(judgement.other), "other": about.name(judgement.one)]),
          who: people.name(judgement.actor), when: moment(judgement.at),
          action: "/facilities/pairs", kept: judgement.one, other: judgement.other)
      )
    }
    return (names + pairs).sorted { $0.0 > $1.0 }.map(\.1)
  }
}

/// What tells a facility from others on one line.
struct FacilityAbout: Sendable {
  let facilities: [String: Facility]
  let wording: FacilityWording
  let names: PlanNames

  func name(_ id: String) -> String { facilities[id].map { wording.texts($0.name) } ?? id }

  func href(_ id: String) -> String { "/facilities/\(LocalPath.encode(id))" }

  /// Kind, place, credit code, id.
  func text(_ id: String) -> String {
    guard let facility = facilities[id] else { return id }
    return [
      wording.kind(facility.kind), names.place(facility.place), facility.creditCode, facility.id,
    ].compactMap(\.self).joined(separator: " · ")
  }
}
