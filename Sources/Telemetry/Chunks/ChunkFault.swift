/// Why bytes are no chunk.
enum ChunkFault: Error, Equatable, CustomStringConvertible {
  case unreadable(String)

  var description: String {
    switch self {
    case .unreadable(let why): "not a chunk of samples: \(why)"
    }
  }
}
