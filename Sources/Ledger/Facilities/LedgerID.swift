import ActionPlan

/// Ids people write into lists and plans: permanent, readable, safe in addresses.
public enum LedgerID {
  public static let rule =
    "write 1 to 64 letters a-z, digits or hyphens, beginning with a letter or digit"

  public static func isValid(_ id: some StringProtocol) -> Bool {
    guard (1...64).contains(id.utf8.count), id.utf8.first != UInt8(ascii: "-") else { return false }
    return id.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
        UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

extension Coordinate {
  var isOnEarth: Bool {
    (-180...180).contains(longitude) && (-90...90).contains(latitude)
  }

  /// Both columns or neither.
  init?(longitude: Double?, latitude: Double?) {
    guard let longitude, let latitude else { return nil }
    self.init(longitude: longitude, latitude: latitude)
  }
}
