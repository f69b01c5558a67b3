import ActionPlan
import AirQuality
import GRDB
import Ledger
import Steering

extension RunningDistrict {
  /// Reminds units of reports that are due or late, from eight in the morning on.
  func taskReminders() -> WatchTheClock {
    let (ledger, now, plan) = (district.ledger, district.now, plan)
    return WatchTheClock(
      name: "task reminders", every: .seconds(Self.taskReminderSeconds), logger: logger
    ) {
      let at = now()
      let local = at + plan.utcOffsetSeconds
      guard (local % 86_400 + 86_400) % 86_400 >= Self.remindFromSecond else { return }
      let today = CalendarDay(ofEpoch: at, utcOffsetSeconds: plan.utcOffsetSeconds)
      _ = try await ledger.write { db in
        try TaskReminders.sweep(plan: plan, on: today, at: at, in: db)
      }
    }
  }

  /// Second of the local day before which nobody is reminded.
  private static let remindFromSecond = 8 * 3_600
}
