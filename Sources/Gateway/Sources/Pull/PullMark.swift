import FoundationEssentials

/// How far a fetched source was read; rests in `SourceState.mark`.
struct PullMark: Codable, Equatable {
  /// End of the span that was fetched whole, epoch seconds.
  var until: Int?
  /// What the server calls the version that we have.
  var tag: String?
  var modified: String?

  init() {}

  /// What cannot be read is as nothing: then all is fetched again, and repeats are dropped.
  init(reading text: String) {
    self = (try? JSONDecoder().decode(PullMark.self, from: Data(text.utf8))) ?? PullMark()
  }

  func text() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
