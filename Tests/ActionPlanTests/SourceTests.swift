import Testing

@testable import ActionPlan

@Suite struct `Other ways in` {
  @Test(arguments: [
    "data", "data.list[*]", "a[0][*].b", "^.station", "^^.a", "$.time", "$", "^", "[*]", "数据.列表[*]",
  ])
  func `a path is written as it was read`(text: String) {
    #expect(DocumentPath(text).map { "\($0)" } == text)
  }

  @Test(arguments: [
    "", ".", "a.", ".a", "a..b", "a[", "a]", "a[x]", "a[-1]", "a[01]", "a[1", "$a", "^a", "a[*]b",
    "$.",
    "a[99999]", String(repeating: "[*]", count: 9), String(repeating: "a", count: 201),
  ])
  func `what is no path is refused`(text: String) {
    #expect(DocumentPath(text) == nil)
  }

  @Test func `no text of signs stops the reader of paths`() {
    var seeds = SystemRandomNumberGenerator()
    let signs: [Character] = ["a", ".", "[", "]", "*", "0", "^", "$", "数"]
    for _ in 0..<20_000 {
      let text = String(
        (0..<Int.random(in: 0...12, using: &seeds)).map { _ in signs.randomElement(using: &seeds)! }
      )
      if let path = DocumentPath(text) { #expect("\(path)" == text) }
    }
  }

  @Test(arguments: ["yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss", "yyyy/MM/dd", "yyyy年MM月dd日 HH时"])
  func `a pattern names the parts of a time`(text: String) {
    #expect(TimeForm(text).map { "\($0)" } == text)
  }

  @Test(arguments: [
    "", "HH:mm", "yyyy-MM", "yyyy-MM-dd mm", "yyyy-MM-dd HH:ss", "yyyyMMdd yyyy", "yy-MM-dd",
  ])
  func `a pattern without a day, or with a clock in pieces, is none`(text: String) {
    #expect(TimeForm(text) == nil)
  }

  @Test func `what a plan says of a source is there to be used`() throws {
    let plan = try #require(PlanFolder.read(files: SmallPlan.files).plan)
    let fume = try #require(plan.source("fume"))
    #expect(fume.pointIDs == ["kitchen-1", "kitchen-2"])
    #expect(fume.values[0].shift == 3)
    #expect(fume.values[0].windowSeconds == 3_600)
    #expect(fume.time.labels == .end)
    #expect(plan.source("meters")?.values[0].at == DocumentPath(column: "power.kW"))
    #expect(plan.source("meters")?.time.utcOffsetSeconds == plan.utcOffsetSeconds)
    let province = try #require(plan.destination("province"))
    #expect(province.takes(mn: "M1", cn: "2061"))
    #expect(!province.takes(mn: "M3", cn: "2061"))
    #expect(!province.takes(mn: "M1", cn: "2011"))
    #expect(plan.destination("city")?.takes(mn: "M3", cn: "2011") == true)
    #expect(province.rewriting?.version == 1)
  }
}
