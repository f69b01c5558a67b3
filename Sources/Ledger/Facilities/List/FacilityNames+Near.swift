extension FacilityNames {
  /// Facilities of a name that differs in a character or two, as a misspelt one does: a hint, no doubt.
  ///
  /// - Returns: at most three, the nearest first.
  func near(_ text: String) -> [FacilityCandidate] {
    let core = Array(FacilityName.core(text))
    guard core.count >= 4 else { return [] }
    let allowed = core.count >= 8 ? 2 : 1
    var found: [String: Int] = [:]
    for (other, id) in cores where !waits(kept(id)) && abs(other.count - core.count) <= allowed {
      let distance = Self.distance(core, Array(other), upTo: allowed)
      guard distance <= allowed else { continue }
      found[kept(id)] = min(distance, found[kept(id)] ?? distance)
    }
    return found.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.prefix(3).map {
      FacilityCandidate(facility: $0.key, why: .misspelt)
    }
  }

  /// How many characters must be put in, taken out or replaced (Levenshtein); more than `limit` where
  /// it is more.
  private static func distance(_ one: [Character], _ other: [Character], upTo limit: Int) -> Int {
    var before = Array(0...other.count)
    for (row, left) in one.enumerated() {
      var line = [row + 1]
      for (column, right) in other.enumerated() {
        line.append(
          min(before[column] + (left == right ? 0 : 1), before[column + 1] + 1, line[column] + 1))
      }
      guard line.contains(where: { $0 <= limit }) else { return limit + 1 }
      before = line
    }
    return before[other.count]
  }
}
