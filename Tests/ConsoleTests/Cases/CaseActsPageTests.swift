import Casework
import Foundation
import HTTPTypes
import HummingbirdTesting
import Ledger
import NIOCore
import Testing

@testable import Console

extension Browser {
  /// Opens a case's page and fills in the form of an act, or of a tie.
  func act(
    _ act: String, of id: Int64, _ fields: [String: String] = ["note": "因为下雨"],
    as kind: String = "act"
  ) async throws -> TestResponse {
    let page = try await get("/cases/\(id)").text
    guard let start = page.firstRange(of: "id=\"\(kind)-\(act)\"") else {
      throw FormMissing(step: act)
    }
    let form = page[start.upperBound...]
    let own = [
      kind: act, "version": form.hidden("version"), "request": form.hidden("request"),
    ]
    return try await upload(
      "/cases/\(id)/\(kind == "act" ? "acts" : "ties")", own.merging(fields) { $1 })
  }
}

struct CaseActsPageTests {
  @Test func `a case is made urgent, suspended and resumed on its page, and the timeline says so`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let ranked = try await duty.act(
        "prioritise", of: file.id, ["priority": "urgent", "note": "群众多次反映"])
      #expect(ranked.status == .seeOther)
      #expect(try await duty.act("suspend", of: file.id).status == .seeOther)
      let page = try await duty.get("/cases/\(file.id)").text
      for mark in ["特急", "已挂起", "因为下雨", "优先级调整为特急", "自动恢复时间"] {
        #expect(page.contains(mark), "\(mark)")
      }
      #expect(!page.contains("id=\"step-dispatched\""))
      #expect(try await duty.act("resume", of: file.id, [:]).status == .seeOther)
      #expect(try await duty.get("/cases/\(file.id)").text.contains("id=\"step-dispatched\""))
      let list = try await duty.get("/cases?show=open&priority=urgent").text
      #expect(list.contains(file.number))
      #expect(try await !duty.get("/cases?show=open&priority=low").text.contains(file.number))
    }
  }

  @Test func `what is missing from an act is said in its form, and who may not sees none`()
    async throws
  {
    let house = try await House()
    let file = try await house.openCase()
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let refused = try await duty.act("suspend", of: file.id, ["note": " "])
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("“挂起”还缺少：情况说明"))
      let odd = try await duty.upload("/cases/\(file.id)/acts", ["act": "burn"])
      #expect(odd.status == .badRequest)
      _ = try await duty.step("dispatched", of: file.id, ["unit": "baiguan"])
    }
    try await house.visit { town in
      _ = try await town.signIn("town")
      let page = try await town.get("/cases/\(file.id)").text
      #expect(page.contains("id=\"act-offer\"") && !page.contains("id=\"act-suspend\""))
      let forbidden = try await town.upload(
        "/cases/\(file.id)/acts",
        ["act": "suspend", "note": "x", "version": "2", "request": "request-77"])
      #expect(forbidden.status == .forbidden)
    }
  }

  @Test func `two cases are merged by number and taken apart again`() async throws {
    let house = try await House()
    let main = try await house.openCase(finding: 1)
    let twin = try await house.openCase(finding: 2)
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let page = try await duty.get("/cases/\(twin.id)").text
      #expect(page.contains("<option value=\"\(main.number)\">"))
      let merged = try await duty.act(
        "merge", of: twin.id, ["other": main.number, "note": "同一事件"], as: "tie")
      #expect(merged.status == .seeOther)
      #expect(try await duty.get("/cases/\(main.id)").text.contains("已并入本单"))
      #expect(try await duty.get("/cases/\(twin.id)").text.contains("并入 \(main.number)"))
      let apart = try await duty.act("unmerge", of: twin.id, ["note": "看错了"], as: "tie")
      #expect(apart.status == .seeOther)
    }
    let after = try await house.ledger.read { db in try CaseBook.find(twin.id, in: db) }
    #expect(after?.isOpen == true)
  }

  @Test func `chosen cases are changed at once, and the page says which were refused`() async throws
  {
    let house = try await House()
    let one = try await house.openCase(finding: 1)
    let other = try await house.openCase(finding: 2)
    try await house.visit { duty in
      _ = try await duty.signIn("duty")
      let list = try await duty.get("/cases").text
      #expect(list.contains("value=\"\(one.id).1\" form=\"bulk\""))
      let fields = [
        "work": "assign", "unit": "baiguan", "case": "\(one.id).1",
        "request": String(
          list[list.firstRange(of: "id=\"bulk\"")!.upperBound...].hidden("request")),
      ]
      let done = try await duty.post("/cases/bulk", fields)
      #expect(done.text.contains("办理成功 1 张，未能办理 0 张"))
      #expect(try await duty.post("/cases/bulk", fields).text.contains("办理成功 1 张"))
      let stale = try await duty.post(
        "/cases/bulk",
        [
          "work": "prioritise", "priority": "high", "note": "x", "case": "\(one.id).1",
          "request": "request-2",
        ])
      #expect(stale.text.contains("未能办理 1 张") && stale.text.contains(one.number))
      let body = ByteBuffer(
        string:
          #"{"request": "request-3", "work": "note", "note": "by program", "cases": [{"id": \#(other.id), "version": 1}, {"id": 999, "version": 1}]}"#
      )
      let answer = try await duty.send(
        "/api/cases/bulk", .post, headers: [.contentType: "application/json"], body: body)
      #expect(answer.status == .ok)
      #expect(answer.text.contains(#""refusal":"unknown-case""#))
      #expect(try await duty.get("/api/cases?show=all").text.contains(other.number))
      #expect(try await duty.get("/api/cases?show=burnt").status == .unprocessableContent)
      #expect(try await duty.get("/api/precision").text == #"{"days":90,"rules":[]}"#)
      #expect(try await duty.get("/precision").text.contains("告警准确率"))
    }
    try await house.visit { guest in
      for path in ["/api/cases", "/api/precision"] {
        let answer = try await guest.get(path)
        #expect(answer.status == .unauthorized)
      }
    }
  }
}
