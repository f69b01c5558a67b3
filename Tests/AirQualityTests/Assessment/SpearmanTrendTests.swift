import AirQuality
import Testing

struct SpearmanTrendTests {
  private func trend(_ figures: [Int64]) -> SpearmanTrend? {
    SpearmanTrend(of: figures.map { ExactDecimal($0) })
  }

  @Test func `a run of falling years is a falling trend`() throws {
    let falling = try #require(trend([46, 43, 40, 36, 33, 31]))
    #expect(falling.coefficient == ExactFraction(-1))
    #expect(falling.direction == .falling)
    #expect(try #require(trend([1, 2, 3, 4, 5])).direction == .rising)
  }

  @Test func `ranks that wander are no trend`() throws {
    let wandering = try #require(trend([3, 1, 4, 2, 5]))
    #expect(wandering.coefficient == ExactFraction(1, over: 2))
    #expect(wandering.direction == .none)
  }

  @Test func `equal figures share the mean of their ranks`() throws {
    let tied = try #require(trend([5, 5, 4, 3, 2]))
    // Ranks 4.5, 4.5, 3, 2, 1 against 1…5: 1 - 6 · 38.5 / 120.
    #expect(tied.coefficient == ExactFraction(-37, over: 40))
    #expect(tied.direction == .falling)
  }

  @Test func `too few or too many years have none`() {
    #expect(trend([1, 2, 3, 4]) == nil)
    #expect(trend((0..<31).map { $0 }) == nil)
    #expect(trend((0..<30).map { $0 }) != nil)
  }
}
