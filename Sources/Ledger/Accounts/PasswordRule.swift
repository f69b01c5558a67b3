public import ActionPlan

/// What a password must be.
///
/// Source: GB/T 22239-2019, 8.1.4.1 a (identity unique, authentication data complex and changed), and OWASP
/// ASVS 5.0, 6.2 (words of the place, common and breached passwords); the numbers are ours.
public struct PasswordRule: Sendable {
  /// What the place is called, in small letters: whoever guesses here begins with it.
  public var placeWords: Set<String> = []
  /// Nil where no list is at hand.
  public var breached: BreachedPasswords?

  public init() {}

  /// In characters.
  public static let length = 10...128
  /// From this length on, any characters will do.
  public static let passphraseLength = 20

  /// Reads a list from the disk where there is one: never on an event loop.
  ///
  /// - Parameter name: the account's sign-in name, which the password must not contain.
  public func check(_ password: String, name: String) throws(PasswordFault) {
    guard password.count >= Self.length.lowerBound else { throw .tooShort }
    guard password.count <= Self.length.upperBound, password.utf8.count <= 1024 else {
      throw .tooLong
    }
    let lowered = password.lowercased()
    let isPassphrase = password.count >= Self.passphraseLength
    if lowered.contains(name.lowercased()) { throw .containsName }
    if Set(lowered).count < 5
      || Self.common.contains(where: { lowered.contains($0) && lowered.count < 16 })
    {
      throw .tooCommon
    }
    if !isPassphrase, placeWords.contains(where: { lowered.contains($0) }) { throw .containsPlace }
    if !isPassphrase, Self.kinds(in: password) < 3 { throw .tooUniform }
    if let breached {
      let tried = isPassphrase ? [lowered] : [lowered, Self.core(of: lowered)]
      if breached.holds(any: tried) { throw .breached }
    }
  }

  /// What is left without the digits and signs before and behind it, with which people make a word that
  /// everybody knows look like a password: `Dragon-2021!` is `dragon`. Empty where little is left.
  private static func core(of lowered: String) -> String {
    let isOuter: (Character) -> Bool = { !$0.isLetter }
    let rest = lowered.drop(while: isOuter)
    let core = String(String(rest.reversed().drop(while: isOuter)).reversed())
    return core.count >= shortestCore ? core : ""
  }

  /// In characters.
  private static let shortestCore = 4

  /// What a plan's district and towns are called: four letters and more of an id, two Chinese characters
  /// and more of a name.
  public static func placeWords(of plan: Plan) -> Set<String> {
    let towns = plan.units.filter { $0.kind == .town }
    let ids = ([plan.id] + towns.map(\.id)).flatMap { $0.split { !$0.isLetter } }
      .map { $0.lowercased() }.filter { $0.count >= 4 }
    let names =
      plan.places.map(\.label.zh) + towns.map(\.label.zh)
      + [plan.airDistrict?.name, plan.airDistrict?.city].compactMap(\.self)
    return Set(ids + names.map(withoutRank).filter { $0.count >= 2 && !$0.allSatisfy(\.isASCII) })
  }

  /// A place's name without what kind of place it is.
  private static func withoutRank(_ name: String) -> String {
    let rank = ["街道", "镇", "乡", "区", "县", "市"].first { name.hasSuffix($0) }
    return rank.map { String(name.dropLast($0.count)) } ?? name
  }

  /// How many of: small letters, capitals, digits, everything else.
  private static func kinds(in password: String) -> Int {
    var kinds: Set<Int> = []
    for scalar in password.unicodeScalars {
      switch scalar {
      case "a"..."z": kinds.insert(0)
      case "A"..."Z": kinds.insert(1)
      case "0"..."9": kinds.insert(2)
      default: kinds.insert(3)
      }
    }
    return kinds.count
  }

  private static let common = [
    "password", "passw0rd", "p@ssw0rd", "12345678", "87654321", "qwerty", "abcd1234", "1qaz2wsx",
    "admin123", "iloveyou", "letmein", "woaini", "lantian", "88888888", "11111111", "00000000",
  ]
}

public enum PasswordFault: String, Error, Sendable, CaseIterable, CustomStringConvertible {
  case tooShort = "too-short"
  case tooLong = "too-long"
  case tooUniform = "too-uniform"
  case tooCommon = "too-common"
  case containsName = "contains-name"
  case containsPlace = "contains-place"
  /// It is on the list of known passwords, or is one of them with digits and signs around it.
  case breached
  case unchanged
  case wrongCurrent = "wrong-current"

  public var description: String {
    switch self {
    case .tooShort:
      "the password is too short: use at least \(PasswordRule.length.lowerBound) characters"
    case .tooLong:
      "the password is too long: use at most \(PasswordRule.length.upperBound) characters"
    case .tooUniform:
      "the password is too uniform: mix three of small letters, capitals, digits and signs, "
        + "or use at least \(PasswordRule.passphraseLength) characters"
    case .tooCommon: "the password is among the first anyone would try: choose another"
    case .containsName: "the password contains the sign-in name: leave it out"
    case .containsPlace: "the password contains what the place is called: leave it out"
    case .breached:
      "the password, or its word without the digits and signs around it, is on the list of known "
        + "passwords: choose another"
    case .unchanged: "the new password is the old one: choose another"
    case .wrongCurrent: "the present password is wrong: type it again"
    }
  }
}
