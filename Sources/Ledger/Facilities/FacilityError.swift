/// Why a facility was not written or settled.
public enum FacilityError: Error, Equatable, CustomStringConvertible {
  case badID(String)
  case badName(String)
  case badCreditCode(String, String)
  case creditCodeTaken(String, by: String)
  case unknownPlace(String, String)
  case badPosition(String)
  case unknown(String)
  case mergedIntoItself(String)
  /// It is another one already.
  case alreadyMerged(String, into: String)
  /// The one that was kept became another one afterwards.
  case mergedLater(String, into: String)
  /// It only stands in for a name that nobody has settled, or that is no facility's.
  case isStandIn(String)
  case tooManyRows(String, Int)
  /// A row cannot go over.
  case rowStands(register: String, row: Int64, RegisterError)
  case aliasTaken(String, by: String)
  case noDoubt(String)
  case isSettled(String)

  public var description: String {
    switch self {
    case .badID(let id): "facility id \"\(id)\": \(LedgerID.rule)"
    case .badName(let id): "facility \(id): write a name of 1 to 200 characters"
    case .badCreditCode(let id, let code):
      "facility \(id): credit code \"\(code)\" does not check; "
        + "copy all 18 characters from the licence"
    case .creditCodeTaken(let code, let other):
      "credit code \(code) already belongs to facility \(other); correct one of the two"
    case .unknownPlace(let id, let place):
      "facility \(id): place \"\(place)\" is not in the plan; write the id of one of its places"
    case .unknown(let id): "there is no facility \(id); correct its id"
    case .mergedIntoItself(let id):
      "facility \(id) cannot be merged into itself; name two facilities"
    case .alreadyMerged(let id, let other):
      "facility \(id) is \(other) already; name that one, or take the earlier judgement back first"
    case .mergedLater(let id, let other):
      "facility \(id) was merged into \(other) afterwards; take that back first"
    case .isStandIn(let id):
      "facility \(id) stands in for a name that is not settled; settle that first"
    case .tooManyRows(let id, let count):
      "more than \(FacilityMoves.rowLimit) rows name facility \(id) (\(count)); keep that one and "
        + "merge the other one into it"
    case .rowStands(let register, let row, let error):
      "row \(row) of register \(register) cannot go over; change it first: \(error)"
    case .aliasTaken(let name, let other):
      "facility \(other) is called \"\(name)\"; take that name away there first"
    case .noDoubt(let id): "no name waits as \(id); look it up in the list of doubts"
    case .isSettled(let name):
      "\"\(name)\" was settled meanwhile; take that back first to settle it anew"
    case .badPosition(let id):
      "facility \(id): the position is not on earth; write WGS-84 degrees, longitude first"
    }
  }

  /// Stable, for pages and programs.
  public var code: String {
    switch self {
    case .badID: "bad-id"
    case .badName: "bad-name"
    case .badCreditCode: "bad-credit-code"
    case .creditCodeTaken: "credit-code-taken"
    case .unknownPlace: "unknown-place"
    case .badPosition: "bad-position"
    case .unknown: "unknown"
    case .mergedIntoItself: "merged-into-itself"
    case .alreadyMerged: "already-merged"
    case .mergedLater: "merged-later"
    case .isStandIn: "is-stand-in"
    case .tooManyRows: "too-many-rows"
    case .rowStands: "row-stands"
    case .aliasTaken: "alias-taken"
    case .noDoubt: "no-doubt"
    case .isSettled: "is-settled"
    }
  }
}
