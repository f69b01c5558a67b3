import ActionPlan
import AirQuality
import Ledger

/// `GET /api/air`: the stations' air as data.
struct AirAnswer: Encodable, Sendable {
  struct Station: Encodable, Sendable {
    let id: String
    let label: Label
    let role: String?
    let longitude: Double?
    let latitude: Double?
    /// Withheld where the edition withholds an incomplete index.
    let aqi: Int?
    let level: Int?
    let primary: [String]
    let edition: String?
    /// `hour` or `minute`.
    let basis: String
    /// Epoch seconds.
    let from: Int?
    let until: Int?
    let isOld: Bool
    /// Decimal text in the pollutant's unit.
    let concentrations: [String: String]

    init(_ air: StationAir) {
      let index = air.index.flatMap { $0.mayBePublished ? $0 : nil }
      id = air.point.id
      label = air.point.label
      role = air.point.role?.rawValue
      longitude = air.point.position?.longitude
      latitude = air.point.position?.latitude
      aqi = index?.aqi
      level = index?.category.level
      primary = index?.primaryPollutants.map(\.rawValue) ?? []
      edition = index?.edition
      basis = air.basis.rawValue
      from = air.start
      until = air.end
      isOld = air.isOld
      concentrations = Dictionary(
        uniqueKeysWithValues: air.readings.map { ($0.pollutant.rawValue, $0.value.description) })
    }
  }

  let plan: String
  let isSimulated: Bool
  let now: Int
  let stations: [Station]
}
