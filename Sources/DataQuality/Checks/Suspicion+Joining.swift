extension Suspicion {
  /// Two of one check and series that lie no further apart are one mark. A gap is a fact of its own:
  /// between two of them there were values.
  public static func joinedSeconds(_ check: QualityCheck) -> Int { check == .gap ? 0 : 86_400 }

  /// Whether another is of the same mark.
  public func joins(_ other: Suspicion) -> Bool {
    let reach = Self.joinedSeconds(check)
    return check == other.check && from <= other.until + reach && other.from <= until + reach
  }

  /// The span of both, with the newer grounds.
  public func joined(with newer: Suspicion) -> Suspicion {
    Suspicion(
      check: check, from: min(from, newer.from), until: max(until, newer.until),
      grounds: newer.until >= until ? newer.grounds : grounds)
  }
}

extension [Suspicion] {
  /// Takes one in: into the mark it belongs to, or as another.
  public mutating func join(_ newer: Suspicion) {
    if let place = firstIndex(where: { $0.joins(newer) }) {
      self[place] = self[place].joined(with: newer)
    } else {
      append(newer)
    }
  }
}
