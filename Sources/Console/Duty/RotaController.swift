import AirQuality
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The duty desk's rota, month by month.
struct RotaController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("rota", use: show)
    routes.post("rota", use: add)
    routes.post("rota/:id/removal", use: remove)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    let parameters = request.uri.queryParameters
    func count(_ name: String) -> Int? { parameters.get(name).flatMap { Int($0) } }
    var done = ""
    if let added = count("added"), let known = count("known"), let removed = count("removed") {
      done = pages.texts(context)(
        "duty.imported", ["added": "\(added)", "known": "\(known)", "removed": "\(removed)"])
    }
    return try await page(RotaMonth(parameters.get("month")), context, done: done)
  }

  /// One turn, or one for each day of a span.
  @Sendable func add(request: Request, context: SignedInContext) async throws -> Response {
    guard Policy.may(context.account, .editRota) else { throw PageError.forbidden }
    let form = context.visit.form
    let month = RotaMonth(form.text("month"))
    guard let first = form.text("day").flatMap({ CalendarDay($0) }),
      let account = form.integer("account").map(Int64.init),
      let part = form.text("part").flatMap({ RotaTurn.Part(rawValue: $0) })
    else {
      return try await page(month, context, problem: pages.texts(context)("duty.day"))
    }
    let last = form.text("through").flatMap { CalendarDay($0) } ?? first
    guard last >= first, last.dayNumber - first.dayNumber < 62 else {
      return try await page(month, context, problem: pages.texts(context)("duty.span"))
    }
    let offset = pages.time.utcOffsetSeconds
    return try await change(month, context) { actor, now, db in
      for number in first.dayNumber...last.dayNumber {
        try Rota.add(
          account, on: CalendarDay(dayNumber: number), part: part, utcOffsetSeconds: offset,
          by: actor, at: now, in: db)
      }
    }
  }

  @Sendable func remove(request: Request, context: SignedInContext) async throws -> Response {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    return try await change(RotaMonth(context.visit.form.text("month")), context) {
      actor, now, db in
      try Rota.remove(id, by: actor, at: now, in: db)
    }
  }

  private func change(
    _ month: RotaMonth?, _ context: SignedInContext,
    _ body: @escaping @Sendable (_ by: Actor, _ now: Int, _ db: Database) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, .editRota) else { throw PageError.forbidden }
    let (actor, now) = (Actor.account(context.account.id), subjects.now())
    do {
      try await subjects.ledger.write { db in try body(actor, now, db) }
      return .redirect(to: "/rota" + (month.map { "?month=\($0)" } ?? ""), type: .normal)
    } catch let refusal as RotaRefusal {
      return try await page(
        month, context, problem: pages.texts(context)("duty.\(refusal.rawValue)"))
    }
  }

  /// - Parameters:
  ///   - faults: lines of a sheet that was not taken.
  ///   - done: what an import did.
  func page(
    _ month: RotaMonth?, _ context: SignedInContext, problem: String = "", faults: [String] = [],
    done: String = ""
  ) async throws -> Response {
    guard Policy.may(context.account, .viewRota) else { throw PageError.forbidden }
    let now = subjects.now()
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: pages.time.utcOffsetSeconds)
    let month = month ?? RotaMonth(of: today)
    let (turns, accounts) = try await subjects.ledger.read { db in
      (
        try Rota.turns(from: "\(month.first)", through: "\(month.last)", in: db),
        try Accounts.list(in: db)
      )
    }
    let texts = pages.texts(context)
    let view = RotaView(
      turns, month: month, today: today, accounts: accounts, problem: problem,
      faults: faults, done: done,
      mayEdit: Policy.may(context.account, .editRota), texts: texts, now: now)
    return pages.show(
      "duty/rota", view, title: texts("duty.rota"), context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

/// A month of the calendar, `2026-06`.
struct RotaMonth: Sendable, CustomStringConvertible {
  let first: CalendarDay

  init(of day: CalendarDay) {
    first = CalendarDay(year: day.year, month: day.month, day: 1)
  }

  /// - Returns: nil where it is none.
  init?(_ text: String?) {
    guard let text, let day = CalendarDay("\(text)-01"), (1970...9998).contains(day.year) else {
      return nil
    }
    first = day
  }

  var last: CalendarDay {
    first.adding(days: CalendarDay.dayCount(ofMonth: first.month, in: first.year) - 1)
  }
  var before: RotaMonth { RotaMonth(of: first.adding(days: -1)) }
  var after: RotaMonth { RotaMonth(of: last.adding(days: 1)) }
  var description: String { String("\(first)".dropLast(3)) }
}

struct RotaView: Sendable {
  struct Turn: Sendable {
    let id: String
    let name: String
    let partText: String
    let isNow: Bool
  }
  struct Day: Sendable {
    let date: String
    let dateText: String
    let isToday: Bool
    let isOutside: Bool
    let turns: [Turn]
  }

  let problem: String
  let hasProblem: Bool
  let faults: [String]
  let done: String
  let hasDone: Bool
  let month: String
  let beforeHref: String
  let afterHref: String
  let days: [Day]
  let weekdays: [String]
  let nowText: String
  let mayEdit: Bool
  let people: [AccountChoice]
  let parts: [AccountChoice]
  let today: String

  init(
    _ turns: [RotaTurn], month: RotaMonth, today: CalendarDay, accounts: [Account],
    problem: String, faults: [String], done: String, mayEdit: Bool, texts: Texts, now: Int
  ) {
    let names = Dictionary(uniqueKeysWithValues: accounts.map { ($0.id, $0.displayName) })
    let byDay = Dictionary(grouping: turns, by: \.day)
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.faults = faults
    self.done = done
    hasDone = !done.isEmpty
    self.month = "\(month)"
    beforeHref = "/rota?month=\(month.before)"
    afterHref = "/rota?month=\(month.after)"
    let start = month.first.adding(days: 1 - month.first.weekday)
    let end = month.last.adding(days: 7 - month.last.weekday)
    days = (start.dayNumber...end.dayNumber).map { number in
      let day = CalendarDay(dayNumber: number)
      return Day(
        date: "\(day)", dateText: "\(day.day) \(texts("duty.weekday-\(day.weekday)"))",
        isToday: day == today, isOutside: day < month.first || day > month.last,
        turns: (byDay["\(day)"] ?? []).map { turn in
          Turn(
            id: "\(turn.id)", name: names[turn.account] ?? "",
            partText: turn.part == .whole ? "" : texts("duty.part-\(turn.part.rawValue)"),
            isNow: (turn.from..<turn.until).contains(now))
        })
    }
    weekdays = (1...7).map { texts("duty.weekday-\($0)") }
    let present = turns.filter { ($0.from..<$0.until).contains(now) }
      .compactMap { names[$0.account] }
    nowText =
      present.isEmpty
      ? texts("duty.nobody")
      : texts("duty.onDuty", ["names": present.joined(separator: texts("layout.separator"))])
    self.mayEdit = mayEdit
    people = accounts.filter { $0.isEnabled && $0.roles.contains(.duty) }.map {
      AccountChoice(value: "\($0.id)", name: $0.displayName, isChosen: false)
    }
    parts = RotaTurn.Part.allCases.map {
      AccountChoice(value: $0.rawValue, name: texts("duty.part-\($0.rawValue)"), isChosen: false)
    }
    self.today = "\(today)"
  }
}
