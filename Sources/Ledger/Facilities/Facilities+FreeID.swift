internal import Crypto
public import GRDB

extension Facilities {
  /// An id for a facility that somebody adds by its name; a second one of the same name gets another.
  public static func freeID(for name: String, in db: Database) throws -> String {
    let digest = SHA256.hash(data: Array(SearchText.normal(name).utf8))
    let stem = "facility-" + Array(digest.prefix(6)).hex
    var (id, count) = (stem, 1)
    while try isThere(id, in: db) {
      count += 1
      id = "\(stem)-\(count)"
    }
    return id
  }
}
