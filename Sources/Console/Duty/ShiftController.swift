import AirQuality
import GRDB
import HTTPTypes
import Hummingbird
import Ledger

/// The shift log, and handing the desk over.
struct ShiftController {
  let subjects: ConsoleSubjects
  let pages: Pages

  func addRoutes(to routes: some RouterMethods<SignedInContext>) {
    routes.get("shift", use: show)
    routes.post("shift", use: write)
    routes.post("shift/hand-overs", use: handOver)
    routes.post("shift/hand-overs/:id/signature", use: take)
  }

  @Sendable func show(request: Request, context: SignedInContext) async throws -> Response {
    try await page(request.uri.queryParameters.get("day").flatMap { CalendarDay($0) }, context)
  }

  @Sendable func write(request: Request, context: SignedInContext) async throws -> Response {
    let text = context.visit.form.text("text") ?? ""
    return try await change(context) { account, now, db in
      try ShiftLog.write(text, by: account, at: now, in: db)
    }
  }

  @Sendable func handOver(request: Request, context: SignedInContext) async throws -> Response {
    let form = context.visit.form
    let (note, other) = (form.text("note") ?? "", form.integer("to").map(Int64.init) ?? 0)
    return try await change(context) { account, now, db in
      try ShiftLog.handOver(to: other, note: note, by: account, at: now, in: db)
    }
  }

  @Sendable func take(request: Request, context: SignedInContext) async throws -> Response {
    guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
      throw PageError.notFound
    }
    let plan = subjects.plan
    return try await change(context) { account, now, db in
      try ShiftLog.take(id, by: account, plan: plan, at: now, in: db)
    }
  }

  private func change(
    _ context: SignedInContext,
    _ body: @escaping @Sendable (_ account: Int64, _ now: Int, _ db: Database) throws -> Void
  ) async throws -> Response {
    guard Policy.may(context.account, .writeShiftLog) else { throw PageError.forbidden }
    let (account, now) = (context.account.id, subjects.now())
    do {
      try await subjects.ledger.write { db in try body(account, now, db) }
      return .redirect(to: "/shift", type: .normal)
    } catch let refusal as RotaRefusal {
      return try await page(nil, context, problem: pages.texts(context)("duty.\(refusal.rawValue)"))
    }
  }

  private func page(
    _ day: CalendarDay?, _ context: SignedInContext, problem: String = ""
  ) async throws -> Response {
    guard Policy.may(context.account, .viewRota) else { throw PageError.forbidden }
    let (now, offset) = (subjects.now(), pages.time.utcOffsetSeconds)
    let today = CalendarDay(ofEpoch: now, utcOffsetSeconds: offset)
    let day = min(day ?? today, today)
    let start = day.dayNumber * 86_400 - offset
    let reading = try await subjects.ledger.read { db in
      ShiftReading(
        entries: try ShiftLog.entries(in: start..<start + 86_400, in: db),
        handOvers: try ShiftLog.handOvers(in: start..<start + 86_400, in: db),
        onDuty: try Rota.onDuty(at: now, in: db), accounts: try Accounts.list(in: db))
    }
    let texts = pages.texts(context)
    let view = ShiftView(
      reading, day: day, today: today, account: context.account, problem: problem, texts: texts,
      time: pages.time, now: now)
    return pages.show(
      "duty/shift", view, title: texts("duty.shift"), context: context,
      status: problem.isEmpty ? .ok : .unprocessableContent)
  }
}

struct ShiftReading: Sendable {
  let entries: [ShiftEntry]
  let handOvers: [HandOver]
  let onDuty: [Account]
  let accounts: [Account]
}

struct ShiftView: Sendable {
  struct Entry: Sendable {
    let who: String
    let text: String
    let written: Moment
  }
  struct HandOverLine: Sendable {
    let id: String
    let people: String
    let note: String
    let handed: Moment
    let takenText: String
    let isTaken: Bool
    /// The reader is who takes over.
    let isMine: Bool
  }

  let problem: String
  let hasProblem: Bool
  let day: String
  let beforeHref: String
  let afterHref: String
  let isToday: Bool
  let nowText: String
  let entries: [Entry]
  let hasNoEntries: Bool
  let handOvers: [HandOverLine]
  let hasHandOvers: Bool
  let mayWrite: Bool
  let people: [AccountChoice]

  init(
    _ reading: ShiftReading, day: CalendarDay, today: CalendarDay, account: Account,
    problem: String, texts: Texts, time: LocalTime, now: Int
  ) {
    let names = Dictionary(
      uniqueKeysWithValues: reading.accounts.map { ($0.id, $0.displayName) })
    self.problem = problem
    hasProblem = !problem.isEmpty
    self.day = "\(day)"
    beforeHref = "/shift?day=\(day.adding(days: -1))"
    afterHref = "/shift?day=\(day.adding(days: 1))"
    isToday = day == today
    let present = reading.onDuty.map(\.displayName)
    nowText =
      present.isEmpty
      ? texts("duty.nobody")
      : texts("duty.onDuty", ["names": present.joined(separator: texts("layout.separator"))])
    entries = reading.entries.map {
      Entry(
        who: names[$0.account] ?? "", text: $0.text,
        written: Moment($0.at, now: now, time: time, texts: texts))
    }
    hasNoEntries = entries.isEmpty
    let mayWrite = Policy.may(account, .writeShiftLog)
    handOvers = reading.handOvers.map { handOver in
      HandOverLine(
        id: "\(handOver.id)",
        people: texts(
          "duty.fromTo", ["from": names[handOver.from] ?? "", "to": names[handOver.to] ?? ""]),
        note: handOver.note,
        handed: Moment(handOver.handedAt, now: now, time: time, texts: texts),
        takenText: handOver.takenAt.map { texts("duty.takenAt", ["time": time.minute($0)]) }
          ?? texts("duty.waits"),
        isTaken: handOver.takenAt != nil,
        isMine: mayWrite && handOver.takenAt == nil && handOver.to == account.id)
    }
    hasHandOvers = !handOvers.isEmpty
    self.mayWrite = mayWrite
    people = reading.accounts.filter {
      $0.isEnabled && $0.roles.contains(.duty) && $0.id != account.id
    }.map { AccountChoice(value: "\($0.id)", name: $0.displayName, isChosen: false) }
  }
}
