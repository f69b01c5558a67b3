/// What a plan folder may hold at most. A district's real plan stays far below each of these.
enum FolderLimits {
  static let files = 400
  /// Folders inside folders.
  static let depth = 3
  static let yamlBytes = 1 << 20
  static let boundaryBytes = 8 << 20
  static let totalBytes = 32 << 20
  /// Levels of lists and mappings in one document.
  static let nesting = 24
  /// Scalars, lists and mappings in one file.
  static let values = 100_000
  static let boundaryPositions = 200_000
}
