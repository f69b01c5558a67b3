public import GRDB

extension Facilities {
  /// An id for a facility that somebody adds by its name; a second one of the same name gets another.
  public static func freeID(for name: String, in db: Database) throws -> String {
    let stem = "facility-" + StagedName.mark(of: name)
    var (id, count) = (stem, 1)
    while try isThere(id, in: db) {
      count += 1
      id = "\(stem)-\(count)"
    }
    return id
  }
}
