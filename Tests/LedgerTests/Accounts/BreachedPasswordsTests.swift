import FoundationEssentials
import Ledger
import Synchronization
import Testing

struct BreachedPasswordsTests {
  private let folder: String
  private let path: String

  init() throws {
    folder = try freshFolder()
    path = folder + "/list.txt"
  }

  private func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: path))
  }

  private func rule(_ lines: [String]) throws -> PasswordRule {
    try write(Array(lines.joined(separator: "\n").utf8))
    var rule = PasswordRule()
    rule.breached = BreachedPasswords(path: path)
    return rule
  }

  @Test(arguments: [
    "Trustno1-Ever", "TRUSTNO1-ever", "Dragon-2021!", "2021!Dragon", "Monkey.Business.77",
  ])
  func `a listed password is refused in any case, and with digits and signs around it`(
    password: String
  ) throws {
    let rule = try rule(["trustno1-ever", "dragon", "Monkey.Business"])
    #expect(throws: PasswordFault.breached) { try rule.check(password, name: "wang.li") }
  }

  @Test(arguments: [
    "Dragonfly-2021!", "My-Dragon-2021!", "dragon dragon dragon dragon", "12-ab-CD-34",
  ])
  func `what only holds a listed word is not refused for it`(password: String) throws {
    try rule(["dragon", "ab", ""]).check(password, name: "wang.li")
  }

  @Test func `a long passphrase is refused only as it stands`() throws {
    let rule = try rule(["correct horse battery staple"])
    #expect(throws: PasswordFault.breached) {
      try rule.check("Correct Horse Battery Staple", name: "wang.li")
    }
    try rule.check("Correct Horse Battery Staple 9", name: "wang.li")
  }

  @Test(arguments: ["\n", "\r\n"])
  func `the last line counts with and without its end`(end: String) throws {
    for last in ["", end] {
      try write(Array("first\(end)Harbour-Lights-7\(last)".utf8))
      #expect(BreachedPasswords(path: path).holds(any: ["harbour-lights-7"]))
    }
  }

  @Test func `a line is found wherever a piece of the file ends`() throws {
    let wanted = Array("needle-in-a-haystack".utf8)
    for offset in 0...wanted.count + 1 {
      // The file is read in pieces of 1 MiB.
      var bytes = [UInt8](repeating: UInt8(ascii: "x"), count: (1 << 20) - offset)
      for place in stride(from: 60, to: bytes.count, by: 61) { bytes[place] = 0x0A }
      bytes[bytes.count - 1] = 0x0A
      try write(bytes + wanted + [0x0A] + Array("behind".utf8))
      let list = BreachedPasswords(path: path)
      #expect(
        list.holds(any: ["needle-in-a-haystack"]), "\(offset) bytes before the end of a piece")
      #expect(!list.holds(any: ["needle-in-a-haystac"]))
    }
  }

  @Test func `lines of any length and bytes of any kind cost nothing but themselves`() throws {
    let junk: [UInt8] = [0x00, 0xFF, 0xFE, 0x0D, 0x0D]
    let endless = [UInt8](repeating: UInt8(ascii: "a"), count: 3 << 20)
    try write(junk + endless + Array("\nriver-stone-9\n".utf8) + endless)
    let list = BreachedPasswords(path: path)
    #expect(list.holds(any: ["river-stone-9"]))
    #expect(!list.holds(any: ["aaaaaaaaaa", "", "river-stone"]))
  }

  @Test func `random files never hold what no line of them is`() throws {
    let letters: [UInt8] = Array("abAB\n\r\0".utf8)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...80)).map { _ in letters.randomElement() ?? 0 }
      try write(bytes)
      let lines = bytes.split(separator: 0x0A).map { line in
        String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self).lowercased()
      }
      let list = BreachedPasswords(path: path)
      for wanted in ["ab", "aab", "bbb", "a"] {
        #expect(list.holds(any: [wanted]) == lines.contains(wanted), "\(wanted) in \(bytes)")
      }
    }
  }

  @Test func `a list that was replaced counts at once, and one that is gone is told of`() throws {
    let told = Mutex<[FileFault]>([])
    try write(Array("summer-rain-5\n".utf8))
    let list = BreachedPasswords(path: path) { fault in told.withLock { $0.append(fault) } }
    try list.open()
    #expect(list.holds(any: ["summer-rain-5"]))
    try write(Array("winter-rain-5\n".utf8))
    #expect(!list.holds(any: ["summer-rain-5"]))
    try FileManager.default.removeItem(atPath: path)
    #expect(!list.holds(any: ["winter-rain-5"]))
    #expect(told.withLock(\.self).map(\.path) == [path])
    #expect(throws: FileFault.self) { try list.open() }
  }

  @Test(arguments: ["Shangyu-2021x", "xGaibei.2021", "蓝天Aa上虞2021"])
  func `what the place is called is no part of a password`(password: String) throws {
    var rule = PasswordRule()
    rule.placeWords = ["shangyu", "gaibei", "上虞"]
    #expect(throws: PasswordFault.containsPlace) { try rule.check(password, name: "wang.li") }
    try rule.check("a walk along the dyke of shangyu", name: "wang.li")
  }

  @Test func `words of the place are the plan's names of its towns`() {
    let words = PasswordRule.placeWords(of: plan)
    #expect(words.contains("town"))
    #expect(!words.contains("test-"))
    #expect(words.allSatisfy { $0.count >= 2 })
  }

  @Test func `an account takes no listed password`() async throws {
    let bench = try await Bench.withFirm()
    var accounts = Accounts(
      ledger: bench.ledger, hasher: PasswordHasher(cost: ScryptCost(rounds: 16)), now: { 1 })
    accounts.passwords = try rule(["sunflower"])
    let draft = AccountDraft(name: "wang.li", displayName: "王丽", unit: "bureau", roles: [.officer])
    await #expect(throws: AccountError.password(.breached)) {
      try await accounts.create(draft, password: "Sunflower-77", by: .system("test"))
    }
    let account = try await accounts.create(
      draft, password: "Blue-sky-2021x", by: .system("test"))
    await #expect(throws: AccountError.password(.breached)) {
      try await accounts.changePassword(
        of: account.id, from: "Blue-sky-2021x", to: "77-Sunflower", source: "192.0.2.1", agent: "t")
    }
    await #expect(throws: AccountError.password(.breached)) {
      try await accounts.resetPassword(of: account.id, to: "Sunflower#2021", by: .system("test"))
    }
  }
}
