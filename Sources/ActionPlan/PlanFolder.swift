/// What reading a plan folder gave.
public struct PlanReading: Sendable {
  /// The plan; `nil` as soon as one diagnostic is an error.
  public let plan: Plan?
  /// Sorted by file, line and column.
  public let diagnostics: [Diagnostic]
  /// The plan's files as read, sorted by path: what an archive keeps so that a case can finish under
  /// the plan it began with.
  public let files: [PlanFile]

  public init(plan: Plan?, diagnostics: [Diagnostic], files: [PlanFile]) {
    self.plan = plan
    self.diagnostics = diagnostics
    self.files = files
  }
}

/// Reads plan folders: any input gets an answer, none a trap.
public enum PlanFolder {
  /// Reads and checks a folder on the disk. Blocks while it reads: never call it on an event loop.
  ///
  /// - Parameter path: the folder, which must hold its files itself: symbolic links in it are refused.
  public static func read(_ path: String) -> PlanReading {
    DeepStack.run {
      let log = DiagnosticLog()
      let files = FolderScan.files(in: path, log: log)
      return read(files, log: log)
    }
  }

  /// Reads and checks a plan from the files of an earlier reading.
  public static func read(files: [PlanFile]) -> PlanReading {
    DeepStack.run { read(files.sorted { $0.path < $1.path }, log: DiagnosticLog()) }
  }

  private static func read(_ files: [PlanFile], log: DiagnosticLog) -> PlanReading {
    let plan = PlanReader(files: files, log: log).plan()
    return PlanReading(
      plan: log.hasErrors ? nil : plan, diagnostics: log.sorted, files: files)
  }
}
