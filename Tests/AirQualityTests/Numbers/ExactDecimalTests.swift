import AirQuality
import Foundation
import Testing

struct ExactDecimalTests {
  static let roundingFile = "standards/vectors/rounding_gbt8170.csv"

  @Test(.enabled(if: Vectors.exists(roundingFile), "\(Vectors.note(roundingFile))"))
  func `rounds every published example of GB/T 8170 once and to even`() throws {
    let rows = try Vectors.rows(Self.roundingFile)
    #expect(rows.count == 35)
    for row in rows {
      let value = try #require(ExactDecimal(row["value"]!))
      let interval = row["interval"]!
      let decimals =
        interval.hasPrefix("0.") ? interval.count - 2 : -(interval.count - 1)
      let rounded = value.rounded(to: decimals)
      #expect(rounded.description == row["expected"]!, "\(value) to \(interval)")
    }
  }

  @Test(arguments: [
    ("0", 0, 0), ("-12.50", -1250, 2), ("+3", 3, 0), (".5", 5, 1), ("7.", 7, 0),
    ("9223372036854775807", Int64.max, 0), ("0.000000000000000001", 1, 18),
  ])
  func `reads plain decimal text as written`(text: String, mantissa: Int64, scale: Int) throws {
    let value = try #require(ExactDecimal(text))
    #expect(value.mantissa == mantissa)
    #expect(value.scale == scale)
  }

  @Test(arguments: [
    "", "-", "+", ".", "1e3", " 1", "1 ", "1,5", "--1", "1-", "1.2.3", "NaN", "0x10", "１",
    "9223372036854775808", "0.0000000000000000001", "1.2345678901234567890",
  ])
  func `refuses text that is not a plain decimal or does not fit`(text: String) {
    #expect(ExactDecimal(text) == nil)
  }

  @Test func `compares as numbers, not as written`() {
    let one = ExactDecimal(1)
    #expect(one == ExactDecimal(100, scale: 2))
    #expect(one.hashValue == ExactDecimal(100, scale: 2).hashValue)
    #expect(ExactDecimal.zero.hashValue == ExactDecimal(0, scale: 5).hashValue)
    #expect(ExactDecimal(-1, scale: 18) < .zero)
    #expect(ExactDecimal(Int64.max) > ExactDecimal(Int64.max, scale: 18))
    #expect(ExactDecimal(219, scale: 2) < ExactDecimal(22, scale: 1))
    #expect(Set([one, ExactDecimal(10, scale: 1), ExactDecimal(1000, scale: 3)]).count == 1)
  }

  @Test func `moves the decimal point exactly or not at all`() {
    #expect(ExactDecimal(25, scale: 1).shifted(by: 3) == ExactDecimal(2500))
    #expect(ExactDecimal(25, scale: 1).shifted(by: -3) == ExactDecimal(25, scale: 4))
    #expect(ExactDecimal(Int64.max).shifted(by: 1) == nil)
    #expect(ExactDecimal(1, scale: 18).shifted(by: -1) == nil)
  }

  @Test func `multiplies and adds exactly or not at all`() {
    #expect(
      ExactDecimal(15, scale: 1).multiplied(by: ExactDecimal(-4, scale: 2))
        == ExactDecimal(-6, scale: 2))
    #expect(ExactDecimal(Int64.max).multiplied(by: ExactDecimal(2)) == nil)
    #expect(
      ExactDecimal(1, scale: 1).adding(ExactDecimal(2, scale: 1)) == ExactDecimal(3, scale: 1))
    #expect(ExactDecimal(Int64.max).adding(ExactDecimal(1)) == nil)
  }

  @Test func `rounds to tens and beyond without overflowing`() {
    #expect(ExactDecimal(Int64.max).rounded(to: -18) == ExactDecimal(9_000_000_000_000_000_000))
    #expect(ExactDecimal(5).rounded(to: -19) == .zero)
    #expect(ExactDecimal(7, scale: 1).rounded(to: 5).description == "0.7")
  }

  @Test func `travels through JSON as text`() throws {
    let bytes = try JSONEncoder().encode(["v": ExactDecimal(220, scale: 2)])
    #expect(String(decoding: bytes, as: UTF8.self) == #"{"v":"2.20"}"#)
    let back = try JSONDecoder().decode([String: ExactDecimal].self, from: bytes)
    #expect(back["v"]?.description == "2.20")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([ExactDecimal].self, from: Data(#"["1e5"]"#.utf8))
    }
  }
}
