/// Cores of names with what has them, so that a list of thousands finds what is alike at once; alike is
/// what `FacilityName.isDoubtful` says.
struct FacilityCores<Owner: Hashable & Sendable>: Sendable {
  private var byCore: [String: [Owner]] = [:]
  /// What a core is without its first characters.
  private var byEnd: [String: [Owner]] = [:]

  mutating func add(_ core: String, _ owner: Owner) {
    byCore[core, default: []].append(owner)
    for end in Self.ends(of: core) { byEnd[end, default: []].append(owner) }
  }

  func like(_ core: String) -> Set<Owner> {
    guard core.dropFirst().first != nil else { return [] }
    var found = Set(byCore[core] ?? [])
    found.formUnion(byEnd[core] ?? [])
    for end in Self.ends(of: core) { found.formUnion(byCore[end] ?? []) }
    return found
  }

  private static func ends(of core: String) -> [String] {
    var (ends, rest) = ([String](), core[...])
    for _ in 0..<FacilityName.districtLength {
      rest = rest.dropFirst()
      guard rest.dropFirst(2).first != nil else { break }
      ends.append(String(rest))
    }
    return ends
  }
}
