import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import Testing

@testable import Console

/// A document from its draft to the withdrawal, on its pages.
struct DocumentPageTests {
  private static let fields: [String: String] = [
    "v-addressee": "百官街道", "v-subject": "治污设施停运", "v-facts": "<script>x</script>事实",
    "v-awaited": "处置", "v-due": "2026年6月1日", "v-late": "3天", "v-person": "主任",
    "v-interview-on": "2026-06-05", "v-interview-at": "9时30分", "v-room": "402会议室",
    "v-chaired-by": "副区长", "v-bring": "整改措施。", "e-bring": "Measures, in writing.",
    "v-contact": "赵刚",
  ]

  /// The case's page drafts, and leads to the document.
  private func draft(
    _ form: String, of file: CaseFile, _ browser: Browser
  ) async throws -> String {
    let page = try await browser.get("/cases/\(file.id)").text
    #expect(page.contains("id=\"documents\""))
    let request = try #require(page.components(separatedBy: "id=\"documents\"").last)
    let answer = try await browser.post(
      "/cases/\(file.id)/documents", ["form": form, "request": request.hidden("request")])
    #expect(answer.status == .seeOther)
    return try #require(answer.headers[.location])
  }

  private func hidden(_ page: String, of section: String) throws -> [String: String] {
    let rest = try #require(page.components(separatedBy: "action=\"\(section)\"").dropFirst().first)
    return ["version": rest.hidden("version"), "request": rest.hidden("request")]
  }

  private func send(
    _ fields: [String: String], to action: String, on page: String, _ browser: Browser
  ) async throws -> TestResponse {
    let form = try hidden(try await browser.get(page).text, of: action)
    return try await browser.post(action, form.merging(fields) { $1 })
  }

  @Test func `a notice is drafted, names what it lacks, is signed by the leader and served`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let href = try await draft("interview-notice", of: file, browser)
      let page = try await browser.get(href).text
      #expect(page.contains("填写“需提交的材料”") && page.contains("草稿，未签发"))
      #expect(!page.contains("签发并取号"))
      let saved = try await send(Self.fields, to: "\(href)/values", on: href, browser)
      #expect(saved.status == .seeOther)
      let whole = try await browser.get(href).text
      #expect(whole.contains("必填要素和审核都已齐全") && !whole.contains("<script>x"))
      #expect(whole.contains("&lt;script&gt;x&lt;/script&gt;事实"))
      let early = try await browser.post(
        "\(href)/signature", ["version": "2", "request": "abcdefgh-1"])
      #expect(early.status == .forbidden && early.text.contains("这份文书由"))
      _ = try await browser.signIn("chief")
      #expect(try await browser.get("/desk").text.contains("待我签发"))
      #expect(try await browser.get("/documents").text.contains("约谈通知书"))
      #expect(try await send([:], to: "\(href)/signature", on: href, browser).status == .seeOther)
      let signed = try await browser.get(href).text
      #expect(signed.contains("虞蓝天约〔2026〕1号") && signed.contains("签发人：Leader"))
      #expect(!signed.contains("id=\"sign\""))
      _ = try await browser.signIn("duty")
      let unserved = try await send(
        ["on": "2026-06-09", "way": "direct", "receiver": "王五"], to: "\(href)/service", on: href,
        browser)
      #expect(unserved.status == .unprocessableContent && unserved.text.contains("送达日期"))
      let served = try await send(
        [
          "on": "2026-06-01", "way": "left", "refusal": "拒绝接收", "witness": "社区李某", "receiver": "王五",
        ], to: "\(href)/service", on: href,
        browser)
      #expect(served.status == .seeOther)
      #expect(try await browser.get(href).text.contains("2026-06-01，留置送达，王五"))
      #expect(try await browser.get("/cases/\(file.id)").text.contains("送达：约谈通知书 虞蓝天约〔2026〕1号"))
      _ = try await browser.post("/preferences", ["language": "en", "back": "/"])
      let english = try await browser.get(href).text
      #expect(english.contains("Measures, in writing.") && english.contains("left behind"))
    }
  }

  @Test func `a refused form shows what was typed, and somebody faster is told of`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let href = try await draft("interview-notice", of: file, browser)
      var fields = Self.fields
      fields["v-interview-on"] = "2026-02-31"
      let refused = try await send(fields, to: "\(href)/values", on: href, browser)
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("“约谈日期”不是日期") && refused.text.contains("整改措施。"))
      let stale = try await browser.post(
        "\(href)/values", Self.fields.merging(["version": "9", "request": "abcdefgh-2"]) { $1 })
      #expect(stale.status == .conflict && stale.text.contains("别人刚改过"))
      let empty = try await browser.post(
        "\(href)/withdrawal", ["version": "1", "request": "abcdefgh-3", "ground": " "])
      #expect(empty.status == .unprocessableContent && empty.text.contains("请写撤回理由"))
      let withdrawn = try await send(
        ["ground": "重复拟稿"], to: "\(href)/withdrawal", on: href, browser)
      #expect(withdrawn.status == .seeOther)
      #expect(try await browser.get(href).text.contains("重复拟稿"))
      #expect(try await browser.get("/documents?show=withdrawn").text.contains("约谈通知书"))
    }
  }

  @Test func `a firm's contact finds no draft, and others find nothing`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let href = try await draft("order-to-correct", of: file, browser)
      for name in ["firm", "town"] {
        _ = try await browser.signIn(name)
        #expect(try await browser.get(href).status == .notFound)
        #expect(try await browser.get("/api\(href)").status == .notFound)
        #expect(try await browser.get("\(href)/files/zh.pdf").status == .notFound)
        #expect(
          try await browser.post(
            "\(href)/signature", ["version": "1", "request": "abcdefgh-4"]
          ).status == .notFound)
      }
      _ = try await browser.signIn("firm")
      let page = try await browser.get("/cases/\(file.id)").text
      #expect(page.contains("生成问题单") && !page.contains("责令改正违法行为决定书"))
    }
  }

  @Test func `programs read documents as far as their account may`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let href = try await draft("order-to-correct", of: file, browser)
      let list = try await browser.get("/api/documents?show=drafts").text
      #expect(list.contains("\"form\":\"order-to-correct\"") && list.contains(file.number))
      let detail = try await browser.get("/api\(href)").text
      #expect(detail.contains("\"kind\":\"review\",\"name\":\"legal\""))
      #expect(detail.contains("\"name\":\"verification\"") == detail.contains("监测数据显示"))
      #expect(try await browser.get("/api/documents?show=nonsense&before=x").status == .ok)
    }
  }

  @Test(.enabled(if: DocumentPrinter.missing.isEmpty))
  func `a draft is fetched as Word, and says that it is one`() async throws {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { browser in
      _ = try await browser.signIn("duty")
      let href = try await draft("interview-notice", of: file, browser)
      let word = try await browser.get("\(href)/files/en.docx")
      #expect(word.status == .ok)
      #expect(
        word.headers[.contentDisposition]?.contains("Interview%20notice-draft.docx") == true)
      #expect(try await browser.get("\(href)/files/fr.pdf").status == .notFound)
      #expect(try await browser.get("\(href)/files/zh.exe").status == .notFound)
    }
  }
}
