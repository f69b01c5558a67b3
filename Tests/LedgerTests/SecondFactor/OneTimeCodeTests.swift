import Testing

@testable import Ledger

struct OneTimeCodeTests {
  private static let seed = Array("12345678901234567890".utf8)

  /// RFC 6238, appendix B: the seed is as long as the hash.
  private static func secret(_ hash: OneTimeCode.Hash) -> [UInt8] {
    let length =
      switch hash {
      case .sha1: 20
      case .sha256: 32
      case .sha512: 64
      }
    return (0..<length).map { seed[$0 % seed.count] }
  }

  @Test(arguments: [
    (59, "94287082", "46119246", "90693936"),
    (1_111_111_109, "07081804", "68084774", "25091201"),
    (1_111_111_111, "14050471", "67062674", "99943326"),
    (1_234_567_890, "89005924", "91819424", "93441116"),
    (2_000_000_000, "69279037", "90698825", "38618901"),
    (20_000_000_000, "65353130", "77737706", "47863826"),
  ])
  func `codes are those of RFC 6238, appendix B`(
    at: Int, sha1: String, sha256: String, sha512: String
  ) {
    for (hash, code) in [
      (OneTimeCode.Hash.sha1, sha1), (.sha256, sha256), (.sha512, sha512),
    ] {
      let step = OneTimeCode.step(at: at)
      #expect(
        OneTimeCode.code(secret: Self.secret(hash), step: step, digits: 8, hash: hash) == code)
    }
  }

  @Test(
    arguments: zip(
      0...9,
      [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
        "520489",
      ]))
  func `codes of a counter are those of RFC 4226, appendix D`(counter: Int, code: String) {
    #expect(OneTimeCode.code(secret: Self.seed, step: counter) == code)
  }

  @Test func `a code counts within one step of its own, once, and never before the last used`() {
    let at = 1_111_111_111
    let step = OneTimeCode.step(at: at)
    for (offset, counts) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
      let code = OneTimeCode.code(secret: Self.seed, step: step + offset)
      let found = OneTimeCode.matchingStep(code, secret: Self.seed, at: at, after: 0)
      #expect(found == (counts ? step + offset : nil))
      let again = OneTimeCode.matchingStep(code, secret: Self.seed, at: at, after: step + offset)
      #expect(again == nil)
    }
  }

  @Test(arguments: ["", "1", "12345", "1234567", "abcdef", "９９９９９９", "000000\0"])
  func `what is no code matches nothing`(typed: String) {
    #expect(OneTimeCode.matchingStep(typed, secret: Self.seed, at: 59, after: -1) == nil)
  }

  @Test(arguments: [
    ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"),
    ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
  ])
  func `base32 is that of RFC 4648, section 10, without padding`(text: String, code: String) {
    #expect(Base32.encode(Array(text.utf8)) == code)
  }
}
