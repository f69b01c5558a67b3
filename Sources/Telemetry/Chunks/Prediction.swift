/// How the next whole number of a column is guessed from those before it. All arithmetic wraps, so that
/// any numbers can be told.
enum Prediction: UInt8, CaseIterable {
  /// It stays: states, counters that stand still.
  case last = 0
  /// It moves on as it just did: times, meters that count.
  case line = 1
  /// It lies about where the last lay: noise around a level.
  case level = 2
  /// Halfway between the last and that mean: noise that wanders.
  case between = 3

  /// What was seen so far, and what it says of the next one.
  struct State {
    private let prediction: Prediction
    private var last: Int64 = 0
    private var before: Int64 = 0
    private var level: Int64 = 0
    private var isFirst = true

    init(_ prediction: Prediction) { self.prediction = prediction }

    var guess: Int64 {
      switch prediction {
      case .last: last
      case .line: last &+ (last &- before)
      case .level: level
      case .between: (last >> 1) &+ (level >> 1) &+ (last & level & 1)
      }
    }

    mutating func take(_ value: Int64) {
      before = isFirst ? value : last
      last = value
      level = isFirst ? value : level &+ ((value &- level) / 4)
      isFirst = false
    }
  }

  /// The one that leaves the least to tell.
  static func best(for values: [Int64]) -> Prediction {
    var best = (prediction: Prediction.last, cost: Int.max)
    for prediction in allCases {
      var state = State(prediction)
      var cost = 0
      for value in values {
        cost += 64 - (value &- state.guess).magnitude.leadingZeroBitCount
        state.take(value)
      }
      if cost < best.cost { best = (prediction, cost) }
    }
    return best.prediction
  }
}
