import ActionPlan
import Testing

@testable import Gateway

@Suite struct `Times of documents` {
  private func seconds(_ text: String, _ form: String) throws -> Int? {
    DataSource.Time(at: [], form: try #require(TimeForm(form)), utcOffsetSeconds: 28_800)
      .seconds(text)
  }

  @Test(arguments: [
    ("2021-06-07 10:20:00", "yyyy-MM-dd HH:mm:ss"), ("20210607102000", "yyyyMMddHHmmss"),
    ("2021/06/07 10:20", "yyyy/MM/dd HH:mm"), ("2021年06月07日 10时20分", "yyyy年MM月dd日 HH时mm分"),
    ("2021-06-07T10:20:00", "rfc3339"), ("2021-06-07T02:20:00Z", "rfc3339"),
    ("2021-06-07T10:20:00.123+08:00", "rfc3339"), ("2021-06-07 04:20:00+0200", "rfc3339"),
    ("2021-06-06T21:20:00-05:00", "rfc3339"), ("1623032400", "epoch-seconds"),
    ("1623032400.5", "epoch-seconds"), ("1623032400999", "epoch-milliseconds"),
    (" 2021-06-07 10:20:00 ", "yyyy-MM-dd HH:mm:ss"),
  ])
  func `every form of a time names its instant`(text: String, form: String) throws {
    #expect(try seconds(text, form) == 1_623_032_400)
  }

  @Test func `24 o'clock is the end of the day`() throws {
    #expect(
      try seconds("2021-06-07 24:00", "yyyy-MM-dd HH:mm")
        == seconds("2021-06-08 00:00", "yyyy-MM-dd HH:mm"))
  }

  @Test(arguments: [
    ("2021-02-29 10:20:00", "yyyy-MM-dd HH:mm:ss"), ("2021-13-01 10:20:00", "yyyy-MM-dd HH:mm:ss"),
    ("2021-06-07 25:00:00", "yyyy-MM-dd HH:mm:ss"), ("2021-06-07 24:00:01", "yyyy-MM-dd HH:mm:ss"),
    ("2021-06-07 10:60:00", "yyyy-MM-dd HH:mm:ss"), ("2021-06-07 10:20", "yyyy-MM-dd HH:mm:ss"),
    ("2021-06-07 10:20:00x", "yyyy-MM-dd HH:mm:ss"), ("２０２１-06-07 10:20:00", "yyyy-MM-dd HH:mm:ss"),
    ("", "rfc3339"), ("2021-06-07T10:20:00+25:00", "rfc3339"), ("2021-06-07T10:20:00.", "rfc3339"),
    ("-1", "epoch-seconds"), ("1623032400x", "epoch-seconds"),
    ("9999999999999999", "epoch-seconds"),
    ("", "epoch-milliseconds"), ("1969-12-31 00:00:00", "yyyy-MM-dd HH:mm:ss"),
  ])
  func `what is no such time is none`(text: String, form: String) throws {
    #expect(try seconds(text, form) == nil)
  }
}
