import ActionPlan
import Ledger
import Testing

@testable import Console

struct DeviceStateTests {
  private static let cases: [(Bool, Int?, Int, DeviceBoard.State)] = [
    // A logger that connects for each report is well between two reports.
    (false, 40, 60, .online), (false, 400, 60, .offline),
    (false, 400, 300, .online), (true, 40, 60, .online), (true, 400, 60, .silent),
    (true, nil, 60, .silent), (false, nil, 60, .unseen),
  ]

  @Test(arguments: cases)
  func `a device is judged by its last frame, then by its connection`(
    isConnected: Bool, secondsAgo: Int?, interval: Int, state: DeviceBoard.State
  ) {
    let now = 1_800_000_000
    let record = DeviceRecord(
      mn: "1", password: "123456", label: Label(zh: "表", en: "Meter"), intervalSeconds: interval)
    let link = DeviceLink(
      mn: "1", isConnected: isConnected, connectedSince: nil,
      lastFrameAt: secondsAgo.map { now - $0 }, peer: nil, frames: 1, faults: 0)
    #expect(DeviceBoard.state(record, link, now: now) == state)
  }
}
