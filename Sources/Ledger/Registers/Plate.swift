/// The plate of a motor vehicle. 号牌
///
/// Source: GA 36-2018, 5 and annex: ordinary plates have the character of the province, the letter of
/// the issuing authority and five letters (without I and O) or digits, the last of which may be one
/// of 挂学警港澳试超领; plates of new-energy vehicles have six, of small ones beginning, of large ones
/// ending with a letter A-K (without I) and otherwise digits, the second of a small one also a letter.
public enum Plate {
  public static let rule =
    "write a plate as 浙D12345, of a new-energy vehicle as 浙DD12345 or 浙D12345D"

  private static let provinces = Set("京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使")
  private static let lastSigns = Set("挂学警港澳试超领")
  private static let letters = Set("ABCDEFGHJKLMNPQRSTUVWXYZ")
  private static let newEnergy = Set("ABCDEFGHJK")
  private static let digits = Set("0123456789")
  private static let ordinary = letters.union(digits)
  private static let last = ordinary.union(lastSigns)

  /// Capital letters, without spaces and the dot after the authority's letter.
  public static func canonical(_ text: String) -> String {
    let isCanonical = text.unicodeScalars.allSatisfy { sign in
      (0x4E00...0x9FFF).contains(sign.value) || ("A"..."Z").contains(sign)
        || ("0"..."9").contains(sign)
    }
    if isCanonical { return text }
    return String(SearchText.folded(text).uppercased().filter { !"· .-•・".contains($0) })
  }

  /// Of a canonical plate.
  public static func isValid(_ plate: String) -> Bool {
    let signs = Array(plate)
    guard signs.count == 7 || signs.count == 8, provinces.contains(signs[0]),
      letters.contains(signs[1]) || (signs[0] == "使" && digits.contains(signs[1]))
    else { return false }
    let rest = signs[2...]
    func all(_ signs: some Sequence<Character>, _ known: Set<Character>) -> Bool {
      signs.allSatisfy(known.contains)
    }
    if signs.count == 7 {
      return all(rest.dropLast(), ordinary) && last.contains(signs[6])
    }
    let isSmall =
      newEnergy.contains(signs[2]) && ordinary.contains(signs[3])
      && all(rest.dropFirst(2), digits)
    return isSmall || (all(rest.dropLast(), digits) && newEnergy.contains(signs[7]))
  }
}
