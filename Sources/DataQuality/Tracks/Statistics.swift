/// Statistics that a few wild values do not move.
enum Statistics {
  /// - Parameter share: 0…1.
  /// - Returns: nil of nothing.
  static func quantile(_ values: [Double], _ share: Double) -> Double? {
    sortedQuantile(values.sorted(), share)
  }

  static func sortedQuantile(_ sorted: [Double], _ share: Double) -> Double? {
    guard let last = sorted.indices.last else { return nil }
    let place = Double(last) * share
    let below = Int(place)
    let above = min(below + 1, last)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  static func median(_ values: [Double]) -> Double? { quantile(values, 0.5) }

  /// Standard deviation of a normal distribution with the same median absolute deviation.
  static func deviation(_ values: [Double]) -> Double? {
    guard let middle = median(values) else { return nil }
    return median(values.map { ($0 - middle).magnitude }).map { $0 * 1.4826 }
  }

  /// Of pairs; nil where one of the two does not move.
  static func correlation(_ a: [Double], _ b: [Double]) -> Double? {
    guard a.count == b.count, a.count > 2 else { return nil }
    let count = Double(a.count)
    var (sumA, sumB, squareA, squareB, product) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (x, y) in zip(a, b) {
      sumA += x
      sumB += y
      squareA += x * x
      squareB += y * y
      product += x * y
    }
    let (varianceA, varianceB) = (squareA - sumA * sumA / count, squareB - sumB * sumB / count)
    guard varianceA > 1e-9 * squareA, varianceB > 1e-9 * squareB, varianceA > 0, varianceB > 0
    else { return nil }
    return (product - sumA * sumB / count) / (varianceA * varianceB).squareRoot()
  }
}
