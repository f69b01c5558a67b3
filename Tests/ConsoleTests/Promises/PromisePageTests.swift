import HTTPTypes
import HummingbirdTesting
import Steering
import Testing

@testable import Console

struct PromisePageTests {
  @Test func `a clause shows what carries it out, who is on it and what is missing`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let page = try await browser.get("/clauses/3.3.z").text
      for mark in [
        "&lt;i&gt;油品&lt;/i&gt;抽检", "柴油不少于14批次", "href=\"/tasks/3.3.z/MSB\"",
        "href=\"/tasks/3.3.z/TRB\"", "油品台账", "夏季行动", "溯源模型", "生态环境分局", "牵头协调",
      ] { #expect(page.contains(mark), "\(mark)") }
      let none = try await browser.get("/clauses/Z.1").text
      #expect(none.contains("计划没有为本条款指定牵头单位"))
    }
  }

  @Test func `the plan is one page of tiles, filtered by unit and by trouble`() async throws {
    let house = try await House.withTasks()
    try await house.visit { browser in
      _ = try await browser.signIn("chief")
      let all = try await browser.get("/plan").text
      #expect(all.contains("href=\"/clauses/3.3.z\""))
      #expect(all.contains("href=\"/clauses/Z.1\""))
      #expect(all.contains("任务完成 0/2"))
      #expect(all.contains("逾期 2"))
      #expect(all.contains("待建能力"))
      #expect(all.contains("第 3 部分"))
      for (query, shows) in [
        ("unit=EEB", true), ("unit=caoe", false), ("trouble=late", true),
        ("trouble=waiting", false), ("trouble=pending&unit=MSB", true),
        ("trouble=late-cases", false),
      ] {
        let page = try await browser.get("/plan?\(query)").text
        #expect(page.contains("href=\"/clauses/3.3.z\"") == shows, "\(query)")
        #expect(!page.contains("href=\"/clauses/Z.1\""), "\(query)")
      }
      #expect(try await browser.get("/plan?unit=%3Cscript%3E&trouble=x").status == .ok)
    }
  }
}
