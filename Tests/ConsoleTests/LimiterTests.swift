import Testing

@testable import Console

struct LimiterTests {
  static let rule = RateLimiter.Rule(name: "test", burst: 3, refillSeconds: 10)

  @Test func `a burst is allowed, then one each interval`() {
    let limiter = RateLimiter()
    for _ in 0..<3 { #expect(limiter.take(Self.rule, source: "a", now: 0) == nil) }
    #expect(limiter.take(Self.rule, source: "a", now: 0) == 10)
    #expect(limiter.take(Self.rule, source: "b", now: 0) == nil)
    #expect(limiter.take(Self.rule, source: "a", now: 9) == 1)
    #expect(limiter.take(Self.rule, source: "a", now: 10) == nil)
    #expect(limiter.take(Self.rule, source: "a", now: 10) == 10)
    for _ in 0..<3 { #expect(limiter.take(Self.rule, source: "a", now: 1000) == nil) }
  }

  @Test func `the table stays bounded`() {
    let limiter = RateLimiter()
    for number in 0..<(RateLimiter.greatestTable + 100) {
      _ = limiter.take(Self.rule, source: "\(number)", now: number % 60)
    }
    #expect(limiter.count <= RateLimiter.greatestTable)
  }
}
