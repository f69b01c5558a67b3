import ActionPlan
import DataQuality
import Foundation
import Seeds

/// Made-up hours that look like a station's: a day's course, weather of days, and noise.
enum TestTrack {
  static func hours(_ count: Int, seed: UInt64 = 1, level: Double = 60) -> [Double] {
    var random = SeededGenerator(seed: seed)
    var weather = 0.0
    return (0..<count).map { hour in
      weather = 0.97 * weather + 0.12 * Double.random(in: -1...1, using: &random)
      let day = 0.3 * sin(Double(hour) / 24 * 2 * .pi)
      let noise = 0.08 * Double.random(in: -1...1, using: &random)
      return max((level * exp(weather + day + noise)).rounded(), 1)
    }
  }

  static func track(_ values: [Double]) -> Track {
    Track(start: 0, hours: values.map { $0.isNaN ? .missing : Track.Hour($0) })
  }

  static let plan = PlanFolder.read(
    URL(filePath: #filePath).appending(path: "../../../Plans/shangyu-2021").standardizedFileURL
      .path
  ).plan
}

extension [Suspicion] {
  func of(_ check: QualityCheck) -> [Suspicion] { filter { $0.check == check } }
}
