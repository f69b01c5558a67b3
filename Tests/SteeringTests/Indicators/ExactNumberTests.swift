import AirQuality
import Testing

@testable import Steering

struct ExactNumberTests {
  private func read(_ text: String) -> ExactDecimal? {
    var text = text
    return text.withUTF8 { DecimalBytes($0) }.map { ExactDecimal($0.mantissa, scale: $0.scale) }
  }

  @Test(arguments: [
    "0", "-12.50", "7", "0.000000000000000001", "-0.1", "9223372036854775807", "35.099998474121094",
  ])
  func `the Ledger's decimal text is read as it was written`(text: String) {
    #expect(read(text)?.description == text)
  }

  @Test(arguments: ["", "-", "1e3", "1.2.3", "12a", " 1", "99999999999999999999", "١"])
  func `anything else is not a number`(text: String) {
    #expect(read(text) == nil)
  }

  @Test func `a sum has every digit, whatever the order and however it is split`() {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<50 {
      let values = (0..<60).map { _ in
        ExactDecimal(
          Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random),
          scale: Int.random(in: 0...18, using: &random))
      }
      var whole = ExactTotal()
      var mixed = ExactTotal()
      var halves = (ExactTotal(), ExactTotal())
      for value in values { whole.add(value) }
      for value in values.shuffled() { mixed.add(value) }
      for (index, value) in values.enumerated() {
        if index % 3 == 0 { halves.0.add(value) } else { halves.1.add(value) }
      }
      halves.0.add(halves.1)
      #expect(whole == mixed)
      #expect(whole == halves.0)
      #expect(whole.count == 60)
    }
  }

  @Test func `tenths add up to a whole, and what leaves the range says so`() {
    var total = ExactTotal()
    for _ in 0..<10 { total.add(ExactDecimal(1, scale: 1)) }
    #expect(total.fraction == ExactFraction(1))
    for _ in 0..<20 { total.add(ExactDecimal(.max)) }
    #expect(total.fraction == nil)
  }

  @Test func `a percentile lies between ranks as HJ 663 interpolates`() {
    // k = 1 + (5 - 1) × 0.9 = 4.6: 40 + 0.6 × (50 - 40)
    var values = [50, 10, 40, 20, 30].map { ExactTotal.units($0, 0) }
    #expect(ExactPercentile.of(ExactDecimal(90), &values) == ExactFraction(46))
    #expect(ExactPercentile.of(ExactDecimal(0), &values) == ExactFraction(10))
    #expect(ExactPercentile.of(ExactDecimal(50), &values) == ExactFraction(30))
    #expect(ExactPercentile.of(ExactDecimal(100), &values) == ExactFraction(50))
    // k = 1 + 4 × 0.125 = 1.5
    #expect(ExactPercentile.of(number("12.5"), &values) == ExactFraction(15))
    var none: [Int128] = []
    #expect(ExactPercentile.of(ExactDecimal(50), &none) == nil)
    var one = [ExactTotal.units(7, 1)]
    #expect(ExactPercentile.of(ExactDecimal(99), &one) == ExactFraction(number("0.7")))
  }

  @Test func `a percentile hangs on no order`() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &random)
      let values = (0..<count).map { _ in
        ExactTotal.units(Int64.random(in: -9...9, using: &random), 0)
      }
      let percent = Int.random(in: 0...100, using: &random)
      var mixed = values.shuffled()
      let sorted = values.sorted()
      let (rank, rest) = ((count - 1) * percent).quotientAndRemainder(dividingBy: 100)
      let lower = ExactTotal.fraction(ofUnits: sorted[rank])
      let upper = ExactTotal.fraction(ofUnits: sorted[min(rank + 1, count - 1)])
      let gap = try #require(upper.subtracting(lower))
      let more = try #require(gap.multiplied(by: ExactFraction(Int128(rest), over: 100)))
      let plain = try #require(lower.adding(more))
      #expect(ExactPercentile.of(ExactDecimal(Int64(percent)), &mixed) == plain)
    }
  }
}
