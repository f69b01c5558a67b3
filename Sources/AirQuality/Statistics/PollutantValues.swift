/// One value for each of the six pollutants, or for some of them.
public struct PollutantValues<Value: Sendable>: Sendable {
  private var pm25: Value?
  private var pm10: Value?
  private var so2: Value?
  private var no2: Value?
  private var co: Value?
  private var o3: Value?

  public init() {}

  /// The values that `make` gives.
  public init<Failure: Error>(_ make: (Pollutant) throws(Failure) -> Value?) throws(Failure) {
    for pollutant in Pollutant.allCases { self[pollutant] = try make(pollutant) }
  }

  public init(_ values: [Pollutant: Value]) {
    self.init { values[$0] }
  }

  public subscript(pollutant: Pollutant) -> Value? {
    get {
      switch pollutant {
      case .pm25: pm25
      case .pm10: pm10
      case .so2: so2
      case .no2: no2
      case .co: co
      case .o3: o3
      }
    }
    set {
      switch pollutant {
      case .pm25: pm25 = newValue
      case .pm10: pm10 = newValue
      case .so2: so2 = newValue
      case .no2: no2 = newValue
      case .co: co = newValue
      case .o3: o3 = newValue
      }
    }
  }

  /// The pollutants that have a value, in the order of `Pollutant`.
  public var pollutants: [Pollutant] { Pollutant.allCases.filter { self[$0] != nil } }

  /// Every value with its pollutant, in the order of `Pollutant`.
  public var pairs: [(pollutant: Pollutant, value: Value)] {
    Pollutant.allCases.compactMap { pollutant in self[pollutant].map { (pollutant, $0) } }
  }

  public func mapValues<Other: Sendable>(_ change: (Value) -> Other) -> PollutantValues<Other> {
    PollutantValues<Other> { pollutant in self[pollutant].map(change) }
  }
}

extension PollutantValues: Equatable where Value: Equatable {}
extension PollutantValues: Hashable where Value: Hashable {}

extension PollutantValues: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (Pollutant, Value)...) {
    for (pollutant, value) in elements { self[pollutant] = value }
  }
}
