import ActionPlan
import GRDB

@testable import Casework
@testable import Ledger

/// A district that promises its reporters something and rewards them.
struct ReportHouse {
  let district: District

  init(
    budget: Int = 1_000, registers: [Register] = [], rows: RewardRules.Rows? = nil,
    hotlines: [OutsideSystem] = []
  ) async throws {
    district = try District(
      procedures: [.answering], registers: registers, systems: hotlines,
      reports: ReportRules(
        acceptWithin: .clock(3_600), answerWithin: .clock(86_400),
        late: [
          ReportRules.Late(afterSeconds: 0, tell: [.duty]),
          ReportRules.Late(afterSeconds: 3_600, tell: [.lead]),
        ],
        complaints: !registers.contains { $0.role == .complaints }
          ? nil : ReportRules.Complaints(categories: ["smell"], repeatedSeconds: 86_400),
        rewards: RewardRules(
          budgetYuan: budget, againSeconds: 86_400 * 30,
          kinds: [
            RewardRules.Kind(id: "seen", label: .any, categories: ["smell"], yuan: 300)
          ], rows: rows), hotlines: hotlines.map(\.id)))
    try await district.ledger.write { db in
      try RegisterStore.migrate(registers, at: 0, in: db)
    }
  }

  /// - Parameter phone: nil for a report without a name.
  func report(
    _ number: Int, phone: String? = "138 0000 0000", at now: Int = District.start,
    position: Coordinate? = nil
  ) async throws -> ReportReceipt {
    let plan = district.plan
    return try await district.ledger.write { db in
      try PublicReports.submit(
        ReportDraft(
          category: "smell", text: "smell \(number)", contact: phone.map { "Li \($0)" },
          position: position, requestID: "report-request-\(1_000 + number)"),
        sentThisHour: 0, plan: plan, at: now, in: db)
    }
  }

  /// Takes a report to its end.
  @discardableResult
  func close(
    _ file: CaseFile, cause: String = "real", answer: String? = "谢谢", at now: Int
  ) async throws -> CaseFile {
    let taken = try await district.take(
      "dispatched", file, by: .desk, StepEvidence(assignTo: "TOWN"), at: now)
    return try await district.take(
      "answered", taken, by: .town,
      StepEvidence(note: "查实", cause: cause, publicAnswer: answer), at: now)
  }

  func sweep(at now: Int) async throws {
    let plan = district.plan
    try await district.ledger.write { db in
      _ = try ReportPromises.sweep(plan, at: now, in: db)
      while try RewardWatch.sweep(plan, at: now, in: db) {}
    }
  }

  func rewards(_ states: Set<Reward.State> = [.proposed, .approved, .paid]) async throws -> [Reward]
  {
    try await district.ledger.read { db in try RewardBook.list(states, in: db) }
  }

  func approve(_ reward: Reward, by account: Account = .chief, at now: Int) async throws {
    let plan = district.plan
    try await district.ledger.write { db in
      try RewardBook.approve(
        reward.id, by: account, versionSeen: reward.version,
        requestID: "approve-\(account.id)-\(reward.id)", plan: plan, at: now, in: db)
    }
  }

  func pay(_ reward: Reward, by account: Account = .payer, at now: Int) async throws {
    let plan = district.plan
    try await district.ledger.write { db in
      try RewardBook.pay(
        reward.id, receipt: "T-1", by: account, versionSeen: reward.version,
        requestID: "payment-\(account.id)-\(reward.id)", plan: plan, at: now, in: db)
    }
  }

  func refuse(_ reward: Reward, reason: String = "重复", at now: Int) async throws {
    let plan = district.plan
    try await district.ledger.write { db in
      try RewardBook.refuse(
        reward.id, reason: reason, by: .chief, versionSeen: reward.version,
        requestID: "refusal-request-\(reward.id)", plan: plan, at: now, in: db)
    }
  }

  func settle(
    _ reward: Reward, against other: Reward, as verdict: RewardDoubt.Verdict,
    reason: String = "两处不同的烟囱", by account: Account = .chief, at now: Int
  ) async throws {
    let plan = district.plan
    try await district.ledger.write { db in
      try RewardBook.settle(
        reward.id, against: other.id, as: verdict, reason: reason, by: account,
        requestID: "settle-\(account.id)-\(reward.id)-\(other.id)-\(now)", plan: plan, at: now,
        in: db)
    }
  }

  func doubts(of reward: Reward) async throws -> [RewardDoubt] {
    try await district.ledger.read { db in try RewardBook.doubts(of: reward.id, in: db) }
  }

  func doubtful() async throws -> [Int64] {
    try await district.ledger.read { db in try RewardBook.doubtful(in: db).map(\.id) }
  }

  @discardableResult
  func tie(
    _ tie: CaseBook.Tie, _ file: CaseFile, to other: CaseFile, at now: Int
  ) async throws -> CaseFile {
    let plan = district.plan
    return try await district.ledger.write { db in
      let seen = try CaseBook.find(file.id, in: db)?.version ?? 0
      return try CaseBook.tie(
        tie, case: file.id, to: other.number, by: .desk, note: "比对过",
        requestID: "\(tie)-\(file.id)-\(other.id)-\(now)", versionSeen: seen, plan: plan, at: now,
        in: db)
    }
  }

  /// Reports by two people, each with a case of its own that proved true.
  func two(
    apart metres: Int? = nil, days: Int = 0
  ) async throws -> (first: Reward, second: Reward) {
    let start = District.start
    let here = Coordinate(longitude: 120.9, latitude: 30)
    let there = metres.map {
      Coordinate(longitude: 120.9, latitude: 30 + Double($0) / 111_195)
    }
    let one = try await report(
      1, phone: "13900000001", at: start, position: metres.map { _ in here })
    let other = try await report(
      2, phone: "13900000002", at: start + days * 86_400, position: there)
    let end = start + days * 86_400
    try await close(one.file, at: end + 60)
    try await close(other.file, at: end + 60)
    try await sweep(at: end + 70)
    let rewards = try await rewards().sorted { $0.id < $1.id }
    return (rewards[0], rewards[1])
  }

  func told(_ code: String) async throws -> [String] {
    try await district.ledger.read { db in
      try String.fetchAll(
        db, sql: "SELECT recipient FROM notification WHERE code = ? ORDER BY id", arguments: [code])
    }
  }
}

extension Procedure {
  /// A smell: the desk sends somebody, who answers.
  static let answering = Procedure(
    id: "answering", label: .any, clause: nil, lead: "BUREAU",
    intake: Intake(reportCategories: [
      Field.Choice(id: "smell", label: Label(zh: "异味", en: "Smell"))
    ]),
    causes: [
      Cause(id: "real", label: .any, kind: .real),
      Cause(id: "nothing", label: .any, kind: .nothing),
    ],
    steps: [
      .sample("dispatched", from: ["opened"], by: [.duty], assign: .choose, within: 7_200),
      .sample(
        "answered", from: ["dispatched"], by: [.assignee], within: 7_200, needs: [.note, .cause]),
    ], late: [],
    rules: CaseRules(
      reopening: ReopeningRule(by: [.duty], to: "opened", withinSeconds: 86_400 * 90)))
}

extension Register {
  static let complaints = Register(
    id: "complaints", label: .any, clause: nil, role: .complaints,
    fields: [
      ("about", Field.Kind.text), ("received-on", .date), ("repeated", .flag),
    ].map { field($0, $1, isRequired: true) } + [
      field("place", .place, isRequired: false), field("answered-on", .date, isRequired: false),
    ])

  private static func field(_ id: String, _ kind: Field.Kind, isRequired: Bool) -> Field {
    Field(
      id: id, label: .any, kind: kind, isRequired: isRequired, unit: nil, atLeast: nil, atMost: nil)
  }
}
