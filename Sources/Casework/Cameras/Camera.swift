import ActionPlan
import GRDB
import Ledger

/// A row of the plan's register `cameras`: where a camera stands.
struct Camera {
  /// The register that camera platforms' ids are looked up in.
  static let register = "cameras"
  /// Its fields: the platform's id of the camera, where it stands.
  static let idField = "camera"
  static let placeField = "place"
  static let positionField = "position"

  let place: String?
  let position: Coordinate?
  let subject: CaseSubject

  /// - Returns: nil where the register has no such camera, or the plan no such register.
  static func find(_ id: String, plan: Plan, in db: Database) throws -> Camera? {
    guard let register = plan.register(Self.register),
      let row = try RegisterStore.rows(register, where: idField, is: id, in: db).first
    else { return nil }
    let place = row[placeField].text
    return Camera(
      place: place, position: row[positionField].coordinate,
      subject: CaseSubject(
        register: register.id, row: row.id, names: place.map { [placeField: $0] } ?? [:]))
  }

  /// The place of what the camera saw. A position that a boundary holds decides; one that is only
  /// near a place is believed where that is the camera's own.
  func place(seenAt position: Coordinate?, plan: Plan) -> (place: String?, isCertain: Bool) {
    guard let position else { return (place, place != nil) }
    guard let match = plan.place(containing: position) else { return (nil, false) }
    return (match.place.id, !match.isApproximate || match.place.id == place)
  }
}

extension FieldValue {
  var coordinate: Coordinate? {
    if case .position(let position) = self { return position }
    return nil
  }
}
