import ActionPlan
import AirQuality
import Casework
import Detection
import GRDB
import Ledger
import Sheets
import Testing
import Wiring

@testable import Rehearsal

/// Rules on the rows of a register, from the row to the case.
struct RowRuleTests {
  static let each = """
    rule: upheld
    clause: W.3
    label: {zh: "投诉属实", en: "Complaint upheld"}
    register: complaints
    where: "upheld = true"
    open: {procedure: paint, severity: minor}
    """
  static let often = """
    rule: upheld
    clause: W.3
    label: {zh: "屡被投诉", en: "Complaints again and again"}
    register: complaints
    where: "upheld = true"
    times: 3
    within: 2 months
    by: facility
    open: {procedure: paint, severity: serious}
    """

  @Test func `a row opens one case for good, and corrections are noted on it`() async throws {
    let district = try await RowDistrict(Self.each)
    let row = try await district.add("red-keel", "2030-03-01")
    #expect(try await district.follow() == ["open"])
    let file = try #require(try await district.cases().first)
    #expect(file.leadUnit == "CLN")
    #expect(file.subjectRegister == "complaints" && file.subjectRow == row)
    #expect(file.facility == "red-keel")
    #expect(file.title.values["rule"] == "upheld")
    try await district.set(row, ["upheld": .flag(true)])
    #expect(try await district.follow() == [])
    try await district.set(row, ["upheld": .flag(false)])
    #expect(try await district.follow() == ["lost"])
    try await district.set(row, ["upheld": .flag(true)])
    #expect(try await district.follow() == ["back"])
    try await district.remove(row)
    #expect(try await district.follow() == ["lost"])
    try await district.putBack(row)
    #expect(try await district.follow() == ["back"])
    let cases = try await district.cases()
    #expect(cases.count == 1)
    #expect(cases.first?.isOpen == true)
    #expect(
      try await district.notes(on: file.id) == [
        "lost 0 of 1", "back 1 of 1", "lost 0 of 1", "back 1 of 1",
      ])
  }

  @Test func `a row that does not fulfil the condition opens a case once it does`() async throws {
    let district = try await RowDistrict(Self.each)
    let row = try await district.add("red-keel", "2030-03-01", upheld: false)
    #expect(try await district.follow() == [])
    try await district.set(row, ["upheld": .flag(true)])
    #expect(try await district.follow() == ["open"])
  }

  @Test func `what was written before the rule opens nothing, but counts`() async throws {
    let district = try await RowDistrict(Self.often, begins: false)
    for day in ["2030-03-01", "2030-03-02", "2030-03-03"] {
      try await district.add("red-keel", day)
    }
    try await district.begin()
    #expect(try await district.follow() == [])
    try await district.add("red-keel", "2030-03-20")
    #expect(try await district.follow() == ["open"])
    #expect(try await district.grounds() == [[1, 2, 3, 4]])
  }

  @Test func `rows of one group within the time open one case, and more join it`() async throws {
    let district = try await RowDistrict(Self.often)
    try await district.add("red-keel", "2030-03-01")
    try await district.add("blue-hull", "2030-03-02")
    try await district.add("red-keel", "2030-04-30")
    try await district.add("red-keel", "2030-05-01")
    #expect(try await district.follow() == [])
    let third = try await district.add("red-keel", "2030-03-20")
    #expect(try await district.follow() == ["open"])
    #expect(try await district.grounds() == [[1, 3, 5]])
    #expect(try await district.cases().map(\.subjectRow) == [third])
    try await district.add("red-keel", "2030-03-25")
    #expect(try await district.follow() == ["joined"])
    // The first of May belongs to the next two months.
    try await district.add("red-keel", "2030-05-10")
    try await district.add("red-keel", "2030-06-10")
    #expect(try await district.follow() == ["open"])
    #expect(try await district.grounds() == [[1, 3, 5, 6], [4, 7, 8]])
    #expect(try await district.cases().count == 2)
  }

  @Test func `a correction that leaves too few rows is noted with what is left`() async throws {
    let district = try await RowDistrict(Self.often)
    for day in ["2030-03-01", "2030-03-02", "2030-03-03"] {
      try await district.add("red-keel", day)
    }
    #expect(try await district.follow() == ["open"])
    try await district.set(2, ["facility": .text("blue-hull")])
    #expect(try await district.follow() == ["lost"])
    try await district.set(3, ["made-on": .text("2030-08-03")])
    #expect(try await district.follow() == ["lost"])
    let file = try #require(try await district.cases().first)
    #expect(try await district.notes(on: file.id) == ["lost 2 of 3", "lost 1 of 3"])
    #expect(file.isOpen)
  }

  @Test func `rows of facilities that turn out to be one count together, and cases stay`()
    async throws
  {
    let district = try await RowDistrict(Self.often)
    for day in ["2030-03-01", "2030-03-02"] { try await district.add("red-keel", day) }
    try await district.add("blue-hull", "2030-03-03")
    #expect(try await district.follow() == [])
    try await district.merge("red-keel", into: "blue-hull")
    #expect(try await district.follow() == ["open"])
    let other = try await RowDistrict(Self.often)
    for day in ["2030-03-01", "2030-03-02", "2030-03-03"] {
      try await other.add("red-keel", day)
    }
    #expect(try await other.follow() == ["open"])
    try await other.merge("red-keel", into: "blue-hull")
    #expect(try await other.follow() == [])
    try await other.add("blue-hull", "2030-03-04")
    #expect(try await other.follow() == ["joined"])
  }

  @Test func `a kill between row and case loses nothing and doubles nothing`() async throws {
    struct Killed: Error {}
    let district = try await RowDistrict(Self.each)
    for number in 1...3 { try await district.add("red-keel", "2030-03-0\(number)") }
    let killed = RowDetection(plan: district.plan, ledger: district.ledger) { effect, db in
      try district.openCase(effect, in: db)
      throw Killed()
    }
    await #expect(throws: Killed.self) { try await killed.catchUp(now: 0) }
    #expect(try await district.cases().isEmpty)
    #expect(try await district.grounds().isEmpty)
    // As after a restart.
    try await district.begin()
    #expect(try await district.follow() == ["open", "open", "open"])
    try await district.begin()
    #expect(try await district.follow() == [])
    #expect(try await district.cases().count == 3)
  }

  @Test(arguments: [each, often])
  func `the preview of an import tells how many cases it opens`(rule: String) async throws {
    let district = try await RowDistrict(rule)
    for day in ["2030-03-01", "2030-03-02", "2030-07-01", "2030-07-02"] {
      try await district.add("red-keel", day)
    }
    try await district.add("blue-hull", "2030-03-01", upheld: false)
    _ = try await district.follow()
    let before = try await district.cases().count
    // Completes one group's time, makes an old row fulfil the condition and begins another group.
    let csv = """
      行号,facility,made-on,upheld
      ,red-keel,2030-03-03,true
      5,blue-hull,2030-03-01,true
      4,red-keel,2030-07-02,false
      ,blue-hull,2030-03-02,true
      ,blue-hull,2030-03-04,true
      ,blue-hull,2030-03-05,false
      """
    let preview = try await district.stage(csv)
    let plan = district.plan
    let told = try await district.ledger.read { db in
      try RowForecast.openings(
        ofImport: preview.id, into: "complaints", plan: plan, in: db)
    }
    try await district.apply(preview.id)
    _ = try await district.follow()
    let opened = try await district.cases().count - before
    #expect(told == ["upheld": opened])
    #expect(opened == (rule == Self.each ? 4 : 2))
  }

  @Test func `a rehearsal over stored rows lists the cases that were opened`() async throws {
    let district = try await RowDistrict(Self.often)
    for day in ["2030-03-01", "2030-03-05", "2030-03-09", "2030-03-11"] {
      try await district.add("red-keel", day)
      _ = try await district.follow()
    }
    try await district.add("blue-hull", "2030-03-01")
    _ = try await district.follow()
    let rehearsal = try await RuleRehearsal(
      of: try #require(district.plan.rule("upheld")), in: district.plan,
      ledger: district.ledger.pool, store: try district.store(),
      days: CalendarDay("2030-03-01")!...CalendarDay("2030-12-31")!)
    #expect(rehearsal.watchedCount == 5)
    #expect(rehearsal.rehearsed.map(\.rows) == [[1, 2, 3, 4]])
    #expect(rehearsal.rehearsed.map(\.subject) == ["complaints/3"])
    #expect(rehearsal.real.map(\.subject) == ["complaints/3"])
    #expect(rehearsal.real.map(\.rows) == [[1, 2, 3, 4]])
    #expect(rehearsal.units.map(\.part) == ["CLN"])
  }
}
