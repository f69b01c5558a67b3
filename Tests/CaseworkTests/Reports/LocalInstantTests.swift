import Testing

@testable import Casework

struct LocalInstantTests {
  @Test(arguments: [
    "2021-06-07 08:30", "2021/6/7 8:30", "2021.06.07 08:30:00", "2021-06-07T08:30",
    " 2021-6-7  8:30 ",
  ])
  func `a time is read however a table writes it`(text: String) {
    #expect(LocalInstant.seconds(of: text) == 1_623_054_600)
  }

  @Test(arguments: [
    "", "2021-06-31", "21-06-07", "2021-06-07 24:00", "2021-06-07 8", "2021-06-07 8:30:15:1",
    "2021-06-07 -1:30", "2021-06-07 8:+3", "1021-06-07", "99999-06-07", "2021-06-07 08:30 pm",
    "2021--07", "２０２１-06-07",
  ])
  func `what is no time is none`(text: String) {
    #expect(LocalInstant.seconds(of: text) == nil)
  }
}
