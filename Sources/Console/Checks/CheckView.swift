import ActionPlan
import Checks
import Ledger

/// A check's page: the question, its answer with every ground, and what the check keeps.
struct CheckView: Sendable {
  struct Choice: Sendable {
    let value: String
    let text: String
    let isChosen: Bool
  }
  struct Entry: Sendable {
    let name: String
    let label: String
    let value: String
    let isRequired: Bool
    let isChoice: Bool
    let choices: [Choice]
    /// Chosen on the map or typed as degrees.
    let isPosition: Bool
    let longitude: String
    let latitude: String
    let isText: Bool
    /// For the next vehicle.
    let isNext: Bool
  }
  struct Ground: Sendable {
    let tone: String
    let weight: String
    let text: String
  }
  struct Answer: Sendable {
    let tone: String
    let word: String
    let subject: String
    let grounds: [Ground]
    /// Town and control zones of a position.
    let whereabouts: String
    let hasWhereabouts: Bool
  }
  struct Passed: Sendable {
    let time: String
    let subject: String
    let word: String
    let tone: String
    let why: String
  }

  let title: String
  let about: String
  let clause: String
  let action: String
  /// To print labels.
  let hasLabels: Bool
  /// To publish a seed and to draw.
  let hasDraws: Bool
  let entries: [Entry]
  let hasProblem: Bool
  let problem: String
  let answers: [Answer]
  let passed: [Passed]
  let hasPassed: Bool
  let mayDrawOffset: Bool
  /// What was asked, for the forms that draw and give back.
  let asked: [Choice]
  let hasMap: Bool
  /// Of the next question, so that a page loaded again writes nothing down twice.
  let request: String
}

/// What a check's page is made of.
struct CheckReading: Sendable {
  var answer: CheckAnswer?
  var problem: String?
  var passed: [RegisterRow] = []
  var sites: [(value: String, text: String)] = []
}

extension CheckView {
  init(
    _ reading: CheckReading, input: [String: String], wording: CheckWording, mayWork: Bool,
    time: LocalTime, now: Int
  ) {
    let (check, texts) = (wording.check, wording.texts)
    title = texts(check.label)
    about = texts("checks.about-\(check.kind.word)")
    clause = check.clause
    action = "/checks/\(check.id)"
    if case .label = check.kind { hasLabels = true } else { hasLabels = false }
    if case .draw = check.kind { hasDraws = true } else { hasDraws = false }
    // At a gate the next vehicle waits; what was not understood stays to be corrected.
    let isDone = reading.answer != nil && reading.problem == nil
    entries = CheckRunner.keys(of: check).map {
      Self.entry($0, input, wording, sites: reading.sites, isAnswered: isDone)
    }
    hasMap = entries.contains(where: \.isPosition)
    request = RequestID.make()
    hasProblem = reading.problem != nil
    problem = reading.problem ?? ""
    answers = reading.answer.map { [Self.answer($0, input, wording)] } ?? []
    passed = Self.passed(reading.passed, wording, time: time, now: now)
    hasPassed = !passed.isEmpty
    var hasOffsets = false
    if case .admission(let admission) = check.kind { hasOffsets = admission.offsets != nil }
    let codes = Set(reading.answer?.reasons.map(\.code) ?? [])
    mayDrawOffset =
      mayWork && hasOffsets && input["project"] != nil
      && !codes.isDisjoint(with: ["offset-due", "offset-drawn"])
    asked = input.sorted { $0.key < $1.key }.map {
      Choice(value: $0.key, text: $0.value, isChosen: false)
    }
  }

  private static func entry(
    _ key: CheckInputKey, _ input: [String: String], _ wording: CheckWording,
    sites: [(value: String, text: String)], isAnswered: Bool
  ) -> Entry {
    let isNext = key.name == "subject" && isAnswered
    let value = isNext ? "" : input[key.name] ?? ""
    var options: [(value: String, text: String)] = []
    let texts = wording.texts
    if key.name == "trade" {
      options = wording.plan.trades.map { ($0.id, texts($0.label)) }
    } else if key.name == "place" {
      options = wording.plan.places.map { ($0.id, texts($0.label)) }
    } else if key.name == "site" {
      options = sites
    } else if key.name.hasPrefix("is.") {
      options = [("no", texts("checks.no")), ("yes", texts("checks.yes"))]
    }
    let isPosition = key.name == "position"
    let degrees = value.split(whereSeparator: { " ,，".contains($0) }).map(String.init)
    return Entry(
      name: key.name, label: wording.label(of: key.name), value: value,
      isRequired: key.isRequired, isChoice: !options.isEmpty,
      choices: options.map { Choice(value: $0.value, text: $0.text, isChosen: $0.value == value) },
      isPosition: isPosition, longitude: isPosition ? degrees.first ?? "" : "",
      latitude: isPosition ? degrees.dropFirst().joined(separator: " ") : "",
      isText: options.isEmpty && !isPosition, isNext: isNext)
  }

  private static func answer(
    _ answer: CheckAnswer, _ input: [String: String], _ wording: CheckWording
  ) -> Answer {
    let whereabouts = wording.whereabouts(answer, input)
    return Answer(
      tone: wording.tone(answer.code), word: wording.answer(answer.code),
      subject: input["project"]
        ?? (input["subject"] ?? input["plate"] ?? input["code"]).map(PlainCode.of) ?? "",
      grounds: answer.reasons.map { reason in
        Ground(
          tone: wording.tone(reason.weight),
          weight: wording.texts("checks.weight-\(reason.weight.rawValue)"),
          text: wording.reason(reason))
      }, whereabouts: whereabouts, hasWhereabouts: !whereabouts.isEmpty)
  }

  private static func passed(
    _ rows: [RegisterRow], _ wording: CheckWording, time: LocalTime, now: Int
  ) -> [Passed] {
    guard case .gate(let gate) = wording.check.kind, let log = gate.log else { return [] }
    return rows.map { row in
      let code = row[log.answer].text ?? ""
      return Passed(
        time: row[log.at].instant.map { time.short($0, now: now) } ?? "",
        subject: row[log.subject].text ?? "", word: wording.answer(code),
        tone: wording.tone(code), why: log.why.flatMap { row[$0].text } ?? "")
    }
  }
}
