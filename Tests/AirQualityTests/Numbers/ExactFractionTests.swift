import AirQuality
import Seeds
import Testing

struct ExactFractionTests {
  @Test func `stands in lowest terms`() {
    #expect(ExactFraction(6, over: 8) == ExactFraction(3, over: 4))
    #expect(ExactFraction(-6, over: 8).numerator == -3)
    #expect(ExactFraction(0, over: 7) == .zero)
    #expect(ExactFraction(ExactDecimal(250, scale: 2)) == ExactFraction(5, over: 2))
  }

  @Test(arguments: [
    (53, 2, 0, "26"), (51, 2, 0, "26"), (55, 2, 0, "28"), (-53, 2, 0, "-26"), (1, 3, 2, "0.33"),
    (2, 3, 2, "0.67"), (-2, 3, 1, "-0.7"), (1268, 1, -2, "1300"), (2500, 1, -3, "2000"),
    (3500, 1, -3, "4000"), (7, 1, 3, "7.000"), (1, 40, 2, "0.02"), (3, 40, 2, "0.08"),
  ])
  func `rounds once and ties to even`(top: Int, bottom: Int, decimals: Int, text: String) {
    let fraction = ExactFraction(Int128(top), over: Int128(bottom))
    #expect(fraction.rounded(to: decimals)?.description == text)
  }

  @Test func `rounds as a decimal does wherever it is one`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<20_000 {
      let decimal = ExactDecimal(
        Int64.random(in: -10_000_000...10_000_000, using: &generator),
        scale: Int.random(in: 0...6, using: &generator))
      for decimals in -3...6 {
        let byFraction = ExactFraction(decimal).rounded(to: decimals)
        #expect(byFraction == decimal.rounded(to: decimals), "\(decimal) to \(decimals)")
      }
    }
  }

  @Test func `rounds up and down to whole numbers`() {
    #expect(ExactFraction(7, over: 2).roundedUp == 4)
    #expect(ExactFraction(7, over: 2).roundedDown == 3)
    #expect(ExactFraction(-7, over: 2).roundedUp == -3)
    #expect(ExactFraction(-7, over: 2).roundedDown == -4)
    #expect(ExactFraction(8, over: 2).roundedUp == 4)
    #expect(ExactFraction(8, over: 2).roundedDown == 4)
  }

  @Test func `orders fractions whose cross products would overflow`() {
    let huge = Int128.max / 2
    let a = ExactFraction(huge, over: huge - 1)
    let b = ExactFraction(huge - 1, over: huge - 2)
    #expect(a < b)
    #expect(!(b < a))
    #expect(ExactFraction(-huge, over: huge - 1) > ExactFraction(1 - huge, over: huge - 2))
    #expect(!(a < a))
  }

  @Test func `orders like cross multiplication`() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<20_000 {
      let (a, b) = (
        Int128.random(in: -50...50, using: &generator), Int128.random(in: 1...50, using: &generator)
      )
      let (c, d) = (
        Int128.random(in: -50...50, using: &generator), Int128.random(in: 1...50, using: &generator)
      )
      #expect((ExactFraction(a, over: b) < ExactFraction(c, over: d)) == (a * d < c * b))
    }
  }

  @Test func `answers nil where 128 bits do not hold the result`() {
    let huge = ExactFraction(Int128.max)
    #expect(huge.adding(ExactFraction(1)) == nil)
    #expect(huge.multiplied(by: ExactFraction(2)) == nil)
    #expect(huge.rounded(to: 2) == nil)
    #expect(huge.divided(by: huge) == ExactFraction(1))
    #expect(ExactFraction(1).divided(by: .zero) == nil)
    #expect(huge.roundedUp == nil)
  }

  @Test func `computes with fractions exactly`() {
    let third = ExactFraction(1, over: 3)
    #expect(third.adding(ExactFraction(1, over: 6)) == ExactFraction(1, over: 2))
    #expect(third.subtracting(ExactFraction(1, over: 2)) == ExactFraction(-1, over: 6))
    #expect(third.divided(by: ExactFraction(-2, over: 3)) == ExactFraction(-1, over: 2))
    #expect(ExactFraction(meanOf: [third, third, third]) == third)
    #expect(ExactFraction(meanOf: [ExactFraction]()) == nil)
  }
}
