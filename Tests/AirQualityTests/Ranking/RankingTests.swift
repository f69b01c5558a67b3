import AirQuality
import Seeds
import Testing

struct RankingTests {
  static let file = "standards/vectors/ranking_published.csv"

  @Test(.enabled(if: Vectors.exists(file), "\(Vectors.note(file))"))
  func `gives every published ranking`() throws {
    let rows = try Vectors.rows(Self.file)
    #expect(rows.count == 63)
    for list in Set(rows.map { $0["list"]! }) {
      let rows = rows.filter { $0["list"] == list }
      let found = ranks(
        of: rows.map { ExactDecimal($0["value"]!) },
        order: rows[0]["key"]!.hasSuffix("_desc") ? .descending : .ascending,
        ties: rows[0]["tie_style"]!.hasPrefix("dense") ? .dense : .competition)
      #expect(found.map { $0.map(String.init) } == rows.map { $0["rank_published"] }, "\(list)")
    }
  }

  @Test func `what has no figure has no rank`() {
    let figures: [ExactDecimal?] = [ExactDecimal(3), nil, ExactDecimal(1)]
    #expect(ranks(of: figures) == [2, nil, 1])
    #expect(ranks(of: []) == [])
  }

  @Test func `a second figure tells ties apart`() {
    let shares = [ExactDecimal(95), ExactDecimal(95), ExactDecimal(97)]
    let pm25 = [ExactDecimal(30), ExactDecimal(28), ExactDecimal(40)]
    #expect(ranks(of: shares, order: .descending) == [2, 2, 1])
    #expect(ranks(of: shares, order: .descending, tieBreaker: pm25) == [3, 2, 1])
  }

  @Test func `a rank does not hang on the order of the list`() {
    var generator = SeededGenerator(seed: 5)
    let figures = (0..<60).map { _ in ExactDecimal(Int64.random(in: 0...9, using: &generator)) }
    let expected = Dictionary(zip(figures, ranks(of: figures))) { first, _ in first }
    let shuffled = figures.shuffled(using: &generator)
    #expect(ranks(of: shuffled) == shuffled.map { expected[$0]! })
  }
}
