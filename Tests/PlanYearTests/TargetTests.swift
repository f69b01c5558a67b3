import ActionPlan
import AirQuality
import Testing

/// The numbers that the plan's clauses name, as their wording has them, and the indicators that are
/// judged by them.
struct TargetTests {
  @Test(arguments: [
    ("O.1", ["published-pm25 at-most 28"]), ("O.2", ["published-o3 at-most 155"]),
    ("O.3", ["published-good-days at-least 90"]),
    // 100 % of utility gas boilers and of industrial gas boilers above 1 t/h; 100 % of biomass boilers.
    ("2.3.b", ["gas-boilers-low-nox at-least 100", "biomass-boilers-done at-least 100"]),
    // 300,000 t from road to water; 5.62 million t on the waterway; 9,000 TEU.
    (
      "3.1.a",
      [
        "shifted-to-water at-least 300000", "waterway-freight at-least 5620000",
        "inland-containers at-least 9000",
      ]
    ),
    // 80 % in each class; 100 % of new buses in built-up areas.
    (
      "3.2.a",
      [
        "new-energy-buses at-least 80", "new-energy-taxis at-least 80",
        "new-energy-logistics at-least 80", "new-energy-city-buses at-least 100",
      ]
    ),
    ("3.2.b", ["new-energy-sanitation at-least 10", "new-energy-postal at-least 10"]),
    ("3.2.d", ["below-china-six at-most 0"]),
    // 14 batches of vehicle diesel and 6 of urea; 30 checks of vessels, 85 % compliant.
    ("3.3.a", ["diesel-spot-checks at-least 14", "urea-spot-checks at-least 6"]),
    ("3.3.c", ["vessel-fuel-checked at-least 30", "vessel-fuel-compliance at-least 85"]),
    ("4.1.a", ["key-enterprises-treated at-least 15", "scientific-treatment at-least 20"]),
    ("4.3.a", ["grinding-organised at-least 2", "grinding-fugitive at-least 2"]),
    // All ports and wharves; 20 % more than last year.
    ("5.3.a", ["shore-power-coverage at-least 100", "shore-power-growth at-least 20"]),
    ("5.4.b", ["stations-connected at-least 100"]),
    (
      "6.1.a",
      [
        "dust-fenced at-least 100", "dust-covered at-least 100", "dust-hardened at-least 100",
        "dust-washed at-least 100", "dust-wet-work at-least 100", "dust-sealed at-least 100",
        "dust-monitored at-least 100", "dust-machines at-least 100",
      ]
    ),
    ("6.2.a", ["sites-staffed at-least 100"]), ("6.2.d", ["road-monitors-connected at-least 15"]),
    ("7.2.a", ["straw-used at-least 96"]),
    // Five cameras in each of the 20 towns and streets; no blind spot along the lines.
    ("7.2.c", ["towns-with-five-cameras at-least 20", "lines-watched at-least 100"]),
    // From the level above; nobody has set them yet.
    ("O.5", ["nox-reduced at-least unset", "vocs-reduced at-least unset"]),
    ("2.1.a", ["coal-used at-most unset"]), ("3.2.e", ["diesel-eliminated at-least unset"]),
    ("5.1.b", ["m-stations-opened at-least unset"]),
  ])
  func `a clause's indicators are judged by the clause's numbers`(
    clause: String, targets: [String]
  ) throws {
    let plan = YearDistrict.plan
    #expect(plan.clause(clause)?.target != nil)
    let own = plan.indicators.filter { $0.clause == clause }.compactMap { indicator in
      indicator.target.map { target in
        "\(indicator.id) \(target.direction.rawValue) \(target.number?.description ?? "unset")"
      }
    }
    #expect(Set(own).isSuperset(of: targets), "\(own)")
  }

  @Test func `no clause that names a number is left out`() {
    // O.4 and O.6 are objectives with measures of their own; the words of 2.3.a, 8.1.a and 8.1.b name
    // none, but a season and hours.
    let named: Set = [
      "O.1", "O.2", "O.3", "O.5", "2.1.a", "2.3.b", "3.1.a", "3.2.a", "3.2.b", "3.2.d", "3.2.e",
      "3.3.a", "3.3.c", "4.1.a", "4.3.a", "5.1.b", "5.3.a", "5.4.b", "6.1.a", "6.2.a", "6.2.d",
      "7.2.a", "7.2.c",
    ]
    let quantified = YearDistrict.plan.clauses.filter { $0.target != nil }.map(\.id)
    #expect(Set(quantified) == named.union(["O.4", "O.6", "2.3.a", "8.1.a", "8.1.b"]))
  }
}
