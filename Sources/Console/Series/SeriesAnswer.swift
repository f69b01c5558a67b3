import ActionPlan
import AirQuality
import Telemetry

/// Values are decimal text, so that no reader turns them into a binary float by itself.
struct SeriesAnswer: Encodable, Sendable {
  struct Sample: Encodable, Sendable {
    /// Start of the sample's window, epoch seconds.
    let t: Int
    let v: String
    let flag: String
    let isValid: Bool
    /// Times this sample was changed after it first came.
    let revisions: Int

    init(_ sample: StoredSample) {
      t = sample.start
      v = sample.value.description
      flag = sample.flag.rawValue
      isValid = sample.flag.isValid
      revisions = sample.revisionCount
    }
  }

  struct Period: Encodable, Sendable {
    let t: Int
    let mean: String?
    let min: String?
    let max: String?
    let count: Int
    let valid: Int

    init(_ rollup: Rollup) {
      t = rollup.start
      mean = rollup.mean?.description
      min = rollup.minimum?.description
      max = rollup.maximum?.description
      count = rollup.count
      valid = rollup.validCount
    }
  }

  let point: String
  let quantity: String
  let label: Label?
  let unit: String
  let statistic: String
  let window: Int
  let resolution: String
  let from: Int
  let until: Int
  /// The stretch holds more samples than an answer may; these are the newest.
  var isCut = false
  var samples: [Sample]?
  var rollups: [Period]?

  init(query: SeriesQuery, plan: Plan) {
    let known = plan.quantity(query.key.quantity)
    point = query.key.point
    quantity = query.key.quantity
    label = known?.label
    unit = known?.unit ?? ""
    statistic = query.key.statistic.rawValue
    window = query.key.windowSeconds
    resolution = query.resolution.rawValue
    from = query.from
    until = query.until
  }
}
