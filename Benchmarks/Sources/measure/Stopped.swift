/// Why a measurement could not be made: where, what was found, what to do.
struct Stopped: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
