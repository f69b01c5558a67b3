import ActionPlan
import GRDB
import Ledger

/// A row of the plan's register of cameras: where a camera stands. The role `cameras` fixes the
/// names of its fields.
struct Camera {
  let place: String?
  let position: Coordinate?
  /// Unless the register says that it is not.
  let isInService: Bool
  let subject: CaseSubject

  /// - Returns: nil where the register has no such camera, or the plan no such register.
  static func find(_ id: String, plan: Plan, in db: Database) throws -> Camera? {
    guard let register = plan.cameras,
      let row = try RegisterStore.rows(register, where: "camera", is: id, in: db).first
    else { return nil }
    return Camera(
      place: row["place"].text, position: row["position"].coordinate,
      isInService: row["in-service"] != .flag(false),
      subject: CaseSubject(register: register.id, row: row.id, names: [:]))
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
