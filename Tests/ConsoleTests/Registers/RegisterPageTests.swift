import ActionPlan
import GRDB
import Hummingbird
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

struct RegisterPageTests {
  @Test func `the list of registers shows each with its rows and who keeps it`() async throws {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1"))
    try await house.visit { browser in
      _ = try await browser.signIn("builder")
      let page = try await browser.get("/registers").text
      for register in house.plan.registers {
        #expect(page.contains("href=\"/registers/\(register.id)\""))
      }
      #expect(page.contains("建设局"))
      let found = try await browser.get("/registers?q=%E6%89%AC%E5%B0%98").text
      #expect(found.contains("/registers/construction-sites"))
      #expect(!found.contains("href=\"/registers/cameras\""))
    }
  }

  @Test(arguments: ["/registers", "/registers/cameras", "/registers/cameras/rows/1"])
  func `a firm's contact and a guest see no register`(path: String) async throws {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1"))
    try await house.visit { browser in
      #expect(try await browser.get(path).status == .seeOther)
      _ = try await browser.signIn("firm")
      #expect(try await browser.get(path).status == .forbidden)
    }
  }

  @Test func `a list is narrowed by words, choices and dates, and says what it shows`()
    async throws
  {
    let house = try await House.withRegisters()
    for index in 1...3 {
      try await house.addRow(
        "cameras",
        House.camera("C-\(index)", name: index == 1 ? "塔山" : "凤凰山", height: "\(index).50"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let all = try await browser.get("/registers/cameras").text
      #expect(all.contains("共 3 行") && all.contains("2.50 m"))
      let hill = try await browser.get("/registers/cameras?q=%E5%87%A4%E5%87%B0").text
      #expect(hill.contains("共 2 行") && !hill.contains("塔山</"))
      let none = try await browser.get("/registers/cameras?f-in-service=0").text
      #expect(none.contains("没有符合条件的行"))
      let bad = try await browser.get("/registers/declared-stops?from=yesterday")
      #expect(bad.status == .badRequest)
      #expect(try await browser.get("/registers/nothing").status == .notFound)
    }
  }

  @Test func `a list sorts by a column both ways`() async throws {
    let house = try await House.withRegisters()
    for name in ["B", "A", "C"] {
      try await house.addRow("cameras", House.camera("\(name)-1"))
    }
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      func order(_ query: String) async throws -> [String] {
        try await browser.get("/registers/cameras?\(query)").text
          .matches(of: /<strong>([ABC])-1<\/strong>/).map { String($0.1) }
      }
      #expect(try await order("sort=camera") == ["A", "B", "C"])
      #expect(try await order("sort=camera&desc=1") == ["C", "B", "A"])
      #expect(try await order("") == ["C", "A", "B"])
    }
  }

  @Test func `a long list offers only the orders that an index has`() async throws {
    let house = try await House.withRegisters()
    try await house.ledger.write { db in
      try db.execute(
        sql: """
          INSERT INTO rows_of_cameras
            (camera, name, place, position_longitude, position_latitude,
             row_version, row_created_at, row_changed_at)
          WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10001)
          SELECT 'c' || i, 'n' || i, iif(i > 10000, '330604002', '330604001'), 120, 30, 1, 1, 1 FROM n
          """)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let long = try await browser.get("/registers/cameras").text
      #expect(!long.contains("sort=name") && long.contains("sort=place"))
      let short = try await browser.get("/registers/cameras?f-place=330604002").text
      #expect(short.contains("sort=name"))
    }
  }

  @Test func `rows with a position of their own or of their facility lie on the map`()
    async throws
  {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1"))
    try await house.addRow(
      "construction-sites",
      [
        "facility": .text("dye-works"), "authority": .text("CSB"), "place": .text("330604001"),
        "kind": .text("building"),
      ])
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let own = try await browser.get("/api/registers/cameras/map").text
      #expect(own.contains("\"at\":[30.02,120.9],\"href\":\"/registers/cameras/rows/1\""))
      let borrowed = try await browser.get("/api/registers/construction-sites/map").text
      #expect(borrowed.contains("[30.03,120.89]"))
      #expect(try await browser.get("/registers/cameras?view=map").text.contains("data-map="))
    }
  }

  @Test func `programs read the rows of the same query as JSON`() async throws {
    let house = try await House.withRegisters()
    try await house.addRow("cameras", House.camera("C-1", height: "12.50"))
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let answer = try await browser.get("/api/registers/cameras/rows?q=C-1").text
      #expect(answer.contains("\"mast-height\":\"12.50\"") && answer.contains("\"total\":1"))
      #expect(answer.contains("\"position\":[120.9,30.02]"))
    }
  }

  @Test func `what rows hold is never markup of a page`() async throws {
    let house = try await House.withRegisters()
    let row = try await house.addRow(
      "cameras", House.camera("<script>1</script>", name: "\"><img src=x>"), why: "<b>x</b>")
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      for path in ["", "/rows/\(row.id)", "/rows/\(row.id)/edit"] {
        let page = try await browser.get("/registers/cameras\(path)").text
        #expect(!page.contains("<script>1") && !page.contains("<img src=x>"))
        #expect(!page.contains("<b>x</b>"))
      }
    }
  }
}
