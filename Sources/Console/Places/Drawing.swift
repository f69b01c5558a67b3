import Foundation

/// Numbers and shapes of our SVG pictures.
enum Drawing {
  /// With one decimal.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  static func point(_ x: Double, _ y: Double) -> String { "\(number(x)),\(number(y))" }

  /// A round step of 1, 2 or 5 times a power of ten, of which four or fewer reach a value.
  static func step(reaching value: Double) -> Double {
    var power = 0.01
    while true {
      for factor in [1.0, 2, 5] where power * factor * 4 >= value { return power * factor }
      power *= 10
    }
  }

  /// A step as a person writes it: no decimals it does not need.
  static func plain(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    if hundredths.isMultiple(of: 100) { return "\(hundredths / 100)" }
    if hundredths.isMultiple(of: 10) { return "\(hundredths / 100).\(hundredths / 10 % 10)" }
    return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
  }

  /// A petal of a rose: a piece of a ring round the origin, north up.
  ///
  /// - Parameters:
  ///   - degrees: its middle, from north, clockwise.
  ///   - halfWidth: in degrees.
  static func petal(
    at degrees: Double, from inner: Double, to outer: Double, halfWidth: Double
  ) -> String {
    func corner(_ radius: Double, _ angle: Double) -> String {
      let radians = angle * .pi / 180
      return point(radius * sin(radians), -radius * cos(radians))
    }
    let (left, right) = (degrees - halfWidth, degrees + halfWidth)
    return "M\(corner(inner, left))L\(corner(outer, left))"
      + "A\(number(outer)),\(number(outer)) 0 0 1 \(corner(outer, right))"
      + "L\(corner(inner, right))A\(number(inner)),\(number(inner)) 0 0 0 \(corner(inner, left))Z"
  }
}
