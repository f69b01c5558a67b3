import Testing

@testable import Casework

struct TimeOfDoingTests {
  static let now = 1_780_281_020

  @Test(
    arguments: [
      (0, 0, nil), (-3_600, 0, nil), (-3_600, 300, nil), (-3_600, -300, nil),
      (0, 301, .clockAhead), (-3_600, -301, .clockBehind), (1, 0, .afterSending),
      (-14 * 86_400, 0, nil), (-14 * 86_400 - 1, 0, .tooLongAgo), (-7_501, 0, .beforeCase),
      (-7_500, 0, nil),
    ] as [(Int, Int, TimeOfDoing.Doubt?)])
  func `a phone's word is doubted where its clock or the order of things says so`(
    done: Int, sent: Int, doubt: TimeOfDoing.Doubt?
  ) throws {
    let doing = try #require(TimeOfDoing(doneAt: Self.now + done, sentAt: Self.now + sent))
    // The case was opened two hours and 5 minutes less than the allowance ago.
    let openedAt = done < -7_000 && done > -86_400 ? Self.now - 7_200 : nil
    #expect(doing.doubt(arrivedAt: Self.now, openedAt: openedAt) == doubt)
  }

  @Test(arguments: [-1, Int.min, Int.max, 4_102_444_801])
  func `what is no time of a phone is none`(at: Int) {
    #expect(TimeOfDoing(doneAt: at, sentAt: Self.now) == nil)
    #expect(TimeOfDoing(doneAt: Self.now, sentAt: at) == nil)
  }

  @Test func `a fast clock is put right for the day on which something counts`() throws {
    let doing = try #require(
      TimeOfDoing(doneAt: Self.now + 86_400 - 3_600, sentAt: Self.now + 86_400))
    #expect(doing.likelyAt(arrivedAt: Self.now) == Self.now - 3_600)
    #expect(
      doing.values(arrivedAt: Self.now, openedAt: nil) == [
        "done-at": "\(Self.now + 82_800)", "done-doubt": "clock-ahead", "phone-ahead": "86400",
      ])
  }
}
