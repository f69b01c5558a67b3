import Testing

@testable import Gateway

@Suite struct `JSON of strangers` {
  private func read(_ text: String) throws -> DocumentValue {
    try JSONDocument.read(Array(text.utf8))
  }

  @Test func `a document is read with every digit`() throws {
    #expect(
      try read(#" {"a": [1.2300, -0, 1e5, true, null, "\u00e9\ud83d\ude00\n\/"], "b": {}} "#)
        == .table([
          "a": .list([
            .number("1.2300"), .number("-0"), .number("1e5"), .truth(true), .nothing,
            .text("é😀\n/"),
          ]), "b": .table([:]),
        ]))
  }

  @Test func `half of a surrogate pair becomes the sign for what cannot be shown`() throws {
    #expect(try read(#""\ud83dx\ude00""#) == .text("\u{FFFD}x\u{FFFD}"))
    #expect(try read(#""\ud83d\u0041""#) == .text("\u{FFFD}A"))
  }

  @Test(arguments: [
    "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{1:2}", "01", "-",
    "1.",
    ".5", "1e", "+1", "tru", "nul", "\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "1 2", "NaN", "{} []",
    "'a'",
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(throws: JSONDocument.Fault.self) { try read(text) }
  }

  @Test func `a document nested for ever does not end the process`() {
    let text = String(repeating: "[", count: 200_000)
    #expect(throws: JSONDocument.Fault.tooDeep(at: JSONDocument.deepest)) { try read(text) }
    #expect(throws: JSONDocument.Fault.self) {
      try read(String(repeating: "{\"a\":", count: 100_000))
    }
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(throws: JSONDocument.Fault.notUTF8) {
      try JSONDocument.read([0x22, 0xFF, 0x22])
    }
  }

  @Test func `no bytes stop the reader`() {
    var seeds = SystemRandomNumberGenerator()
    let whole = Array(
      #"{"data":[{"dev":"D1","list":[{"v":-1.5e3,"t":"\u4e2d\\"}]}],"x":null}"#.utf8)
    for _ in 0..<20_000 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...4, using: &seeds) {
        let place = Int.random(in: 0..<bytes.count, using: &seeds)
        switch Int.random(in: 0..<3, using: &seeds) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &seeds)
        case 1: bytes.remove(at: place)
        default: bytes.insert(whole.randomElement(using: &seeds)!, at: place)
        }
      }
      _ = try? JSONDocument.read(
        Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &seeds))))
    }
  }
}
