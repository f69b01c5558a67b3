/// The boundary files that `plan.yml` names.
struct OutlineSettings {
  struct Source {
    let file: String
    let datum: Datum
    /// The feature property that holds the place's id.
    let key: String
    /// Where `plan.yml` names the file.
    let location: Location
  }
  let district: Source?
  let places: Source?
}

/// Outlines in WGS-84.
struct Outlines {
  let district: Boundary?
  let places: [String: Boundary]
}
