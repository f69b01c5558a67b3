import ActionPlan

/// Names of a table that no facility has, as facilities that could be registered.
struct UnknownNames: Sendable {
  /// Beyond it a list of facilities is to be imported first.
  static let limit = 2_000

  /// By the first row, in the table's order.
  private(set) var drafts: [FacilityDraft] = []
  private var places: [String: Int] = [:]
  /// Faults that are an unknown name.
  private(set) var faultCount = 0

  /// Whether a text can be registered as it stands, and be found by it afterwards.
  static func mayBe(_ name: String) -> Bool {
    name.count <= StagedName.longest && Facilities.isName(name)
  }

  /// Code, place and position are the row's where it has one each, beside one facility.
  mutating func take(
    _ name: String, of register: Register, _ values: [String: FieldValue], line: Int
  ) {
    faultCount += 1
    var draft = FacilityDraft(line: line, name: name)
    func only(_ isIt: (Field.Kind) -> Bool) -> FieldValue? {
      let fields = register.fields.filter { isIt($0.kind) }
      return fields.count == 1 ? values[fields[0].id] : nil
    }
    if only({ $0 == .facility }) != nil {
      draft.creditCode = only { $0 == .creditCode }?.text
      draft.place = only { $0 == .place }?.text
      if case .position(let position)? = only({ $0 == .position }) { draft.position = position }
    }
    let key = SearchText.normal(name)
    guard let place = places[key] else {
      places[key] = drafts.count
      if drafts.count < Self.limit { drafts.append(draft) }
      return
    }
    guard place < drafts.count else { return }
    drafts[place].creditCode = drafts[place].creditCode ?? draft.creditCode
    drafts[place].place = drafts[place].place ?? draft.place
    drafts[place].position = drafts[place].position ?? draft.position
  }

  /// Whether there are too many to be registered from a table.
  var isTooMany: Bool { places.count > Self.limit }
}
