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

  @Test(arguments: [
    ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true),
    ("2001:db8:1:2::1", "2001:db8:1:3::1", false),
    ("::ffff:192.0.2.1", "192.0.2.1", true), ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
    ("192.0.2.1", "192.0.2.2", false), ("fe80::1%eth0", "fe80::2", true),
    ("unknown", "local", false), ("", "::", false),
  ])
  func `of IPv6 the network counts, of IPv4 the address`(one: String, other: String, isOne: Bool) {
    let limiter = RateLimiter()
    for _ in 0..<3 { _ = limiter.take(Self.rule, source: one, now: 0) }
    #expect((limiter.take(Self.rule, source: other, now: 0) != nil) == isOne)
  }

  @Test func `a source that has used up its hour is remembered, whoever else comes`() {
    let hourly = RateLimiter.Rule(name: "hourly", burst: 10, refillSeconds: 360)
    let limiter = RateLimiter()
    for _ in 0..<10 { #expect(limiter.take(hourly, source: "flood", now: 0) == nil) }
    for number in 0..<(RateLimiter.greatestTable * 2) {
      _ = limiter.take(Self.rule, source: "\(number)", now: 700)
    }
    // One attempt each was given back at 360 s; nine are still counted.
    #expect(limiter.take(hourly, source: "flood", now: 700) == nil)
    #expect(limiter.take(hourly, source: "flood", now: 700) != nil)
  }

  @Test func `the table stays bounded`() {
    let limiter = RateLimiter()
    for number in 0..<(RateLimiter.greatestTable + 100) {
      _ = limiter.take(Self.rule, source: "\(number)", now: number % 60)
    }
    #expect(limiter.count <= RateLimiter.greatestTable)
  }
}
