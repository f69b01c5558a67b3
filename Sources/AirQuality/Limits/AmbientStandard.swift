/// One edition, or one stage of an edition, of the ambient air quality standard, with its limits.
///
/// Which one judges a value follows from the day it was observed, not from today.
///
/// - Source: GB 3095-2012 with its amendment of 2018; GB 3095-2026.
public struct AmbientStandard: Sendable, Hashable {
  /// What the standard limits.
  public enum Substance: String, Sendable, Hashable, CaseIterable {
    case so2, no2, co, o3, pm10, pm25, tsp, nox, lead, benzoapyrene

    public init(_ pollutant: Pollutant) {
      self =
        switch pollutant {
        case .pm25: .pm25
        case .pm10: .pm10
        case .so2: .so2
        case .no2: .no2
        case .co: .co
        case .o3: .o3
        }
    }
  }

  /// The time over which a mean is compared with a limit.
  public enum Averaging: String, Sendable, Hashable, CaseIterable {
    case year, quarter, day, hour
    /// The largest running 8 h mean of a day (O3).
    case dailyMaximum8h
  }

  /// The zone a place lies in. 环境空气功能区
  public enum ZoneClass: Int, Sendable, Hashable, CaseIterable {
    /// Nature reserves, scenic areas and other places under special protection. 一类区
    case one = 1
    /// Where people live, trade, work the land and make things. 二类区
    case two = 2
  }

  /// Temperature and pressure that concentrations are stated at.
  public enum ReferenceState: String, Sendable, Hashable {
    /// 273 K and 101.325 kPa for gases and particles.
    case standard273K
    /// 298.15 K and 1013.25 hPa for gases; as measured for particles.
    case reference298K
  }

  public struct LimitKey: Sendable, Hashable {
    public let substance: Substance
    public let averaging: Averaging
    public init(_ substance: Substance, _ averaging: Averaging) {
      self.substance = substance
      self.averaging = averaging
    }
  }

  /// As cited, e.g. `GB 3095-2012`.
  public let id: String
  /// First day of observation it applies to; nil for the earliest edition known here.
  public let firstDay: CalendarDay?
  /// Last day of observation it applies to; nil while no successor is known.
  public let lastDay: CalendarDay?
  public let referenceState: ReferenceState
  /// Limits by what they limit, class I and class II; µg/m³, CO in mg/m³.
  public let limits: [LimitKey: (one: ExactDecimal, two: ExactDecimal)]

  /// - Returns: µg/m³, CO in mg/m³; nil where the standard sets none (CO and O3 by the year, PM by
  ///   the hour).
  public func limit(
    of substance: Substance, over averaging: Averaging, in zone: ZoneClass = .two
  ) -> ExactDecimal? {
    limits[LimitKey(substance, averaging)].map { zone == .one ? $0.one : $0.two }
  }

  /// The standard for values observed on a local day.
  public static func inForce(on day: CalendarDay) -> AmbientStandard {
    all.last { $0.firstDay.map { $0 <= day } ?? true } ?? .gb3095of2012
  }

  /// In order of time.
  public static let all: [AmbientStandard] = [
    .gb3095of2012, .gb3095of2012amended, .gb3095of2026transition, .gb3095of2026final,
  ]

  public static func == (a: AmbientStandard, b: AmbientStandard) -> Bool { a.id == b.id }
  public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension AmbientStandard {
  /// - Source: GB 3095-2012, Tables 1 and 2.
  public static let gb3095of2012 = AmbientStandard(
    id: "GB 3095-2012", firstDay: nil, lastDay: CalendarDay(year: 2018, month: 8, day: 31),
    referenceState: .standard273K, limits: limitsOf2012)

  /// The same limits, stated at another temperature and pressure.
  ///
  /// - Source: amendment of 2018 to GB 3095-2012, in force from 2018-09-01.
  public static let gb3095of2012amended = AmbientStandard(
    id: "GB 3095-2012 (2018)", firstDay: CalendarDay(year: 2018, month: 9, day: 1),
    lastDay: CalendarDay(year: 2026, month: 2, day: 28), referenceState: .reference298K,
    limits: limitsOf2012)

  /// - Source: GB 3095-2026, Tables 1 to 3, limits of the transition.
  public static let gb3095of2026transition = AmbientStandard(
    id: "GB 3095-2026 (transition)", firstDay: CalendarDay(year: 2026, month: 3, day: 1),
    lastDay: CalendarDay(year: 2030, month: 12, day: 31), referenceState: .reference298K,
    limits: limitsOf2012.changed([
      (.pm10, .year, "40", "60"), (.pm10, .day, "50", "120"),
      (.pm25, .year, "15", "30"), (.pm25, .day, "35", "60"),
    ]))

  /// - Source: GB 3095-2026, Tables 1 to 3, limits from 2031-01-01.
  public static let gb3095of2026final = AmbientStandard(
    id: "GB 3095-2026 (final)", firstDay: CalendarDay(year: 2031, month: 1, day: 1), lastDay: nil,
    referenceState: .reference298K,
    limits: limitsOf2012.changed([
      (.so2, .year, "20", "20"), (.so2, .day, "50", "50"), (.so2, .hour, "150", "150"),
      (.no2, .year, "30", "30"), (.no2, .day, "50", "50"),
      (.pm10, .year, "20", "50"), (.pm10, .day, "50", "100"),
      (.pm25, .year, "10", "25"), (.pm25, .day, "25", "50"),
      (.nox, .year, "40", "40"), (.nox, .day, "70", "70"),
    ]))

  private static let limitsOf2012 = Limits().changed([
    (.so2, .year, "20", "60"), (.so2, .day, "50", "150"), (.so2, .hour, "150", "500"),
    (.no2, .year, "40", "40"), (.no2, .day, "80", "80"), (.no2, .hour, "200", "200"),
    (.co, .day, "4", "4"), (.co, .hour, "10", "10"),
    (.o3, .dailyMaximum8h, "100", "160"), (.o3, .hour, "160", "200"),
    (.pm10, .year, "40", "70"), (.pm10, .day, "50", "150"),
    (.pm25, .year, "15", "35"), (.pm25, .day, "35", "75"),
    (.tsp, .year, "80", "200"), (.tsp, .day, "120", "300"),
    (.nox, .year, "50", "50"), (.nox, .day, "100", "100"), (.nox, .hour, "250", "250"),
    (.lead, .year, "0.5", "0.5"), (.lead, .quarter, "1", "1"),
    (.benzoapyrene, .year, "0.001", "0.001"), (.benzoapyrene, .day, "0.0025", "0.0025"),
  ])
}

private typealias Limits = [AmbientStandard.LimitKey: (one: ExactDecimal, two: ExactDecimal)]

extension Limits {
  fileprivate func changed(
    _ rows: [(
      AmbientStandard.Substance, AmbientStandard.Averaging, one: StaticString, two: StaticString
    )]
  ) -> Limits {
    func number(_ text: StaticString) -> ExactDecimal {
      guard let number = ExactDecimal(text.description) else {
        preconditionFailure("\(text) is no decimal")
      }
      return number
    }
    var limits = self
    for (substance, averaging, one, two) in rows {
      limits[AmbientStandard.LimitKey(substance, averaging)] = (number(one), number(two))
    }
    return limits
  }
}
