/// Wind at one place, hour by hour: speed in m/s, and the direction it comes from in degrees from
/// north, clockwise, 0…360.
public struct HourlyWind: Sendable, Hashable {
  public let speed: HourlyValues
  public let direction: HourlyValues

  public init(speed: HourlyValues, direction: HourlyValues) {
    self.speed = speed
    self.direction = direction
  }
}
