import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Steering
import Testing

@testable import Console

struct TaskPageTests {
  private let path = "/tasks/3.3.z/TRB"

  @Test func `a bureau reports with a photo, the coordinating unit gives it back, then accepts`()
    async throws
  {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let page = try await browser.get(path).text
      for mark in [
        "&lt;i&gt;油品&lt;/i&gt;抽检", "柴油不少于14批次", "2026年第1季度报告", "逾期", "夏季行动：建清单",
        "生态环境分局", "最终报告",
      ] { #expect(page.contains(mark), "\(mark)") }
      let sent = try await browser.upload(
        "\(path)/steps",
        page.form(ofTask: "report").merging(
          ["item": "2026-Q2", "text": "抽检 <14> 批", "progress": "40"]) { $1 },
        photos: [onePixel])
      #expect(sent.status == .seeOther)
      #expect(sent.headers[.location] == path)
      let after = try await browser.get(path).text
      #expect(after.contains("抽检 &lt;14&gt; 批"))
      #expect(after.contains("撤回：2026年第2季度报告"))
      let mark = try #require(after.firstRange(of: "<img src=\""))
      let photo = try await browser.get(String(after[mark.upperBound...].prefix { $0 != "\"" }))
      #expect(Array(photo.body.readableBytesView) == onePixel)
      #expect(try await browser.get("\(path)/files/999").status == .notFound)
    }
    try await house.visit { browser in
      _ = try await browser.signIn("market")
      let list = try await browser.get("/tasks").text
      #expect(list.contains("待审核"))
      #expect(list.contains("href=\"\(path)\""))
      let page = try await browser.get(path).text
      let empty = try await browser.post("\(path)/steps", page.form(ofTask: "return"))
      #expect(empty.status == .unprocessableContent)
      #expect(empty.text.contains("请写明退回理由"))
      let back = try await browser.post(
        "\(path)/steps", empty.text.form(ofTask: "return").merging(["text": "缺附表"]) { $1 })
      #expect(back.status == .seeOther)
    }
    #expect(try await house.standing("TRB")?.state == .returned)
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let page = try await browser.get(path).text
      #expect(page.contains("缺附表"))
      #expect(try await browser.get("/notifications").text.contains("href=\"\(path)\""))
      _ = try await browser.upload(
        "\(path)/steps",
        page.form(ofTask: "report").merging(["item": "2026-Q2", "text": "补附表"]) { $1 })
      let market = Browser(client: browser.client)
      _ = try await market.signIn("market")
      let judged = try await market.get(path).text
      let accepted = try await market.post("\(path)/steps", judged.form(ofTask: "accept"))
      #expect(accepted.status == .seeOther)
    }
    #expect(try await house.standing("TRB")?.item("2026-Q2")?.state == .accepted)
  }

  @Test func `a document goes along with a report and is fetched, never shown`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let form = try await browser.get(path).text.form(ofTask: "report")
        .merging(["item": "2026-Q2"]) { $1 }
      let pdf = Array("%PDF-1.7 <script>".utf8)
      let sent = try await browser.upload(
        "\(path)/steps", form.merging(["text": "见附件。"]) { $1 }, photos: [pdf])
      #expect(sent.status == .seeOther)
      let page = try await browser.get(path).text
      let mark = "href=\"\(path)/files/"
      let place = try #require(page.firstRange(of: mark))
      let id = page[place.upperBound...].prefix { $0 != "\"" }
      #expect(page.contains("p.jpg.pdf") && !page.contains("<img src=\"\(path)/files/\(id)\""))
      let file = try await browser.get("\(path)/files/\(id)")
      #expect(Array(file.body.readableBytesView) == pdf)
      #expect(file.headers[.contentType] == "application/pdf")
      #expect(file.headers[.contentDisposition] == "attachment; filename*=UTF-8''p.jpg.pdf")
      #expect(file.headers[.xContentTypeOptions] == "nosniff")
      let again = try page.form(ofTask: "report").merging(["item": "2026-Q2", "text": "x"]) { $1 }
      let refused = try await browser.upload(
        "\(path)/steps", again, photos: [Array("MZ".utf8)])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("不是可以保存的文件"))
    }
  }

  @Test func `the desk reports for a unit with its letter, another person accepts`() async throws {
    let house = try await House.withTasks()
    let path = "/tasks/3.3.z/MSB"
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let page = try await browser.get(path).text
      #expect(page.contains("凭来函代市场监督管理局报送"))
      let form = try page.form(ofTask: "report").merging(
        ["item": "2026-Q2", "text": "来函说明"]) { $1 }
      let refused = try await browser.upload("\(path)/steps", form)
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("代报必须附上单位来函"))
      #expect(refused.text.contains("来函说明</textarea>"))
      let sent = try await browser.upload("\(path)/steps", form, photos: [onePixel], as: "letter")
      #expect(sent.status == .seeOther)
      let after = try await browser.get(path).text
      #expect(after.contains("值守员 代市场监督管理局"))
      #expect(!after.contains("value=\"accept\""))
      let night = Browser(client: browser.client)
      _ = try await night.signIn("night")
      let judged = try await night.get(path).text
      #expect(
        try await night.post("\(path)/steps", judged.form(ofTask: "accept")).status == .seeOther)
    }
    #expect(try await house.standing("MSB")?.item("2026-Q2")?.state == .accepted)
  }

  @Test func `a report sent twice is one, and can be taken back`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let form = try await browser.get(path).text.form(ofTask: "report")
        .merging(["item": "2026-Q2", "text": "x"]) { $1 }
      for _ in 1...2 {
        #expect(try await browser.upload("\(path)/steps", form).status == .seeOther)
      }
      let page = try await browser.get(path).text
      let taken = try await browser.post("\(path)/steps", page.form(ofTask: "withdraw"))
      #expect(taken.status == .seeOther)
    }
    let standing = try #require(await house.standing("TRB"))
    #expect(standing.events.map(\.kind) == [.reported, .withdrawn])
  }

  @Test func `a helper is asked and tells its share`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let form = try await browser.get(path).text.form(ofTask: "ask")
        .merging(["unit": "EEB", "text": "请报油库抽检"]) { $1 }
      #expect(try await browser.post("\(path)/steps", form).status == .seeOther)
      let ecology = Browser(client: browser.client)
      _ = try await ecology.signIn("ecology")
      #expect(try await ecology.get("/tasks").text.contains("牵头单位请本单位报送分工情况"))
      let page = try await ecology.get(path).text
      let told = try await ecology.upload(
        "\(path)/steps", page.form(ofTask: "contribute").merging(["text": "抽检 3 座"]) { $1 })
      #expect(told.status == .seeOther)
      #expect(try await browser.get(path).text.contains("抽检 3 座"))
      #expect(!(try await ecology.get("/tasks").text.contains("牵头单位请本单位报送分工情况")))
    }
  }

  @Test(arguments: [
    ["progress": "many", "text": "x", "item": "2026-Q2"], ["text": "", "item": "2026-Q2"],
    ["text": "x", "item": "2026-Q3"], ["text": "x", "item": "../../etc"],
  ])
  func `what is wrong with a report is said`(fields: [String: String]) async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let form = try await browser.get(path).text.form(ofTask: "report")
      let answer = try await browser.upload("\(path)/steps", form.merging(fields) { $1 })
      #expect(answer.status == .unprocessableContent)
      #expect(answer.text.contains("class=\"notice bad\""))
    }
    #expect(try await house.standing("TRB")?.events == [])
  }

  @Test func `who has no part in a task reads it and changes nothing`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("town")
      let page = try await browser.get(path).text
      #expect(page.contains("目前没有需要您办理的事项"))
      let answer = try await browser.post(
        "\(path)/steps", ["step": "report", "text": "x", "request": "request-1"])
      #expect(answer.status == .forbidden)
      #expect(try await browser.post("\(path)/steps", ["step": "burn"]).status == .badRequest)
      for nowhere in ["/tasks/3.3.z/EEB", "/tasks/9/TRB", "/clauses/9", "/tasks/3.3.z/%3Cb%3E"] {
        #expect(try await browser.get(nowhere).status == .notFound, "\(nowhere)")
      }
    }
  }

  @Test(arguments: ["/plan", "/tasks", "/tasks/3.3.z/TRB", "/clauses/3.3.z"])
  func `firms see no tasks and guests sign in first`(page: String) async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      #expect(try await browser.get(page).status == .seeOther)
      _ = try await browser.signIn("firm")
      #expect(try await browser.get(page).status == .forbidden)
    }
  }

  @Test func `the desk's list counts each unit and opens its own`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let all = try await browser.get("/tasks").text
      #expect(all.contains("href=\"/tasks?unit=TRB\""))
      let own = try await browser.get("/tasks?unit=TRB").text
      #expect(own.contains("已逾期"))
      #expect(own.contains("夏季行动：建清单"))
      #expect(own.contains("剩 14 天"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await browser.get("/tasks?unit=TRB").text.contains("14 d left"))
    }
  }
}
