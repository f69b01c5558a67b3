/// The devices that the load comes from; a server must know them by these numbers and password.
enum MeasuredDevice {
  static let password = "123456"
  /// Factor codes and the quantities they measure in the shipped plan.
  static let quantities = [
    ("a34004", "pm25"), ("a34002", "pm10"), ("a21026", "so2"), ("a21004", "no2"),
    ("a21005", "co"), ("a05024", "o3"), ("a01001", "temperature"), ("a01002", "humidity"),
    ("a01007", "wind-speed"), ("a01008", "wind-direction"),
  ]
  static let factors = quantities.map(\.0)

  /// 24 characters, as HJ 212-2017 has them.
  static func number(_ index: Int) -> String { "010000A8900016FBENC\(10_000 + index)" }
}
