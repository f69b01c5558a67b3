import Foundation

/// How many files and connections the process may have open at once.
enum OpenFiles {
  /// Of them, what the pages' connections, the databases and the log may need beside the devices.
  static let reserved = 1_224

  /// Raises the soft limit to the hard one, which any process may do; a shell's usual 1,024 would
  /// end a district of a thousand devices.
  ///
  /// - Returns: the limit now; nil where the system does not tell.
  static func raiseLimit() -> Int? {
    let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(files, &limit) == 0 else { return nil }
    var raised = limit
    raised.rlim_cur = raised.rlim_max
    if setrlimit(files, &raised) == 0 { limit = raised }
    return Int(clamping: limit.rlim_cur)
  }

  /// How many device connections fit under a limit: at least half of it.
  static func connections(wanted: Int, limit: Int) -> Int {
    min(wanted, max(limit - reserved, limit / 2, 1))
  }
}
