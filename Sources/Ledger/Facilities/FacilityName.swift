/// What of a firm's name tells it from others.
enum FacilityName {
  private static let forms = [
    "股份有限公司", "有限责任公司", "有限公司", "集团公司", "分公司", "总公司", "公司", "coltd", "ltd", "inc",
  ]

  /// Without blanks, brackets and legal form; half-width small letters.
  static func core(_ name: String) -> String {
    var core = SearchText.normal(name).filter {
      !$0.isWhitespace && !"()[]{}【】《》〈〉·.,。、-—".contains($0)
    }
    for form in forms where core.hasSuffix(form) && core.count > form.count {
      core.removeLast(form.count)
      break
    }
    return core
  }

  /// Characters that a district's name in front may have.
  static let districtLength = 9

  /// Whether the two may be one firm: the same core, or one that has only more in front, as the
  /// district's name.
  static func isDoubtful(_ a: String, _ b: String) -> Bool {
    guard a.count >= 2, b.count >= 2 else { return false }
    if a == b { return true }
    let (short, long) = a.count < b.count ? (a, b) : (b, a)
    return short.count >= 3 && long.count - short.count <= districtLength && long.hasSuffix(short)
  }
}
