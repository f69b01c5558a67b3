import ActionPlan
import AirQuality
import GRDB
import HummingbirdTesting
import Ledger
import Steering
import Testing

@testable import Console

struct TaskNotificationTests {
  private func remind(_ house: House) async throws {
    let (plan, now) = (house.plan, house.now)
    _ = try await house.ledger.write { db in
      try TaskReminders.sweep(
        plan: plan, on: CalendarDay(ofEpoch: now, utcOffsetSeconds: plan.utcOffsetSeconds),
        at: now, in: db)
    }
  }

  @Test func `a reminder of one report names it, one of several counts them`() async throws {
    let house = try await House.withTasks()
    try await remind(house)
    try await house.visit { browser in
      _ = try await browser.signIn("transport")
      let own = try await browser.get("/notifications").text
      #expect(own.contains("3.3.z &lt;i&gt;油品&lt;/i&gt;抽检"))
      #expect(own.contains("交通运输局：2026年第1季度报告已逾期 62 天，仍未报送"))
      #expect(own.contains("href=\"/tasks/3.3.z/TRB\""))
      let chief = Browser(client: browser.client)
      _ = try await chief.signIn("chief")
      let all = try await chief.get("/notifications").text
      #expect(all.contains("2 项任务报告"))
      #expect(all.contains("最早的逾期 62 天"))
      #expect(all.contains("href=\"/tasks\""))
      _ = try await chief.post("/preferences", ["language": "en", "back": "/"])
      #expect(try await chief.get("/notifications").text.contains("2 reports on tasks"))
    }
  }
}
