import ActionPlan
import AirQuality
import Casework
import GRDB
import Ledger

/// `GET /api/field/day`: everything that an officer needs for a day without a network.
struct FieldDay: Encodable, Sendable {
  struct Person: Encodable, Sendable {
    /// Whose things these are on a phone that several people use: the account, and for whom it stands in.
    let key: String
    let name: String
    let unit: Label?
  }

  struct Place: Encodable, Sendable {
    let at: [Double]
    let label: Label
    let boundary: [[[[Double]]]]?
  }

  struct Ground: Encodable, Sendable {
    let center: [Double]
    let zoom: Int
    let boundary: [[[[Double]]]]?
    let places: [Place]
    let tiles: MapAnswer.Tiles?
  }

  struct Facility: Encodable, Sendable {
    let id: String
    let label: Label
    let at: [Double]?
  }

  /// What an instrument may have measured.
  struct Quantity: Encodable, Sendable {
    let id: String
    let label: Label
    let unit: String
  }

  let person: Person
  /// Epoch seconds of the server, by which a phone sees how far its own clock is off.
  let now: Int
  /// `zh` or `en`, as the other pages are.
  let language: String
  /// When the sign-in ends if nothing is heard of it until then.
  let signedInUntil: Int
  /// What a form that signs out has to carry.
  let formToken: String
  let cases: [FieldCase]
  let units: [FieldCase.Named]
  let quantities: [Quantity]
  let facilities: [Facility]
  let checklists: [FieldChecklist]
  let routes: [FieldRoute]
  let ground: Ground
  /// What one photo may have, in bytes, and how many go with one thing.
  let photoBytes: Int
  let photoCount: Int
  /// What small copies of the cases' photos may take up on the phone together, in bytes, and what one of
  /// them has at most.
  let keptPhotoBytes: Int
  let keptPhotoMostBytes: Int

  /// 24 MiB: some two hundred photos.
  static let keptPhotoBudget = 24 * 1_024 * 1_024
  /// So many facilities are kept on a phone.
  static let facilityLimit = 5_000
}

/// A checklist to be filled in.
struct FieldChecklist: Encodable, Sendable {
  struct Item: Encodable, Sendable {
    let id: String
    let label: Label
    /// `judged`, or the kind of field.
    let kind: String
    let isRequired: Bool
    let unit: Label?
    let atLeast: String?
    let atMost: String?
    let choices: [FieldCase.Named]
    /// An answer to it may open a case.
    let opens: Bool
  }

  struct Opening: Encodable, Sendable {
    let rule: Label
    let procedure: Label
  }

  struct Subject: Encodable, Sendable {
    let id: String
    let label: Label
  }

  let id: String
  let label: Label
  let clause: String
  let clauseLabel: Label
  /// Rows of a register that it inspects; nil where it inspects facilities.
  let subjects: [Subject]?
  let items: [Item]
  let opens: [Opening]

  static let subjectLimit = 500
}

/// A patrol route with what was visited of it today.
struct FieldRoute: Encodable, Sendable {
  struct Stop: Encodable, Sendable {
    let name: String
    let facility: String?
    let at: [Double]?
    /// Epoch seconds by the phone of whoever was there.
    let visitedAt: Int?
  }
  let id: String
  let name: String
  let isOwn: Bool
  let stops: [Stop]
}

extension Predicate {
  /// Fields that it asks for.
  var fields: Set<String> {
    switch self {
    case .compare(let one, _, let other): one.fields.union(other.fields)
    case .isEmpty(let field): [field]
    case .isOne(let operand, _): operand.fields
    case .all(let parts), .any(let parts):
      parts.reduce(into: []) { $0.formUnion($1.fields) }
    case .not(let part): part.fields
    }
  }
}

extension Predicate.Operand {
  fileprivate var fields: Set<String> {
    if case .field(let id) = self { [id] } else { [] }
  }
}
