import ActionPlan
import GRDB

/// Facilities and monitoring points at places that a plan would no longer know.
enum PlaceOutlook {
  static func complaints(of plan: Plan, in db: Database) throws -> [String] {
    let known = Set(plan.places.map(\.id))
    return try [("facility", "facilities"), ("monitoring_point", "points")].flatMap { table, what in
      try Row.fetchAll(
        db,
        sql: """
          SELECT place, count(*) AS count, min(id) AS first FROM \(table)
          WHERE place IS NOT NULL GROUP BY place ORDER BY place
          """
      ).filter { !known.contains($0["place"]) }.map { row in
        "\(row["count"] as Int) \(what) (such as \(row["first"] as String)) are at place "
          + "\"\(row["place"] as String)\", which is not in the plan; put it back, or change those "
          + "first"
      }
    }
  }
}
