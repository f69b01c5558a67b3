import ActionPlan
import GRDB
import Testing

@testable import Casework
@testable import Ledger

/// Each sign, and beside it what looks like it and is honest.
struct SignTests {
  private let start = District.start
  private static let text = "现场检查发现废气收集罩破损，已责令停产并更换，复测达标。"

  @Test func `many closings by one person within minutes are one sign, which grows`() async throws {
    var house = try LoopDistrict()
    house.limits.bulkCases = 3
    var files: [CaseFile] = []
    for number in 1...4 { files.append(try await house.handled(Int64(number))) }
    for (place, file) in files.prefix(3).enumerated() {
      try await house.close(file, at: start + 60 * place)
    }
    let signs = try await house.signs(at: start + 200, .bulkClosings)
    #expect(signs.count == 1 && signs[0].cases.map(\.id) == files.prefix(3).map(\.id))
    #expect(signs[0].grounds == ["count": "3", "seconds": "120"])
    try await house.close(files[3], at: start + 300)
    let grown = try await house.signs(at: start + 400, .bulkClosings)
    #expect(grown.count == 1 && grown[0].cases.count == 4)
  }

  @Test func `as many closings over an hour, or by several people, are none`() async throws {
    var house = try LoopDistrict()
    house.limits.bulkCases = 3
    for number in 1...6 {
      let file = try await house.handled(Int64(number))
      if number <= 3 {
        try await house.close(file, at: start + 1_200 * number)
      } else {
        try await house.close(
          file, by: number == 4 ? .desk : .bureau, at: start + 10_000 + number)
      }
    }
    #expect(try await house.signs(at: start + 20_000, .bulkClosings) == [])
  }

  @Test func `feedback copied from another case is listed, with small changes too`() async throws {
    let house = try LoopDistrict()
    let one = try await house.handled(1, StepEvidence(note: Self.text))
    let two = try await house.handled(2, StepEvidence(note: "  " + Self.text + "！"), at: start + 60)
    let three = try await house.handled(3, StepEvidence(note: Self.text), at: start + 90)
    let signs = try await house.signs(at: start + 100, .sameFeedback)
    #expect(signs.count == 1 && signs[0].cases.map(\.id) == [one.id, two.id, three.id])
  }

  @Test(arguments: [
    // Short phrases are everybody's.
    ("已处理完毕。", "已处理完毕。"),
    // The same form with other facts.
    (
      "现场检查甲厂，非甲烷总烃35毫克每立方米，治理设施正常运行。",
      "现场检查乙厂，非甲烷总烃112毫克每立方米，活性炭未更换。"
    ),
  ])
  func `short phrases and the same form with other facts are no copies`(
    one: String, two: String
  ) async throws {
    let house = try LoopDistrict()
    _ = try await house.handled(1, StepEvidence(note: one))
    _ = try await house.handled(2, StepEvidence(note: two), at: start + 60)
    #expect(try await house.signs(at: start + 100, .sameFeedback) == [])
  }

  @Test func `what the desk writes when it sends cases out is no feedback`() async throws {
    let house = try LoopDistrict()
    for number in 1...2 {
      let file = try await house.open(Int64(number))
      _ = try await house.district.take(
        "dispatched", file, by: .desk, StepEvidence(note: Self.text), at: start + number)
    }
    #expect(try await house.signs(at: start + 100, .sameFeedback) == [])
  }

  @Test func `a phrase that the auditor found explained is not listed again`() async throws {
    let house = try LoopDistrict()
    for number in 1...2 {
      _ = try await house.handled(
        Int64(number), StepEvidence(note: Self.text), at: start + number)
    }
    let sign = try #require(try await house.signs(at: start + 10, .sameFeedback).first)
    try await house.district.ledger.write { db in
      try LoopSigns.judge(
        sign.id, .explained, note: "规定用语", by: .auditor, requestID: "judge-request-1",
        at: District.start + 20, in: db)
    }
    _ = try await house.handled(3, StepEvidence(note: Self.text), at: start + 30)
    let signs = try await house.signs(at: start + 40, .sameFeedback)
    #expect(signs.count == 1 && signs[0].judgement?.verdict == .explained)
  }

  @Test(arguments: [(600, 1), (1_200, 0)])
  func `thirty kilometres in ten minutes are too fast, in twenty a drive`(
    seconds: Int, count: Int
  ) async throws {
    let house = try LoopDistrict()
    // 0.31 degrees of longitude at 30° north: 29.9 km.
    for (number, longitude) in [(1, 120.6), (2, 120.91)] {
      _ = try await house.handled(
        Int64(number),
        StepEvidence(
          note: "到场 \(number)", position: Coordinate(longitude: longitude, latitude: 30)),
        at: start + (number - 1) * seconds)
    }
    #expect(try await house.signs(at: start + 5_000, .tooFast).count == count)
  }

  @Test(arguments: [(7_200, 0), (300, 1)])
  func `what a phone sent later is judged by when it was done`(apart: Int, count: Int) async throws
  {
    let house = try LoopDistrict()
    // Both arrive at one moment, 29.9 km from each other.
    for (number, longitude) in [(1, 120.6), (2, 120.91)] {
      let file = try await house.open(Int64(number))
      try await house.district.ledger.write { db in
        _ = try CaseHistory.append(
          CaseHistory.Entry(
            kind: .step, fromState: "opened", toState: "dispatched",
            values: ["done-at": "\(District.start + (number - 1) * apart)"],
            position: Coordinate(longitude: longitude, latitude: 30)),
          to: file.id, actor: .account(2), at: District.start + 30_000, in: db)
      }
    }
    #expect(try await house.signs(at: start + 40_000, .tooFast).count == count)
  }

  @Test func `a phone that errs by half a kilometre at one moment is not too fast`() async throws {
    let house = try LoopDistrict()
    for number in 1...2 {
      _ = try await house.handled(
        Int64(number),
        StepEvidence(
          note: "到场 \(number)",
          position: Coordinate(longitude: 120.9 + 0.005 * Double(number), latitude: 30)))
    }
    #expect(try await house.signs(at: start + 60, .tooFast) == [])
  }

  @Test(
    arguments: [
      // Closed five minutes before the hour is over, and the values stay over their limit.
      (3_300, nil, 1),
      (3_300, 200_000, 1),
      // They fell within the day, or it was closed well before.
      (3_300, 40_000, 0),
      (600, nil, 0),
    ] as [(Int, Int?, Int)])
  func `a closing at the last minute is a sign where nothing follows`(
    after: Int, quiet: Int?, count: Int
  ) async throws {
    let house = try LoopDistrict()
    let file = try await house.handled(1)
    try await house.close(file, at: start + after)
    if let quiet { try await house.quiet(file, at: start + quiet) }
    #expect(try await house.signs(at: start + after + 80_000, .lastMinute) == [])
    #expect(try await house.signs(at: start + after + 90_000, .lastMinute).count == count)
  }

  @Test(arguments: [true, false])
  func `what nobody measures is followed by whoever was there`(isVisited: Bool) async throws {
    let house = try LoopDistrict()
    let place = isVisited ? Coordinate(longitude: 120.9, latitude: 30) : nil
    let file = try await house.handled(
      1, grounds: false, StepEvidence(note: "到场查看", position: place))
    try await house.close(file, at: start + 3_500)
    let signs = try await house.signs(at: start + 100_000, .lastMinute)
    #expect(signs.map { $0.grounds["lacks"] } == (isVisited ? [] : ["visit"]))
  }

  @Test(arguments: [(6, "s", 1), (8, "s", 0), (6, "other", 0)])
  func `what is found again within a week of its closing is listed with both cases`(
    days: Int, subject: String, count: Int
  ) async throws {
    let house = try LoopDistrict()
    let one = try await house.handled(1, subject: "s")
    try await house.close(one, at: start + 60)
    let two = try await house.open(2, subject: subject, at: start + days * 86_400)
    let signs = try await house.signs(at: start + 10 * 86_400, .foundAgain)
    #expect(signs.map { $0.cases.map(\.id) } == (count == 1 ? [[one.id, two.id]] : []))
    #expect(signs.allSatisfy { $0.actor == "account:1" })
  }

  @Test func `a photo of another case is listed, but not where somebody linked the two`()
    async throws
  {
    let house = try LoopDistrict()
    let (one, two) = (try await house.photographed(1), try await house.photographed(2))
    let three = try await house.photographed(3)
    let plan = house.district.plan
    try await house.district.ledger.write { db in
      _ = try CaseBook.tie(
        .link, case: three.id, to: one.number, by: .desk, note: nil, requestID: "link-request-01",
        versionSeen: three.version, plan: plan, at: District.start + 5, in: db)
      let photos = try Int64.fetchAll(db, sql: "SELECT id FROM attachment ORDER BY id")
      for photo in photos.dropFirst() {
        try db.execute(
          sql: "INSERT INTO photo_likeness VALUES (?, ?, 980, 0)", arguments: [photo, photos[0]])
      }
    }
    let signs = try await house.signs(at: start + 60, .photoAgain)
    #expect(signs.map { $0.cases.map(\.id) } == [[one.id, two.id]])
  }

  @Test func `only an auditor judges, with a note, and the same request judges once`() async throws
  {
    var house = try LoopDistrict()
    house.limits.bulkCases = 2
    for number in 1...2 {
      try await house.close(try await house.handled(Int64(number)), at: start + number)
    }
    let sign = try #require(try await house.signs(at: start + 10, .bulkClosings).first)
    func judge(_ account: Account, _ note: String, _ request: String = "judge-request-2")
      async throws
    {
      try await house.district.ledger.write { db in
        try LoopSigns.judge(
          sign.id, .followUp, note: note, by: account, requestID: request, at: District.start + 20,
          in: db)
      }
    }
    await #expect(throws: LoopSignRefusal.notYours) { try await judge(.desk, "x") }
    await #expect(throws: LoopSignRefusal.noteMissing) { try await judge(.auditor, " ") }
    try await judge(.auditor, "请纪检核实")
    try await judge(.auditor, "请纪检核实")
    await #expect(throws: LoopSignRefusal.requestReused) { try await judge(.auditor, "别的") }
    let entries = try await house.district.ledger.read { db in
      try Int.fetchOne(db, sql: "SELECT count(*) FROM audit_entry WHERE action = 'sign.judge'")
    }
    #expect(entries == 1)
    let found = try await house.district.ledger.read { db in try LoopSigns.find(sign.id, in: db) }
    #expect(found?.judgement?.note == "请纪检核实" && found?.judgement?.by == "account:6")
  }

  @Test func `looking twice, or after a restart, lists nothing twice`() async throws {
    var house = try LoopDistrict()
    house.limits.bulkCases = 2
    for number in 1...2 {
      try await house.close(try await house.handled(Int64(number)), at: start + number)
    }
    let first = try await house.signs(at: start + 10, .bulkClosings)
    let again = try await house.signs(at: start - 3_600, .bulkClosings)
    #expect(first.count == 1 && again == first)
  }
}

extension LoopDistrict {
  fileprivate func photographed(_ number: Int64) async throws -> CaseFile {
    try await handled(number, StepEvidence(note: "照片 \(number)", photos: [.sample]))
  }
}
